package dev.godwit.sqlite;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Tables of Godwit's own, told from data by the beginning of their names. */
final class Journals {
  static final String PREFIX = "godwit_";

  private Journals() {}

  static boolean isOne(String table) {
    return SqliteKeys.fold(table).startsWith(PREFIX);
  }

  /** Without types: cells come back as they went in. */
  static Table make(Connection connection, String name, List<Column> columns) throws SQLException {
    requirePlain(connection, PREFIX + name);
    Table journal = Table.of("", PREFIX + name, columns, List.of());
    String sql = "CREATE TABLE IF NOT EXISTS %s (%s)";
    Queries.run(
        connection,
        sql.formatted(Sql.SQLITE.name(journal.name()), Sql.SQLITE.names(names(journal))));
    return journal;
  }

  /** Writes a row in place of the one with the same first cells. */
  static void put(Connection connection, Table journal, int keys, List<String> cells)
      throws SQLException {
    String table = Sql.SQLITE.name(journal.name());
    List<String> names = names(journal);
    List<String> same =
        names.subList(0, keys).stream().map(n -> Sql.SQLITE.name(n) + " = ?").toList();
    String places = String.join(", ", Collections.nCopies(cells.size(), "?"));
    run(
        connection,
        "DELETE FROM " + table + " WHERE " + String.join(" AND ", same),
        cells.subList(0, keys));
    run(
        connection,
        "INSERT INTO " + table + " (" + Sql.SQLITE.names(names) + ") VALUES (" + places + ")",
        cells);
  }

  /** Takes the rows with this first cell out. */
  static void remove(Connection connection, Table journal, String key) throws SQLException {
    String first = Sql.SQLITE.name(journal.columns().get(0).name());
    String sql = "DELETE FROM " + Sql.SQLITE.name(journal.name()) + " WHERE " + first + " = ?";
    run(connection, sql, List.of(key));
  }

  private static List<String> names(Table journal) {
    return journal.columns().stream().map(Column::name).toList();
  }

  private static void run(Connection connection, String sql, List<String> cells)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < cells.size(); i++) {
        statement.setString(i + 1, cells.get(i));
      }
      statement.executeUpdate();
    }
  }

  /** A view or a trigger there would be somebody else's, and do what only they know. */
  private static void requirePlain(Connection connection, String name) throws SQLException {
    List<String> others =
        Queries.list(
            connection,
            r -> r.getString(1) + " " + r.getString(2),
            "SELECT type, name FROM sqlite_schema WHERE lower(name) = ?1 AND type <> 'table'"
                + " OR lower(tbl_name) = ?1 AND type = 'trigger'",
            name);
    if (!others.isEmpty()) {
      throw GodwitException.refused(
          name
              + ", where Godwit keeps its history, is no plain table of it: there is the "
              + others.get(0)
              + "; nothing was written. Drop it, then run again");
    }
  }

  static Optional<Table> find(Connection connection, String name) throws SQLException {
    requirePlain(connection, PREFIX + name);
    List<Column> columns =
        Queries.list(
            connection,
            r -> Column.of(r.getString(1), ColumnType.of(Kind.ANY, "")),
            "SELECT name FROM pragma_table_info(?)",
            PREFIX + name);
    return columns.isEmpty()
        ? Optional.empty()
        : Optional.of(Table.of("", PREFIX + name, columns, List.of()));
  }
}
