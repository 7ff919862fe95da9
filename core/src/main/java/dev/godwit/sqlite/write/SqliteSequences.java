package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The greatest row numbers that SQLite ever gave, in {@code sqlite_sequence}. */
public final class SqliteSequences {
  private SqliteSequences() {}

  public static Map<String, Long> marks(Connection connection) throws SQLException {
    Map<String, Long> result = new LinkedHashMap<>();
    Long tables =
        Queries.number(
            connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'");
    if (tables != 0) {
      Queries.list(
          connection,
          r -> result.merge(String.valueOf(r.getString(1)), r.getLong(2), Math::max),
          "SELECT name, seq FROM sqlite_sequence");
    }
    return result;
  }

  /** Moves a table's mark up to this number, never back; false for tables that keep none. */
  static boolean advance(Connection connection, Table table, long mark) throws SQLException {
    if (table.columns().stream().noneMatch(c -> c.identity() == Column.Identity.ALWAYS)) {
      return false;
    }
    String name = table.name();
    if (update(
            connection, "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", name, mark)
        == 0) {
      update(connection, "INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)", name, mark);
    }
    return true;
  }

  private static int update(Connection connection, String sql, String name, long mark)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.setLong(2, mark);
      return statement.executeUpdate();
    }
  }
}
