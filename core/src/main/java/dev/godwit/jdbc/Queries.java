package dev.godwit.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small queries whose whole result fits in memory: catalogs, counts, settings. */
public final class Queries {
  private static final int AT_ONCE = 10;

  /** Makes one value of the current row. */
  @FunctionalInterface
  public interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private Queries() {}

  /** Every row of a query, its {@code ?} bound in order. */
  public static <T> List<T> list(
      Connection connection, Mapper<T> mapper, String sql, Object... bindings) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < bindings.length; i++) {
        bind(statement, i + 1, bindings[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(mapper.map(rows));
        }
        return result;
      }
    }
  }

  /**
   * Binds a text as one of no type, which PostgreSQL takes for what it is compared with: so the
   * operator that is meant is the one of just these types, and nobody's other.
   */
  static void bind(PreparedStatement statement, int place, Object value) throws SQLException {
    if (value instanceof String) {
      statement.setObject(place, value, Types.OTHER);
    } else {
      statement.setObject(place, value);
    }
  }

  /** The only value of the only row, or null where there is no row. */
  public static <T> T one(Connection connection, Mapper<T> mapper, String sql, Object... bindings)
      throws SQLException {
    List<T> rows = list(connection, mapper, sql, bindings);
    return rows.isEmpty() ? null : rows.get(0);
  }

  /** The only text, or null where it is NULL or there is no row. */
  public static String text(Connection connection, String sql, Object... bindings)
      throws SQLException {
    return one(connection, r -> r.getString(1), sql, bindings);
  }

  /** The text of every row. */
  public static List<String> texts(Connection connection, String sql, Object... bindings)
      throws SQLException {
    return list(connection, r -> r.getString(1), sql, bindings);
  }

  /** The only number, 0 where it is NULL; null where there is no row. */
  public static Long number(Connection connection, String sql, Object... bindings)
      throws SQLException {
    return one(connection, r -> r.getLong(1), sql, bindings);
  }

  /** The only answer; false where it is NULL or there is no row. */
  public static boolean is(Connection connection, String sql, Object... bindings)
      throws SQLException {
    return Boolean.TRUE.equals(one(connection, r -> r.getBoolean(1), sql, bindings));
  }

  /** A column of the current row that holds an array; empty where that is NULL. */
  @SuppressWarnings("unchecked") // The server's arrays are of what the query makes of them.
  public static <T> List<T> array(ResultSet row, int column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? List.of() : Arrays.asList((T[]) array.getArray());
  }

  /**
   * The list in parts, each of as many things as one statement may ask for: a round trip for each
   * thing would be slow, and PostgreSQL's planner takes the square of the number for what is joined
   * by UNION ALL.
   */
  public static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> result = new ArrayList<>();
    for (int i = 0; i < all.size(); i += AT_ONCE) {
      result.add(all.subList(i, Math.min(i + AT_ONCE, all.size())));
    }
    return result;
  }

  /** Runs statements that return nothing; several may stand in one string. */
  public static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What people tell a statement by. */
  public static String firstLine(String sql) {
    String line = sql.strip().lines().findFirst().orElse("");
    return line.length() > 100 ? line.substring(0, 97) + "..." : line;
  }
}
