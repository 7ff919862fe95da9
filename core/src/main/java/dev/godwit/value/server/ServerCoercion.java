package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.Spelling;
import dev.godwit.value.text.Utf8;
import java.nio.charset.StandardCharsets;

/** To a type of which the server's own spelling is known here. */
final class ServerCoercion implements Coercion {
  private final ServerForm form;
  private final Outcome blob;
  private final Outcome number;

  private ServerCoercion(ServerForm form, ColumnType type, boolean numbers) {
    this.form = form;
    this.blob = Outcome.misfit("blob in a column of type " + type);
    this.number = numbers ? null : Outcome.misfit("a number in a column of type " + type);
  }

  /** Where numbers stand for the text that SQLite would make of them. */
  static Coercion ofAll(ServerForm form, ColumnType type) {
    return new ServerCoercion(form, type, true);
  }

  /** Where a number would stand for nobody knows what. */
  static Coercion ofTexts(ServerForm form, ColumnType type) {
    return new ServerCoercion(form, type, false);
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> text(from, i, to, j);
      case Row.INTEGER -> number == null ? spelled(Spelling.of(from.integer(i)), to, j) : number;
      case Row.REAL -> number == null ? spelled(Spelling.sqlite(from.real(i)), to, j) : number;
      case Row.NULL -> Coercion.nothing(to, j);
      default -> blob;
    };
  }

  private Outcome text(Row from, int i, Row to, int j) {
    int characters = Utf8.characters(from.bytes(i));
    if (characters < 0) {
      return characters == Utf8.NUL ? Outcome.NUL : Outcome.BAD_UTF8;
    }
    return spelled(from.bytes(i), to, j);
  }

  private Outcome spelled(byte[] utf8, Row to, int j) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    try {
      String spelled = form.of(text);
      to.setText(j, spelled.equals(text) ? utf8 : spelled.getBytes(StandardCharsets.UTF_8));
      return spelled.equals(text) ? Outcome.SAME : Outcome.CHANGED;
    } catch (Misfit e) {
      return e.outcome();
    }
  }
}
