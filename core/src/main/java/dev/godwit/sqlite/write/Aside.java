package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.schema.Journals;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows on their way to a table, kept beside it in a table without types or constraints, each with a
 * number that says why. Temporary ones are gone with the transaction, or with {@link #close}.
 */
final class Aside implements AutoCloseable {
  private final SqliteRead read;
  private final String table;
  private final List<Column> columns;
  private final List<String> names = new ArrayList<>();
  private final SqliteInsert insert;
  private final Row row;

  /** A temporary one; {@code name} is one that no other has. */
  Aside(SqliteRead read, String name, List<Column> columns) throws SQLException {
    this(
        read,
        "temp." + Sql.SQLITE.name(name),
        columns,
        "CREATE TEMP TABLE " + Sql.SQLITE.name(name));
  }

  /** One that stays in the file until it is dropped: among the tables of Godwit's own. */
  static Aside lasting(SqliteRead read, Table table, List<Column> columns) throws SQLException {
    String name = Sql.SQLITE.name(lastingName(table));
    return new Aside(read, "main." + name, columns, "CREATE TABLE IF NOT EXISTS " + name);
  }

  static String lastingName(Table table) {
    return Journals.PREFIX + "aside_" + table.name();
  }

  private Aside(SqliteRead read, String table, List<Column> columns, String creation)
      throws SQLException {
    this.read = read;
    this.columns = columns;
    this.table = table;
    for (int i = 0; i < columns.size(); i++) {
      names.add("c" + i);
    }
    List<String> all = new ArrayList<>(names);
    all.add("why");
    Queries.run(connection(), creation + " (" + Sql.SQLITE.names(all) + ")");
    insert = new SqliteInsert(connection(), read.utf16(), table, all, SqliteInsert.NEVER);
    row = new Row(all.size());
  }

  private Connection connection() {
    return read.connection();
  }

  void add(Row from, long why) throws SQLException {
    for (int i = 0; i < names.size(); i++) {
      row.copy(i, from, i);
    }
    row.setInteger(names.size(), why);
    insert.write(row);
  }

  /** SELECT of the cells, and the columns' names here, in the load's order. */
  String select(long why) throws SQLException {
    insert.flush();
    return "SELECT " + Sql.SQLITE.names(names) + " FROM " + table + " WHERE why = " + why;
  }

  /** What the column of this place is called here. */
  String name(int column) {
    return names.get(column);
  }

  String table() throws SQLException {
    insert.flush();
    return table;
  }

  Rows rows(long why) throws SQLException {
    return read.rows(connection().prepareStatement(select(why) + " ORDER BY rowid"), columns);
  }

  /** Ends the writing, and leaves the rows where they are. */
  void keep() throws SQLException {
    insert.flush();
    insert.close();
  }

  @Override
  public void close() throws SQLException {
    insert.close();
    Queries.run(connection(), "DROP TABLE " + table);
  }
}
