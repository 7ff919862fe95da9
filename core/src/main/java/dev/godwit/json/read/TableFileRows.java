package dev.godwit.json.read;

import dev.godwit.format.note.JsonRows;
import dev.godwit.json.form.Json;
import dev.godwit.json.form.RowReader;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;

/** The rows of a table in a file of tables that brings its catalog along. */
public final class TableFileRows extends JsonRows {
  private final Path file;
  private final Cursor cursor;

  /** {@code nests} are the tables whose rows lie in this one's. */
  public TableFileRows(
      Path file, Table table, List<Nest> nests, List<Column> columns, Position after) {
    super(
        new RowReader(
            table, columns, nests.stream().map(Nest::member).collect(Collectors.toSet())));
    this.file = file;
    this.cursor = new Cursor(Json.open(file), FileTable.Form.ARRAY, List.of(table.name()));
    skip(0, after.rows());
  }

  @Override
  protected JsonParser advance() {
    return cursor.next() ? cursor.parser() : null;
  }

  @Override
  protected Path file() {
    return file;
  }

  @Override
  public void close() {
    cursor.close();
  }
}
