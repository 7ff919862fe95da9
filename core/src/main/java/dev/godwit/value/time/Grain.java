package dev.godwit.value.time;

import dev.godwit.model.ColumnType;
import dev.godwit.value.Precision;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** How many digits of a second a column keeps, 0 to 6, and what becomes of those after them. */
public record Grain(int digits, Precision precision) {
  private static final BigDecimal HALF = new BigDecimal("0.5");
  static final Grain MICROS = new Grain(6, Precision.EXACT);

  /** As the type says; for a kind of time. */
  public static Grain of(ColumnType type, Precision precision) {
    return new Grain(type.length() > 0 ? Math.min(6, type.scale()) : 6, precision);
  }

  public boolean isExact() {
    return precision == Precision.EXACT;
  }

  /** The smallest difference in microseconds. */
  public long step() {
    return Math.round(Math.pow(10, 6 - digits));
  }

  /** The moment that stands for this one, in microseconds; the same where it is exact. */
  BigDecimal moment(BigDecimal micros) {
    BigDecimal half =
        precision == Precision.ROUND ? BigDecimal.valueOf(step()).multiply(HALF) : BigDecimal.ZERO;
    return micros.add(half).setScale(digits - 6, RoundingMode.FLOOR);
  }

  /** The span that stands for this one, in microseconds; the same where it is exact. */
  BigDecimal span(BigDecimal micros) {
    return micros.setScale(
        digits - 6, precision == Precision.ROUND ? RoundingMode.HALF_UP : RoundingMode.DOWN);
  }
}
