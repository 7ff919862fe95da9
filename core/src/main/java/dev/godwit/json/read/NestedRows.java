package dev.godwit.json.read;

import dev.godwit.json.form.Json;
import dev.godwit.json.form.RowReader;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The rows of a table that lies in the records of another, in a file that brings its catalog along.
 * One record of the outermost table in memory.
 */
public final class NestedRows implements Rows {
  /** A table on the way to the wanted one, and what is needed of its rows. */
  private final class Level {
    final Row row;
    final RowReader reader;
    // For each wanted column its cell in what is read, or in the row of the table above.
    final int[] own;
    final int[] above;

    Level(Nest nest, Table table, List<Column> wanted, List<Column> aboveWanted) {
      this.row = new Row(wanted.size());
      List<Column> read = new ArrayList<>(wanted);
      above = new int[wanted.size()];
      List<String> names = aboveWanted.stream().map(Column::name).toList();
      for (int i = 0; i < above.length; i++) {
        int key = nest == null ? -1 : nest.columns().indexOf(wanted.get(i).name());
        above[i] = key < 0 ? -1 : names.indexOf(nest.keys().get(key));
      }
      read.removeIf(c -> nest != null && nest.columns().contains(c.name()));
      own = Column.places(wanted, read);
      Set<String> members = new LinkedHashSet<>();
      Nest.in(nests, table.name()).forEach(n -> members.add(n.member()));
      reader = new RowReader(table, read, members);
    }

    void take(Row from) {
      for (int i = 0; i < own.length; i++) {
        if (own[i] >= 0) {
          row.copy(i, reader.row(), own[i]);
        } else {
          row.copy(i, from, above[i]);
        }
      }
    }
  }

  private final Path file;
  private final Map<String, Nest> nests;
  private final List<Nest> way;
  private final List<Level> levels = new ArrayList<>();
  private final Cursor cursor;
  private final Deque<Row> pending = new ArrayDeque<>();
  private Row row;
  private long record;
  private long number;

  public NestedRows(
      Path file, Map<String, Nest> nests, Nest nest, List<Column> columns, Position after) {
    this.file = file;
    this.nests = nests;
    this.way = nest.way(nests);
    levels(columns);
    String root = way.get(0).parent().name();
    this.cursor = new Cursor(Json.open(file), FileTable.Form.ARRAY, List.of(root));
    long wanted = after.rows();
    while (number < wanted && next()) {
      // Up to the position.
    }
  }

  /** From the wanted table up: each needs the keys that the one below it refers to. */
  private void levels(List<Column> columns) {
    List<List<Column>> wanted = new ArrayList<>(List.of(columns));
    for (int i = way.size() - 1; i >= 0; i--) {
      Nest nest = way.get(i);
      List<String> below = wanted.get(0).stream().map(Column::name).toList();
      List<Column> keys = new ArrayList<>();
      for (int k = 0; k < nest.columns().size(); k++) {
        if (below.contains(nest.columns().get(k))) {
          keys.add(nest.parent().column(nest.keys().get(k)).orElseThrow());
        }
      }
      wanted.add(0, keys);
    }
    levels.add(new Level(null, way.get(0).parent(), wanted.get(0), List.of()));
    for (int i = 0; i < way.size(); i++) {
      Nest nest = way.get(i);
      levels.add(new Level(nest, nest.child(), wanted.get(i + 1), wanted.get(i)));
    }
  }

  @Override
  public boolean next() {
    try {
      while (pending.isEmpty()) {
        if (!cursor.next()) {
          return false;
        }
        record++;
        read(0, null);
      }
      row = pending.poll();
      number++;
      return true;
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
  }

  private void read(int at, Row above) {
    Level level = levels.get(at);
    JsonParser parser = cursor.parser();
    if (at == way.size()) {
      level.reader.read(parser, file, record, null, null);
      level.take(above);
      pending.add(level.row.copy());
      return;
    }
    level.reader.read(
        parser,
        file,
        record,
        way.get(at).member(),
        () -> {
          level.take(above);
          elements(at + 1, level.row);
        });
  }

  private void elements(int at, Row above) {
    JsonParser parser = cursor.parser();
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw GodwitException.refused(
          file
              + Json.at(parser.currentTokenLocation())
              + " "
              + way.get(at - 1).parent().name()
              + "."
              + way.get(at - 1).member()
              + " is no array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      read(at, above);
    }
  }

  @Override
  public Row row() {
    return row;
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
