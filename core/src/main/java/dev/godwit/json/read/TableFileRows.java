package dev.godwit.json.read;

import dev.godwit.json.form.Json;
import dev.godwit.json.form.RowReader;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/** The rows of a table in a file of tables that brings its catalog along. */
public final class TableFileRows implements Rows {
  private final Path file;
  private final Cursor cursor;
  private final RowReader reader;
  private long number;

  /** {@code nests} are the tables whose rows lie in this one's. */
  public TableFileRows(
      Path file, Table table, List<Nest> nests, List<Column> columns, Position after) {
    this.file = file;
    this.cursor = new Cursor(Json.open(file), FileTable.Form.ARRAY, List.of(table.name()));
    this.reader =
        new RowReader(table, columns, nests.stream().map(Nest::member).collect(Collectors.toSet()));
    long wanted = after.rows();
    while (number < wanted && cursor.next()) {
      cursor.parser().skipChildren();
      number++;
    }
  }

  @Override
  public boolean next() {
    try {
      if (!cursor.next()) {
        return false;
      }
      number++;
      reader.read(cursor.parser(), file, number);
      return true;
    } catch (JacksonException e) {
      throw Json.broken(file, e);
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

  @Override
  public void close() {
    cursor.close();
  }
}
