package dev.godwit.plan;

import dev.godwit.model.Column;
import dev.godwit.value.CoercionRules;
import java.util.Objects;

/**
 * One column's way. {@code from} is null where a rule gives a {@code constant} instead. {@code
 * secret} values are never shown, not even in a trace. {@code ifNull} is written where there would
 * be NULL, null for not; {@code expression}, where it is not null, is what the target computes the
 * value by. {@code refers} and {@code sequence} are a rule's, see {@link ValueRule}, or null.
 */
public record ColumnCopy(
    Column from,
    Column to,
    CoercionRules rules,
    OnMisfit onMisfit,
    boolean secret,
    String constant,
    String ifNull,
    String expression,
    String refers,
    String sequence) {
  public ColumnCopy {
    Objects.requireNonNull(to);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(onMisfit);
  }

  /** The same, by other rules. */
  public ColumnCopy with(CoercionRules other) {
    return new ColumnCopy(
        from, to, other, onMisfit, secret, constant, ifNull, expression, refers, sequence);
  }

  /** What messages call it: the source's name, where there is one. */
  public String name() {
    return from == null ? to.name() : from.name();
  }
}
