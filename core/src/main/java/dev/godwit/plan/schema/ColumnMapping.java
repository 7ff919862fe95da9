package dev.godwit.plan.schema;

import dev.godwit.inspect.Mark;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.ColumnTypes;
import dev.godwit.plan.expression.DefaultExpression;
import dev.godwit.plan.expression.Expressions;
import dev.godwit.plan.expression.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Makes the columns and the checks of one table. */
public final class ColumnMapping {
  private final TableDraft draft;
  private final MappingNotes notes;
  private final String table;

  /** The kinds that PostgreSQL numbers; a rule may have chosen a smaller one. */
  private static final Set<Kind> NUMBERED = Set.of(Kind.SMALLINT, Kind.INTEGER, Kind.BIGINT);

  ColumnMapping(TableDraft draft, MappingNotes notes) {
    this.draft = draft;
    this.notes = notes;
    this.table = draft.source.name();
  }

  Column column(TableDraft.Part part, boolean inKey) {
    nameType(part);
    boolean identity =
        part.source.identity() != Column.Identity.NONE && NUMBERED.contains(part.type.kind());
    String generated = part.source.isGenerated() ? generated(part) : null;
    return new Column(
        part.name,
        part.type,
        nullable(part, inKey),
        generated != null ? generated : identity ? null : defaultOf(part),
        generated != null ? Column.Generated.STORED : Column.Generated.NO,
        identity ? Column.Identity.BY_DEFAULT : Column.Identity.NONE,
        null);
  }

  List<Check> checks() {
    List<Check> result = new ArrayList<>();
    NameScope names = NameScope.relations();
    boolean anyNamed = draft.source.checks().stream().anyMatch(c -> c.name() != null);
    for (int i = 0; i < draft.source.checks().size(); i++) {
      Check check = draft.source.checks().get(i);
      Expressions.Translation found = Expressions.condition(check.expression(), draft::operand);
      if (!found.found()) {
        warn(
            null, ProblemKind.CHECK, "CHECK (" + check.expression() + ") left out: " + found.why());
      } else if (!found.sql().equals("TRUE")) {
        long broken = draft.profile == null ? 0 : draft.profile.broken().get(i);
        if (broken != 0) {
          String rows = broken < 0 ? "its rows were not checked" : broken + " rows break it";
          warn(
              null, ProblemKind.CHECK, "CHECK (" + found.sql() + ") is for new rows only: " + rows);
        }
        String name = check.name() == null ? draft.name + "_check" : check.name();
        result.add(new Check(anyNamed ? names.take(name) : null, found.sql(), broken == 0));
      }
    }
    return result;
  }

  private void nameType(TableDraft.Part part) {
    String declared = part.source.type().name();
    boolean widened = !part.type.name().equals(part.declared.name());
    String why = part.reason == null ? Widening.why(part.profile) : part.reason;
    if (widened) {
      String shown = declared.isEmpty() ? "no type" : declared;
      String message = shown + " \u2192 " + part.type.name() + (why.isEmpty() ? "" : ": " + why);
      part.comment = "SQLite: " + message;
      String rule = "rule: " + part.source.name() + ": " + unit(part) + fine(part) + "{type: ";
      notes.warn(
          Problem.of(ProblemKind.WIDENED)
              .at(table, part.source.name(), Widening.firstKey(part.profile))
              .says(message, rule + part.declared.name() + ", onMisfit: quarantine}"));
    } else if (part.encoding != null && part.encoding.name().startsWith("EPOCH")) {
      String unit = part.encoding.name().substring(6).toLowerCase(Locale.ROOT);
      part.comment = "SQLite: " + declared + ", epoch numbers in " + unit;
      String message = declared + " \u2192 " + part.type.name() + ": epoch numbers in " + unit;
      String rule = "rule: " + part.source.name() + ": {type: bigint}, or {unit: ...}";
      notes.warn(table, part.source.name(), ProblemKind.ENCODING, message, rule);
    }
    if (ColumnTypes.isFlag(part.profile)) {
      flag(part);
    }
    if (part.isText() && part.profile.all(Mark.UUID_DIGITS)) {
      String message = declared + " \u2192 " + part.type.name() + ": each value is a UUID's digits";
      String rule = "rule: " + part.source.name() + ": {type: uuid}";
      notes.warn(table, part.source.name(), ProblemKind.OFFERED, message, rule);
    }
    if (!widened && mixed(part)) {
      String message = (declared.isEmpty() ? "no type" : declared) + " \u2192 " + part.type.name();
      String first = Widening.firstKey(part.profile);
      message += ": " + why + "; each arrives as its text or bytes";
      notes.warn(Problem.of(ProblemKind.MIXED).at(table, part.source.name(), first).says(message));
    }
    if (part.source.collation() != null) {
      collation(part);
    }
  }

  /** The rule that mixed units ask for: nobody but the user knows what the numbers count. */
  private static String unit(TableDraft.Part part) {
    long epochs =
        part.profile.dates().stream().filter(mark -> mark.name().startsWith("EPOCH")).count();
    return epochs > 1 ? "{unit: ms} (or s, us, ...), or " : "";
  }

  /** What {@code tinyint(1)} of 0 and 1 became. */
  private void flag(TableDraft.Part part) {
    boolean number = part.type.kind() == Kind.BIGINT;
    String message =
        part.source.type().name()
            + " \u2192 "
            + part.type.name()
            + (number
                ? ": it holds 0 and 1 only, but a key, index, CHECK or generated column takes it"
                    + " for a number"
                : ": it holds 0 and 1 only");
    String other = number ? "boolean" : "bigint";
    String rule = "rule: " + part.source.name() + ": {type: " + other + "}";
    notes.warn(table, part.source.name(), ProblemKind.INFERRED, message, rule);
  }

  /** The rule for what is finer than any type. */
  private static String fine(TableDraft.Part part) {
    long fine =
        Stream.of(Mark.FINE_DATETIME, Mark.FINE_DATETIME_ZONED, Mark.FINE_TIME)
            .mapToLong(part.profile::count)
            .sum();
    return fine > 0 ? "{precision: cut} or {precision: round}, or " : "";
  }

  /** Whether values of several storage classes go, without a loss, into what holds any of them. */
  private static boolean mixed(TableDraft.Part part) {
    long others =
        Stream.of(Mark.INTEGER, Mark.REAL, Mark.TEXT)
            .filter(mark -> part.profile.count(mark) > 0)
            .count();
    return part.type.kind() == Kind.BYTES && others > 0 || part.isText() && others > 1;
  }

  private void collation(TableDraft.Part part) {
    boolean nocase = part.source.collation().equalsIgnoreCase("NOCASE");
    String message =
        nocase
            ? "NOCASE: comparisons that ignored the case of ASCII letters no longer do"
            : "the collation " + part.source.collation() + " has no match: values compare exactly";
    String column = Expressions.quote(part.name);
    String hint = nocase ? "compare lower(" + column + " COLLATE \"C\"), or use citext" : null;
    notes.warn(table, part.source.name(), ProblemKind.COLLATION, message, hint);
  }

  private boolean nullable(TableDraft.Part part, boolean inKey) {
    boolean declared = part.source.nullable() && !inKey;
    if (part.filled) {
      return declared;
    }
    long nulls = part.profile.count(Mark.NULL);
    if (!declared && nulls > 0) {
      String first = part.profile.firstKey(Mark.NULL);
      String message = "NOT NULL left out: " + nulls + " NULLs, first at " + first;
      notes.warn(
          Problem.of(ProblemKind.WIDENED).at(table, part.source.name(), first).says(message));
      return true;
    }
    return declared;
  }

  private String defaultOf(TableDraft.Part part) {
    String value = part.source.isGenerated() ? null : part.source.defaultValue();
    if (DefaultExpression.isNone(value)) {
      return null;
    }
    String translated = DefaultExpression.translate(value, part.type);
    if (translated == null) {
      String message = "DEFAULT " + value + " left out: " + part.type.name() + " has no such value";
      warn(part.source.name(), ProblemKind.DEFAULT, message);
    }
    return translated;
  }

  private String generated(TableDraft.Part part) {
    Expressions.Translation found = Expressions.value(part.source.defaultValue(), draft::stored);
    String why = found.why();
    if (found.found()) {
      String cast =
          found.type() == Typed.Form.BOOLEAN && part.type.kind() == Kind.BIGINT ? "::int" : "";
      if (!cast.isEmpty() || gives(found.type(), part)) {
        return cast.isEmpty() ? found.sql() : "(" + found.sql() + ")" + cast;
      }
      why = "it does not give " + part.type.name();
    }
    warn(
        part.source.name(),
        ProblemKind.GENERATED,
        "becomes a plain column with today's values: " + why);
    return null;
  }

  private static boolean gives(Typed.Form form, TableDraft.Part part) {
    return switch (form) {
      case INTEGER -> part.type.kind() == Kind.BIGINT || part.type.kind() == Kind.DOUBLE;
      case DOUBLE -> part.type.kind() == Kind.DOUBLE;
      case TEXT -> part.isText();
      case BOOLEAN -> part.type.kind() == Kind.BOOLEAN;
      case BYTES -> part.type.kind() == Kind.BYTES;
      default -> false;
    };
  }

  private void warn(String column, ProblemKind kind, String message) {
    notes.warn(table, column, kind, message, null);
  }
}
