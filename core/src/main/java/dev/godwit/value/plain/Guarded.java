package dev.godwit.value.plain;

import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;

/** Answers NULL and '' the same way for every kind that has no empty value, and passes the rest. */
public final class Guarded implements Coercion {
  private final Coercion rest;
  private final boolean emptyAsNull;

  public Guarded(Coercion rest, boolean emptyAsNull) {
    this.rest = rest;
    this.emptyAsNull = emptyAsNull;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    byte storageClass = from.storageClass(i);
    if (storageClass == Row.NULL) {
      return Coercion.nothing(to, j);
    }
    if (storageClass == Row.TEXT && from.bytes(i).length == 0) {
      to.setNull(j);
      return emptyAsNull ? Outcome.CHANGED : Outcome.EMPTY_TEXT;
    }
    return rest.apply(from, i, to, j);
  }

  @Override
  public String guess() {
    return rest.guess();
  }
}
