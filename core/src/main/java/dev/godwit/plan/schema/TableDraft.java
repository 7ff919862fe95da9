package dev.godwit.plan.schema;

import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Declared;
import dev.godwit.inspect.Mark;
import dev.godwit.inspect.TableProfile;
import dev.godwit.model.Affinity;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnTypes;
import dev.godwit.plan.ExpressionTypes;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.RuleFit;
import dev.godwit.plan.Rules;
import dev.godwit.plan.TimeRule;
import dev.godwit.plan.expression.Expressions;
import dev.godwit.value.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table on its way from one engine to another. {@code profile} is null where nobody looked. */
public final class TableDraft {
  /** A column on its way; its type may still change. */
  static final class Part {
    final Column source;
    final ColumnProfile profile;
    final String name;
    final ColumnType declared;
    final Mark encoding;

    /** Whether a rule has a value for where there is none. */
    final boolean filled;

    ColumnType type;

    /** Why the type is not the declared one, where the content is not the reason. */
    String reason;

    String comment;

    private Part(
        Column source,
        ColumnProfile profile,
        String name,
        ColumnTypes.Choice choice,
        boolean filled) {
      this.filled = filled;
      this.source = source;
      this.profile = profile;
      this.name = name;
      this.declared = choice.declared();
      this.encoding = choice.encoding();
      this.type = choice.type();
    }

    boolean isText() {
      return switch (type.kind()) {
        case TEXT, VARCHAR -> true;
        default -> false;
      };
    }
  }

  final Table source;
  final TableProfile profile;
  final String name;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  TableDraft(
      Table source, TableProfile profile, String name, NameStyle style, Rules.TableRule rules) {
    this.source = source;
    this.profile = profile;
    this.name = name;
    NameScope names = NameScope.columns(source.columns());
    for (Column column : source.columns()) {
      ColumnProfile found = profile == null ? null : profile.column(column.name()).orElse(null);
      Declared declared = Declared.of(column.type().name(), source.traits().strict());
      ColumnProfile known = found == null ? ColumnProfile.empty(column.name(), declared) : found;
      Optional<Rules.ColumnRule> rule = rules.column(column.name());
      if (rule.map(Rules.ColumnRule::skip).orElse(false)) {
        continue;
      }
      String wanted = rule.map(Rules.ColumnRule::rename).orElse(style.apply(column.name()));
      String target = names.take(wanted);
      ColumnType forced = rule.map(r -> forced(known, r)).orElse(null);
      boolean filled = rule.map(r -> r.values().ifNull() != null).orElse(false);
      parts.put(
          column.name(),
          new Part(
              column,
              known,
              target,
              forced == null ? chosen(known) : new ColumnTypes.Choice(forced, forced, null),
              filled));
    }
  }

  private ColumnTypes.Choice chosen(ColumnProfile column) {
    return ColumnTypes.isFlag(column) && !isNumber(column.name())
        ? new ColumnTypes.Choice(ColumnTypes.BOOLEAN, ColumnTypes.BOOLEAN, null)
        : ColumnTypes.choose(column);
  }

  /** Whether something of the table that is carried takes the column for a number. */
  boolean isNumber(String column) {
    List<String> expressions = new ArrayList<>();
    source.checks().forEach(c -> expressions.add(c.expression()));
    for (Index index : source.indexes()) {
      expressions.add(index.where());
      index.parts().forEach(p -> expressions.add(p.expression()));
    }
    source.columns().stream()
        .filter(Column::isGenerated)
        .forEach(c -> expressions.add(c.defaultValue()));
    boolean referring =
        source.primaryKey().contains(column)
            || source.foreignKeys().stream().anyMatch(k -> k.columns().contains(column));
    return referring
        || expressions.stream().anyMatch(e -> e != null && ExpressionTypes.names(e, column));
  }

  /** The type that a rule asks for, whatever the content; null where it asks for none. */
  private ColumnType forced(ColumnProfile column, Rules.ColumnRule rule) {
    if (rule.type() != null) {
      return AskedTypes.parse(rule.type(), source.name() + "." + column.name());
    }
    if (rule.values().bytes() != null && column.declared().family() != Declared.Family.BLOB) {
      return ColumnTypes.BYTES;
    }
    ColumnType time = forced(column, rule.time());
    if (time == null && rule.values().expression() != null) {
      return ColumnTypes.meant(column);
    } else if (time != null || rule.values().conversions().isNone()) {
      return time;
    }
    ColumnType meant = ColumnTypes.meant(column);
    return RuleFit.fits(rule.values(), meant) ? meant : ColumnTypes.TEXT;
  }

  private static ColumnType forced(ColumnProfile column, TimeRule rule) {
    boolean temporal = column.declared().family() == Declared.Family.TEMPORAL;
    ColumnType meant = ColumnTypes.meant(column);
    if (rule.unit() == Unit.SINCE_EPOCH) {
      return ColumnTypes.INTERVAL;
    } else if (rule.unit() != null) {
      boolean days = rule.unit() == Unit.YYYYMMDD || rule.zone() != null;
      boolean date = temporal && column.declared().text().equalsIgnoreCase("date");
      // Whoever names a unit says that the numbers are moments.
      return days && date ? ColumnTypes.DATE : ColumnTypes.TIMESTAMPTZ;
    } else if (rule.ignoreDate()) {
      return ColumnTypes.TIME;
    } else if (rule.zone() != null || rule.dst() != null) {
      boolean moment = meant.kind() == Kind.TIMESTAMP || meant.kind() == Kind.TIMESTAMPTZ;
      return temporal && moment ? ColumnTypes.TIMESTAMPTZ : null;
    }
    return rule.precision() != null && temporal ? meant : null;
  }

  Iterable<Part> parts() {
    return parts.values();
  }

  /** The part for a column of the source, or null. */
  Part part(String column) {
    return parts.get(column);
  }

  /** The target's names of columns; null stands for none. */
  List<String> names(List<String> columns) {
    return columns.stream().map(c -> parts.containsKey(c) ? parts.get(c).name : "").toList();
  }

  /** The column that an expression names, in any case, or null. */
  Expressions.Operand operand(String column) {
    for (Part part : parts.values()) {
      if (part.source.name().equalsIgnoreCase(column)) {
        return new Expressions.Operand(
            part.name, part.type, affinity(part), part.source.collation());
      }
    }
    return null;
  }

  /** Numbers that become text compare as text from then on: no comparison means what it did. */
  private static Affinity affinity(Part part) {
    boolean numbers =
        part.profile.count(Mark.INTEGER) + part.profile.count(Mark.REAL) > 0 && part.isText();
    return numbers ? Affinity.NUMERIC : part.profile.declared().affinity();
  }

  /** As {@link #operand}, for a generated column: it may use no other. */
  Expressions.Operand stored(String column) {
    for (Part part : parts.values()) {
      if (part.source.name().equalsIgnoreCase(column) && part.source.isGenerated()) {
        throw new Expressions.Untranslatable("it uses the generated column " + column);
      }
    }
    return operand(column);
  }
}
