package dev.godwit.value;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * What a user decided about one column: the zone of times without an offset, the unit of numbers
 * that stand for moments (null: told from their size), and whether '' becomes NULL where the kind
 * has no empty value.
 */
public record CoercionRules(ZoneId zone, Unit unit, boolean emptyAsNull) {
  public static final CoercionRules DEFAULT = new CoercionRules(ZoneOffset.UTC, null, false);

  public CoercionRules {
    Objects.requireNonNull(zone);
  }
}
