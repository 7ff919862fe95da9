package dev.godwit.sqlite.read;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.schema.Reading;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Loading.Violations;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads the rows of a table of one file, in key order. */
public record SqliteRead(Path path, Connection connection, Utf16 utf16) {
  private static final int MANY_COLUMNS = 50;
  private static final String AFTER = " WHERE (%1$s) > (%2$s)";
  private static final String BETWEEN = " WHERE %1$s BETWEEN ? AND ?";

  /** Says who looks at every row that is read, or null. */
  @FunctionalInterface
  public interface Watching {
    IndexSums.Watch of(List<String> selected, int[] keyCells) throws SQLException;
  }

  public Rows rows(
      Reading reading, Table table, List<Column> columns, Position after, Watching watching) {
    boolean seek = reading.ordered() && !after.isStart();
    List<Object> bindings = seek ? after.values() : List.of();
    Rows rows = rows(reading, table, columns, seek ? AFTER : "", bindings, watching);
    return reading.ordered() || after.isStart() ? rows : skip(rows, after);
  }

  /** The rows whose rowid, the table's only key, is one of these. */
  Rows between(Reading reading, Table table, List<Column> columns, long[] ends, Watching watching) {
    return rows(reading, table, columns, BETWEEN, List.of(ends[0], ends[1]), watching);
  }

  private Rows rows(
      Reading reading,
      Table table,
      List<Column> columns,
      String where,
      List<Object> bindings,
      Watching watching) {
    List<String> keys = SqliteKeys.of(table);
    List<String> selected = new ArrayList<>(columns.stream().map(Column::name).toList());
    int[] keyCells = new int[keys.size()];
    for (int i = 0; i < keyCells.length; i++) {
      if (!selected.contains(keys.get(i))) {
        selected.add(keys.get(i));
      }
      keyCells[i] = selected.indexOf(keys.get(i));
    }
    String last = selected.size() > MANY_COLUMNS ? last(table, keys) : null;
    try {
      PreparedStatement statement =
          connection.prepareStatement(select(reading, last, selected, keys, where));
      for (int i = 0; i < bindings.size(); i++) {
        statement.setObject(i + 1, bindings.get(i));
      }
      return new SqliteRows(
          path,
          statement,
          last == null ? 0 : 1,
          keys,
          keyCells,
          columns.size(),
          utf16,
          watching.of(selected, keyCells));
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  /**
   * The last column that is stored, to be asked for first. Where the head of a row is longer than
   * what is beside other rows, SQLite reads it anew for each column further to the right.
   */
  private static String last(Table table, List<String> keys) {
    return table.columns().stream()
        .filter(c -> !c.isGenerated() && !keys.contains(c.name()))
        .reduce((a, b) -> b)
        .map(Column::name)
        .orElse(null);
  }

  /** The rows of a statement that selects these columns and nothing else. */
  public Rows rows(PreparedStatement statement, List<Column> columns) throws SQLException {
    return rows(statement, columns.size());
  }

  /** The rows of a statement that selects so many columns. */
  public Rows rows(PreparedStatement statement, int columns) throws SQLException {
    return new SqliteRows(path, statement, 0, List.of(), new int[0], columns, utf16, null);
  }

  /** As {@link dev.godwit.store.can.Filtering#where}. */
  public Rows where(Reading reading, Table table, List<Column> columns, String condition) {
    // On a line of its own: the condition may end with a comment.
    String where = " WHERE (" + condition.replace("%", "%%") + "\n)";
    List<String> names = columns.stream().map(Column::name).toList();
    try {
      PreparedStatement statement =
          connection.prepareStatement(select(reading, null, names, SqliteKeys.of(table), where));
      return rows(statement, columns);
    } catch (SQLException e) {
      throw GodwitException.usage(
          path + ": " + table.name() + ": " + SqliteErrors.plain(e) + ", in the condition");
    }
  }

  /** As {@link dev.godwit.store.can.Seeking#find}. */
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(Sql.SQLITE.columns(columns));
    sql.append(" FROM ").append(Sql.SQLITE.name(table.name())).append(" WHERE ");
    for (int i = 0; i < key.size(); i++) {
      sql.append(i == 0 ? "" : " AND ").append(Sql.SQLITE.name(key.get(i).name())).append(" IS ?");
    }
    try {
      PreparedStatement statement = connection.prepareStatement(sql.toString());
      for (int i = 0; i < key.size(); i++) {
        statement.setObject(i + 1, at.value(i));
      }
      return rows(statement, columns);
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  /** Shows rows of a table in the way, named {@code t}, and deletes them where they are to go. */
  public boolean handOver(
      Load load, Violation violation, Table table, String among, Violations violations)
      throws SQLException {
    String from = " FROM " + Sql.SQLITE.name(table.name()) + " AS t WHERE " + among;
    String select = "SELECT " + Sql.SQLITE.columns(load.columns()) + from;
    boolean remove;
    try (Rows rows = rows(connection.prepareStatement(select), load.columns())) {
      remove = violations.found(load, violation, rows);
    }
    if (remove) {
      Queries.run(connection, "DELETE" + from);
    }
    return remove;
  }

  /** Where SQLite cannot seek, the rows up to the position are read once more. */
  private static Rows skip(Rows rows, Position after) {
    while (rows.next() && !same(rows.position().values(), after.values())) {
      // On to the next.
    }
    return rows;
  }

  private static boolean same(List<Object> a, List<Object> b) {
    return Arrays.deepEquals(a.toArray(), b.toArray());
  }

  private static String select(
      Reading reading, String last, List<String> selected, List<String> keys, String where) {
    String order = Sql.SQLITE.names(keys.stream().map(reading::name).toList());
    StringBuilder sql = new StringBuilder("SELECT ");
    if (last != null) {
      sql.append(Sql.SQLITE.name(reading.name(last))).append(", ");
    }
    sql.append(
        selected.isEmpty() ? "1" : Sql.SQLITE.names(selected.stream().map(reading::name).toList()));
    sql.append(" FROM ").append(Sql.SQLITE.name(reading.from()));
    if (!reading.virtual()) {
      // An index may need what only the application has, or be damaged.
      sql.append(" NOT INDEXED");
    }
    sql.append(where.formatted(order, String.join(", ", Collections.nCopies(keys.size(), "?"))));
    if (!keys.isEmpty() && reading.ordered()) {
      sql.append(" ORDER BY ").append(order);
    }
    return sql.toString();
  }
}
