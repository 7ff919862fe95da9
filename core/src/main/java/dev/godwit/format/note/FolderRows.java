package dev.godwit.format.note;

import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.RowReader;
import dev.godwit.json.form.RowWriter;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** The rows of a table of Godwit's own form, file after file, in the order they were written. */
public final class FolderRows implements Rows {
  /** What the names of files of rows end with. */
  public static final String SUFFIX = ".ndjson";

  private final Function<String, Path> places;
  private final Iterator<Part> parts;
  private final RowReader reader;
  private Path file;
  private JsonParser parser;
  private long number;

  /** {@code places} tells where a file of a part lies. */
  public FolderRows(
      Function<String, Path> places, Entry entry, List<Column> columns, Position after) {
    this.places = places;
    this.parts = entry.parts().iterator();
    this.reader = new RowReader(entry.table(), columns);
    skip(after);
  }

  /** Writes all rows to a file, a line each. */
  public static void write(Rows rows, Table table, Path file) throws IOException {
    RowWriter form = new RowWriter(table.columns());
    try (JsonOut out = new JsonOut(Files.newOutputStream(file))) {
      while (rows.next()) {
        form.write(out, rows.row());
        out.write('\n');
      }
    }
  }

  private void skip(Position after) {
    long wanted = after.rows();
    while (number < wanted && parts.hasNext()) {
      Part part = parts.next();
      if (number + part.rows() <= wanted) {
        number += part.rows();
        continue;
      }
      start(part);
      while (number < wanted && more()) {
        parser.skipChildren();
        number++;
      }
    }
  }

  private void start(Part part) {
    file = places.apply(part.file());
    parser = Json.open(file);
  }

  /** Moves to the next row of the current file; closes it after the last. */
  private boolean more() {
    if (parser.nextToken() != null) {
      return true;
    }
    close();
    parser = null;
    return false;
  }

  @Override
  public boolean next() {
    try {
      while (parser == null || !more()) {
        if (!parts.hasNext()) {
          return false;
        }
        start(parts.next());
      }
      number++;
      reader.read(parser, file, number);
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
    if (parser != null) {
      parser.close();
    }
  }
}
