package dev.godwit.value.plain;

import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.Spelling;

/** To BYTES: blobs as they are, anything else as the bytes of its text, valid or not. */
public final class BytesCoercion implements Coercion {
  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> {
        to.setBlob(j, from.bytes(i));
        yield Outcome.CHANGED;
      }
      case Row.INTEGER -> {
        to.setBlob(j, Spelling.of(from.integer(i)));
        yield Outcome.CHANGED;
      }
      case Row.REAL -> {
        to.setBlob(j, Spelling.c(from.real(i)));
        yield Outcome.CHANGED;
      }
      default -> {
        to.copy(j, from, i);
        yield Outcome.SAME;
      }
    };
  }
}
