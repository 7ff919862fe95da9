package dev.godwit.plan;

import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Conversions.Spelled;
import java.util.Map;

/**
 * What a rule makes of a column's values. Null stands for "not said". {@code bytes} is how texts
 * spell bytes. {@code ifNull} is written where there is none; {@code computed}: what the target
 * computes may be another value. {@code expression} is SQL of the target over the source's row;
 * {@code refers} the source's table whose rows it names where no foreign key says so; {@code
 * sequence} the target's that gives it numbers where nothing there says so.
 */
public record ValueRule(
    Boolean trim,
    Letters letters,
    Map<String, Literal> replace,
    Map<String, Literal> map,
    Integer round,
    Spelled bytes,
    String ifNull,
    Boolean computed,
    String expression,
    String refers,
    String sequence) {
  static final ValueRule NONE =
      new ValueRule(null, null, null, null, null, null, null, null, null, null, null);

  @Override
  public Boolean trim() {
    return trim != null && trim;
  }

  @Override
  public Boolean computed() {
    return computed != null && computed;
  }

  /** This rule, and where it says nothing, the other. */
  ValueRule over(ValueRule b) {
    return new ValueRule(
        trim != null ? trim : b.trim,
        letters != null ? letters : b.letters,
        replace != null ? replace : b.replace,
        map != null ? map : b.map,
        round != null ? round : b.round,
        bytes != null ? bytes : b.bytes,
        ifNull != null ? ifNull : b.ifNull,
        computed != null ? computed : b.computed,
        expression != null ? expression : b.expression,
        refers != null ? refers : b.refers,
        sequence != null ? sequence : b.sequence);
  }

  /** As a coercion takes them. */
  public Conversions conversions() {
    return new Conversions(
        trim(),
        letters != null ? letters : Letters.KEPT,
        replace != null ? replace : Map.of(),
        map != null ? map : Map.of(),
        round,
        Map.of(),
        bytes);
  }
}
