package dev.godwit.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;

/** Makes SQLite files for tests. */
public final class SqliteFiles {
  private SqliteFiles() {}

  /** The beginning of a statement that selects {@code i} FROM n: 1, 2 and so on to {@code last}. */
  public static String numbers(int last) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
        + last
        + ") ";
  }

  /** A file in which the given statements have been run. */
  public static Path create(Path file, String... statements) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
      return file;
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The number that a query yields. */
  public static long number(Path file, String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      return result.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** The rows of a query, each with | between its cells, in one line. */
  public static String text(Path file, String query) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      StringJoiner rows = new StringJoiner(" ");
      while (result.next()) {
        StringJoiner cells = new StringJoiner("|");
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          cells.add(result.getString(i));
        }
        rows.add(cells.toString());
      }
      return rows.toString();
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }
}
