package dev.godwit.format.note;

import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.RowReader;
import dev.godwit.json.form.RowWriter;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JsonParser;

/** The rows of a table of Godwit's own form, file after file, in the order they were written. */
public final class FolderRows extends JsonRows {
  /** What the names of files of rows end with. */
  public static final String SUFFIX = ".ndjson";

  private final Function<String, Path> places;
  private final Iterator<Part> parts;
  private Path file;
  private JsonParser parser;

  /** {@code places} tells where a file of a part lies. */
  public FolderRows(
      Function<String, Path> places, Entry entry, List<Column> columns, Position after) {
    super(new RowReader(entry.table(), columns));
    this.places = places;
    long passed = 0;
    List<Part> rest = new ArrayList<>(entry.parts());
    while (!rest.isEmpty() && passed + rest.get(0).rows() <= after.rows()) {
      passed += rest.remove(0).rows();
    }
    this.parts = rest.iterator();
    skip(passed, after.rows());
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

  @Override
  protected JsonParser advance() {
    while (parser == null || parser.nextToken() == null) {
      close();
      parser = null;
      if (!parts.hasNext()) {
        return null;
      }
      file = places.apply(parts.next().file());
      parser = Json.open(file);
    }
    return parser;
  }

  @Override
  protected Path file() {
    return file;
  }

  @Override
  public void close() {
    if (parser != null) {
      parser.close();
    }
  }
}
