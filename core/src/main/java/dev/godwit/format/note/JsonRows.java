package dev.godwit.format.note;

import dev.godwit.json.form.Json;
import dev.godwit.json.form.RowReader;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Rows that Godwit wrote as JSON, told apart by their number. */
public abstract class JsonRows implements Rows {
  private final RowReader reader;
  private long number;

  protected JsonRows(RowReader reader) {
    this.reader = reader;
  }

  /** The parser, at the next row; null after the last. */
  protected abstract JsonParser advance();

  /** The file that the last row was in. */
  protected abstract Path file();

  /** Passes over all rows before this number, of which so many were passed over already. */
  protected void skip(long passed, long wanted) {
    number = passed;
    for (JsonParser at; number < wanted && (at = advance()) != null; number++) {
      at.skipChildren();
    }
  }

  @Override
  public boolean next() {
    try {
      JsonParser at = advance();
      if (at == null) {
        return false;
      }
      number++;
      reader.read(at, file(), number);
      return true;
    } catch (JacksonException e) {
      throw Json.broken(file(), e);
    }
  }

  @Override
  public Row row() {
    return reader.row();
  }

  @Override
  public Position position() {
    return Position.row(number);
  }
}
