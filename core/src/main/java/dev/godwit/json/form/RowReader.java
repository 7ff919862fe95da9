package dev.godwit.json.form;

import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one row of a table of Godwit's own form into a reused row. */
public final class RowReader {
  private final Table table;
  private final Set<String> nested;
  private final Row row;
  private final CellForm[] forms;
  private final String[] names;
  private final Map<String, Integer> places = new HashMap<>();
  // Where each member of a row goes: a cell, or -1 for one that nobody asked for.
  private final int[] cells;
  private final boolean[] seen;

  public RowReader(Table table, List<Column> columns) {
    this(table, columns, Set.of());
  }

  /** {@code nested} are members that hold rows of other tables. */
  public RowReader(Table table, List<Column> columns, Set<String> nested) {
    this.table = table;
    this.nested = nested;
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
      // The table's own type: what was asked for may spell it otherwise.
      forms[i] = new CellForm(all.get(places.get(columns.get(i).name())).type());
    }
  }

  public Row row() {
    return row;
  }

  /** The parser stands at the row's brace; {@code file} and {@code number} are for messages. */
  public void read(JsonParser parser, Path file, long number) {
    read(parser, file, number, null, null);
  }

  /** Calls {@code at} with the parser at the value of this nested member, to read all of it. */
  public void read(JsonParser parser, Path file, long number, String member, Runnable at) {
    Arrays.fill(seen, false);
    for (int i = 0; i < forms.length; i++) {
      row.setNull(i);
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrong(parser, file, null, number, "is no object");
    }
    int expected = 0;
    boolean passed = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      if (nested.contains(parser.currentName())) {
        boolean wanted = parser.currentName().equals(member);
        if (wanted && passed) {
          throw wrong(parser, file, member, number, "stands twice in one row");
        }
        passed |= wanted;
        nested(parser, wanted ? at : parser::skipChildren);
        continue;
      }
      int place = place(parser, file, number, expected);
      if (seen[place]) {
        throw wrong(parser, file, names[place], number, "stands twice in one row");
      }
      if (passed && cells[place] >= 0) {
        throw wrong(parser, file, names[place], number, "stands after " + member);
      }
      seen[place] = true;
      expected = place + 1;
      parser.nextToken();
      if (cells[place] < 0) {
        parser.skipChildren();
      } else {
        String wrong = forms[cells[place]].read(parser, row, cells[place]);
        if (wrong != null) {
          throw wrong(parser, file, names[place], number, "holds " + wrong);
        }
      }
    }
  }

  private static void nested(JsonParser parser, Runnable reading) {
    parser.nextToken();
    reading.run();
  }

  /** Members mostly come in the order of the columns. */
  private int place(JsonParser parser, Path file, long number, int expected) {
    String name = parser.currentName();
    if (expected < names.length && names[expected].equals(name)) {
      return expected;
    }
    Integer place = places.get(name);
    if (place == null) {
      String what = "has a member that the catalog does not name: " + name;
      throw wrong(parser, file, null, number, what);
    }
    return place;
  }

  private GodwitException wrong(
      JsonParser parser, Path file, String column, long number, String what) {
    return GodwitException.refused(
        file
            + Json.at(parser.currentTokenLocation())
            + " "
            + table.name()
            + (column == null ? "" : "." + column)
            + ", row "
            + number
            + ": "
            + what);
  }
}
