package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.ServerText;
import java.util.HexFormat;

/** A value within another: coerced as a column of its type would have it, then spelled. */
final class ElementForm {
  private static final Misfit BYTES = new Misfit("bytes that are not spelled \\x and hexadecimal");

  private final ColumnType type;
  private final Coercion coercion;
  private final Row text = new Row(1);
  private final Row cell = new Row(1);

  ElementForm(ColumnType type, Coercion coercion) {
    this.type = type;
    this.coercion = coercion;
  }

  /** The server's text, or null for NULL; {@link #cell} has the value then. */
  String of(String value) throws Misfit {
    Kind kind = type.kind();
    if (kind == Kind.BYTES) {
      text.setBlob(0, bytes(value));
    } else {
      text.setText(0, kind.isTemporal() ? ServerText.iso(value) : value);
    }
    Outcome outcome = coercion.apply(text, 0, cell, 0);
    if (outcome.isMisfit()) {
      throw new Misfit(outcome);
    }
    return cell.isNull(0) ? null : ServerText.of(type, cell, 0);
  }

  /** The value last read, in its kind's form. */
  Row cell() {
    return cell;
  }

  private static byte[] bytes(String value) throws Misfit {
    if (!value.startsWith("\\x")) {
      throw BYTES;
    }
    try {
      return HexFormat.of().parseHex(value.substring(2));
    } catch (IllegalArgumentException e) {
      throw BYTES;
    }
  }
}
