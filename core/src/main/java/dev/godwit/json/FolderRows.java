package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.json.Contents.Part;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The rows of a table of Godwit's own form, file after file, in the order they were written. */
final class FolderRows implements Rows {
  static final String ROW = "row";

  private final Path folder;
  private final Table table;
  private final Iterator<Part> parts;
  private final Row row;
  private final CellForm[] forms;
  private final String[] names;
  private final Map<String, Integer> places = new HashMap<>();
  // Where each member of a row goes: a cell, or -1 for one that nobody asked for.
  private final int[] cells;
  private final boolean[] seen;
  private Path file;
  private JsonParser parser;
  private long number;

  FolderRows(Path folder, Entry entry, List<Column> columns, Position after) {
    this.folder = folder;
    this.table = entry.table();
    this.row = new Row(columns.size());
    List<Column> all = table.columns();
    names = all.stream().map(Column::name).toArray(String[]::new);
    cells = new int[names.length];
    seen = new boolean[names.length];
    forms = new CellForm[columns.size()];
    for (int i = 0; i < names.length; i++) {
      places.put(names[i], i);
      cells[i] = -1;
    }
    for (int i = 0; i < forms.length; i++) {
      cells[places.get(columns.get(i).name())] = i;
      forms[i] = new CellForm(columns.get(i).type());
    }
    parts = entry.parts().iterator();
    skip(after);
  }

  private void skip(Position after) {
    long wanted = after.isStart() ? 0 : ((Number) after.values().get(0)).longValue();
    while (number < wanted && parts.hasNext()) {
      Part part = parts.next();
      if (number + part.rows() <= wanted) {
        number += part.rows();
        continue;
      }
      start(part);
      while (number < wanted && object()) {
        parser.skipChildren();
        number++;
      }
    }
  }

  private void start(Part part) {
    file = folder.resolve(part.file()).normalize();
    if (!file.startsWith(folder.normalize())) {
      throw GodwitException.refused(
          folder.resolve(CatalogFile.NAME) + " names a file outside of its folder");
    }
    try {
      InputStream in = Files.newInputStream(file);
      parser = Json.open(in);
    } catch (IOException e) {
      throw Json.unreadable(file, e);
    }
  }

  /** Moves to the start of the next row of the current file. */
  private boolean object() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      parser.close();
      parser = null;
      return false;
    }
    if (token != JsonToken.START_OBJECT) {
      throw wrong(null, "is no object");
    }
    return true;
  }

  @Override
  public boolean next() {
    try {
      while (parser == null || !object()) {
        if (!parts.hasNext()) {
          return false;
        }
        if (parser == null) {
          start(parts.next());
        }
      }
      number++;
      members();
      return true;
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
  }

  private void members() {
    Arrays.fill(seen, false);
    for (int i = 0; i < forms.length; i++) {
      row.setNull(i);
    }
    int expected = 0;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int place = place(parser.currentName(), expected);
      if (seen[place]) {
        throw wrong(names[place], "stands twice in one row");
      }
      seen[place] = true;
      expected = place + 1;
      parser.nextToken();
      if (cells[place] < 0) {
        parser.skipChildren();
      } else {
        String wrong = forms[cells[place]].read(parser, row, cells[place]);
        if (wrong != null) {
          throw wrong(names[place], "holds " + wrong);
        }
      }
    }
  }

  /** Members mostly come in the order of the columns. */
  private int place(String name, int expected) {
    if (expected < names.length && names[expected].equals(name)) {
      return expected;
    }
    Integer place = places.get(name);
    if (place == null) {
      throw wrong(null, "has a member that catalog.json does not name: " + name);
    }
    return place;
  }

  private GodwitException wrong(String column, String what) {
    return GodwitException.refused(
        file
            + Json.at(parser.currentTokenLocation())
            + " "
            + table.name()
            + (column == null ? "" : "." + column)
            + ", row "
            + Math.max(number, 1)
            + ": "
            + what);
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Position position() {
    return new Position(List.of(ROW), List.of(number));
  }

  @Override
  public void close() {
    if (parser != null) {
      parser.close();
    }
  }
}
