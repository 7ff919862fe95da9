package dev.godwit.value;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;

/** Keeps times out of a column that would round them: {@code timestamp(3)}, {@code time(0)}. */
final class Precise implements Coercion {
  private final Coercion coercion;
  private final long step;
  private final Outcome misfit;

  private Precise(Coercion coercion, int digits) {
    this.coercion = coercion;
    this.step = Math.round(Math.pow(10, 6 - digits));
    this.misfit = Outcome.misfit("more than " + digits + " fractional digits");
  }

  /** The coercion itself where the type keeps microseconds. */
  static Coercion of(Coercion coercion, ColumnType type) {
    boolean limited = type.kind().isTemporal() && type.length() > 0 && type.scale() < 6;
    return limited ? new Precise(coercion, type.scale()) : coercion;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    Outcome outcome = coercion.apply(from, i, to, j);
    boolean finite =
        !outcome.isMisfit()
            && !to.isNull(j)
            && to.integer(j) != Long.MAX_VALUE
            && to.integer(j) != Long.MIN_VALUE;
    return finite && to.integer(j) % step != 0 ? misfit : outcome;
  }

  @Override
  public String guess() {
    return coercion.guess();
  }
}
