package dev.godwit.plan;

import dev.godwit.model.Affinity;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Unit;
import dev.godwit.value.coerce.Coercions;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells which parts of a rule its column cannot use: they are refused, for they would do nothing.
 */
public final class RuleFit {
  private final String table;
  private final Column from;
  private final Column to;
  private final List<Problem> problems = new ArrayList<>();

  private RuleFit(String table, Column from, Column to) {
    this.table = table;
    this.from = from;
    this.to = to;
  }

  /**
   * None where the column can use all of it; {@code from} is in the source, {@code to} in the
   * target.
   */
  static List<Problem> problems(String table, Column from, Column to, ColumnRule rule) {
    RuleFit fit = new RuleFit(table, from, to);
    fit.times(rule.time());
    fit.values(rule.values());
    return fit.problems;
  }

  /** Whether the values that a rule writes itself are values of the type. */
  public static boolean fits(ValueRule rule, ColumnType type) {
    List<Literal> values = new ArrayList<>();
    values.addAll(rule.replace() != null ? rule.replace().values() : List.of());
    values.addAll(rule.map() != null ? rule.map().values() : List.of());
    return values.stream().allMatch(v -> v.text() == null || fits(v.text(), type) == null);
  }

  /** Null where a value that a rule writes is one of the type, else why not. */
  private static String fits(String value, ColumnType type) {
    Row text = new Row(1);
    text.setText(0, value);
    return Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.DEFAULT)
        .apply(text, 0, new Row(1), 0)
        .reason();
  }

  private void times(TimeRule rule) {
    Kind kind = to.type().kind();
    boolean span = to.type().family() == Family.INTERVAL;
    boolean clock = kind == Kind.TIME || to.type().family() == Family.TIMETZ;
    boolean stamp = kind == Kind.TIMESTAMP || kind == Kind.TIMESTAMPTZ;
    Unit unit = rule.unit();
    if (unit != null) {
      boolean counts = from.type().kind().isNumeric() || isLoose(from.type());
      boolean moment = unit == Unit.SINCE_EPOCH && (counts || from.type().kind().isTemporal());
      require(
          span && unit.isSpan() && (counts || moment)
              || (stamp || kind == Kind.DATE) && unit.isMoment() && counts,
          "unit: " + unit.label());
    }
    boolean local = isLoose(from.type()) || from.type().kind() == Kind.TIMESTAMP;
    boolean numbers = isLoose(from.type()) || from.type().kind().isNumeric();
    require(
        rule.zone() == null
            || kind == Kind.TIMESTAMPTZ && (local || from.type().kind() == Kind.DATE)
            || kind == Kind.DATE && numbers
            || to.type().family() == Family.TIMETZ,
        "zone");
    require(rule.precision() == null || stamp || clock || span, "precision");
    require(!rule.ignoreDate() || clock, "time: ignore-date");
    require(rule.dst() == null || kind == Kind.TIMESTAMPTZ && local, "dst");
  }

  /** Whether cells may be texts or numbers as well as anything else. */
  private static boolean isLoose(ColumnType type) {
    return switch (type.kind()) {
      case ANY, TEXT, VARCHAR, CHAR -> true;
      default -> false;
    };
  }

  private static boolean holdsText(ColumnType type) {
    return type.kind() == Kind.ANY
        ? Affinity.of(type.name(), false) == Affinity.TEXT
        : isLoose(type);
  }

  private static boolean holdsBytes(ColumnType type) {
    return type.kind() == Kind.BYTES || type.kind() == Kind.ANY;
  }

  private void values(ValueRule rule) {
    Kind kind = to.type().kind();
    boolean bytes = kind == Kind.BYTES;
    boolean json = kind == Kind.JSON || kind == Kind.JSONB;
    boolean time = kind.isTemporal();
    require(!rule.trim() || !bytes, "trim");
    require(
        rule.letters() == null || !bytes && !json && !time && !kind.isNumeric(),
        rule.letters() == null ? "" : rule.letters().name().toLowerCase(java.util.Locale.ROOT));
    boolean number = kind.isNumeric() || isLoose(to.type()) || kind == Kind.NATIVE;
    require(rule.round() == null || number, "round");
    boolean reads = (bytes || kind == Kind.ANY) && !holdsText(to.type()) && isLoose(from.type());
    boolean writes = holdsText(to.type()) && !holdsText(from.type()) && holdsBytes(from.type());
    require(rule.bytes() == null || reads || writes, "bytes");
    require(!rule.computed() || to.isGenerated(), "computed");
    if (rule.expression() != null) {
      expression(rule);
    }
    if (rule.ifNull() != null) {
      fits(rule.ifNull(), "default");
    }
  }

  private void expression(ValueRule rule) {
    if (!rule.conversions().isNone()) {
      problem(
          "rule expression stands alone: it is not computed from converted values",
          "say in the expression what the other conversions would do");
    }
    String moment = ExpressionTypes.momentary(rule.expression());
    if (moment != null) {
      problem(
          "rule expression: " + moment + " gives another value the second time",
          "let it depend on the row alone, or write a constant");
    }
  }

  /** Whether a value that the rule writes itself is one of the column's. */
  private void fits(String value, String key) {
    String reason = fits(value, to.type());
    if (reason != null) {
      problem("rule " + key + ": " + reason, "write a value of type " + to.type());
    }
  }

  private void require(boolean usable, String key) {
    if (!usable) {
      boolean loose = to.type().kind() == Kind.ANY;
      String type =
          to.isGenerated()
              ? "computes itself"
              : loose
                  ? "keeps values as they are written, whatever type is declared"
                  : "is of type " + to.type().name();
      problem(
          "rule " + key + " has no use here: the target's column " + type,
          "take the rule out, or give it to the column that it is for");
    }
  }

  private void problem(String message, String hint) {
    problems.add(Problem.of(ProblemKind.RULE).at(table, from.name()).says(message, hint));
  }
}
