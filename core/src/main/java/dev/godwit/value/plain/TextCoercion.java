package dev.godwit.value.plain;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.model.Shown;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.Spelling;
import dev.godwit.value.text.Utf8;

/**
 * To TEXT, VARCHAR, CHAR or NATIVE: valid UTF-8 without NUL, no longer than the type allows.
 * Numbers become the text that SQLite would make of them.
 */
public final class TextCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in a text column");

  private final int limit;
  private final Outcome tooLong;

  public TextCoercion(ColumnType type) {
    limit = type.length() > 0 ? type.length() : Integer.MAX_VALUE;
    tooLong = Outcome.misfit("longer than " + Shown.count(limit, "character"));
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> {
        to.copy(j, from, i);
        yield text(from.bytes(i));
      }
      case Row.INTEGER -> spelled(Spelling.of(from.integer(i)), to, j);
      case Row.REAL -> spelled(Spelling.sqlite(from.real(i)), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome text(byte[] text) {
    int characters = Utf8.characters(text);
    if (characters < 0) {
      return characters == Utf8.NUL ? Outcome.NUL : Outcome.BAD_UTF8;
    }
    return characters <= limit ? Outcome.SAME : tooLong;
  }

  private Outcome spelled(byte[] ascii, Row to, int j) {
    to.setText(j, ascii);
    return ascii.length <= limit ? Outcome.CHANGED : tooLong;
  }
}
