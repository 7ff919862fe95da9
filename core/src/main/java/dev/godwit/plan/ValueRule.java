package dev.godwit.plan;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.coerce.Coercions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a rule makes of a column's values. Null stands for "not said". {@code ifNull} is written
 * where there is none; {@code computed}: what the target computes may be another value. {@code
 * expression} is SQL of the target over the source's row.
 */
public record ValueRule(
    boolean trim,
    Letters letters,
    Map<String, Literal> replace,
    Map<String, Literal> map,
    Integer round,
    String ifNull,
    boolean computed,
    String expression) {
  static final ValueRule NONE = new ValueRule(false, null, null, null, null, null, false, null);

  /** This rule, and where it says nothing, the other. */
  ValueRule over(ValueRule b) {
    return new ValueRule(
        trim || b.trim,
        letters != null ? letters : b.letters,
        replace != null ? replace : b.replace,
        map != null ? map : b.map,
        round != null ? round : b.round,
        ifNull != null ? ifNull : b.ifNull,
        computed || b.computed,
        expression != null ? expression : b.expression);
  }

  /** Whether the values that it writes itself are values of the type. */
  public boolean fits(ColumnType type) {
    List<Literal> values = new ArrayList<>();
    values.addAll(replace != null ? replace.values() : List.of());
    values.addAll(map != null ? map.values() : List.of());
    return values.stream().allMatch(v -> v.text() == null || fits(v.text(), type) == null);
  }

  /** Null where a value that a rule writes is one of the type, else why not. */
  public static String fits(String value, ColumnType type) {
    Row text = new Row(1);
    text.setText(0, value);
    return Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.DEFAULT)
        .apply(text, 0, new Row(1), 0)
        .reason();
  }

  /** As a coercion takes them. */
  public Conversions conversions() {
    return new Conversions(
        trim,
        letters != null ? letters : Letters.KEPT,
        replace != null ? replace : Map.of(),
        map != null ? map : Map.of(),
        round);
  }
}
