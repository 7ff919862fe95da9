package dev.godwit.value.coerce;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.Precision;
import dev.godwit.value.time.Grain;

/**
 * Keeps times out of a column that would round them: {@code timestamp(3)}, {@code time(0)}; or
 * makes them what the rule for its precision says.
 */
final class Precise implements Coercion {
  private final Coercion coercion;
  private final Grain grain;
  private final long step;
  private final Outcome misfit;

  private Precise(Coercion coercion, Grain grain) {
    this.coercion = coercion;
    this.grain = grain;
    this.step = grain.step();
    this.misfit = Outcome.misfit("more than " + grain.digits() + " fractional digits");
  }

  /** The coercion itself where the type keeps microseconds. */
  static Coercion of(Coercion coercion, ColumnType type, Precision precision) {
    Grain grain = Grain.of(type, precision);
    return type.kind().isTemporal() && grain.digits() < 6 ? new Precise(coercion, grain) : coercion;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    Outcome outcome = coercion.apply(from, i, to, j);
    boolean finite =
        !outcome.isMisfit()
            && !to.isNull(j)
            && to.integer(j) != Long.MAX_VALUE
            && to.integer(j) != Long.MIN_VALUE;
    if (!finite || to.integer(j) % step == 0) {
      return outcome;
    } else if (grain.isExact()) {
      return misfit;
    }
    long half = grain.precision() == Precision.ROUND ? step / 2 : 0;
    to.setInteger(j, Math.floorDiv(to.integer(j) + half, step) * step);
    return Outcome.by(Conversion.PRECISION);
  }

  @Override
  public String guess() {
    return coercion.guess();
  }
}
