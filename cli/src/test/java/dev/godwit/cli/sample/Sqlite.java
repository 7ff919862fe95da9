package dev.godwit.cli.sample;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a SQLite file, by the driver alone. */
final class Sqlite implements AutoCloseable {
  private final Connection connection;

  Sqlite(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  /** The first column of every row, as text. */
  List<String> list(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(list(sql).get(0));
  }

  List<String> tables() throws SQLException {
    return list(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            + " AND name NOT LIKE 'sqlite_s%' ORDER BY name");
  }

  List<String> columns(String table) throws SQLException {
    return list("SELECT name FROM pragma_table_info('" + table + "') ORDER BY cid");
  }

  /** Every row of every table, each value as a literal that tells its storage class. */
  Map<String, List<String>> contents() throws SQLException {
    Map<String, List<String>> contents = new LinkedHashMap<>();
    for (String table : tables()) {
      String literals = "quote(" + String.join(") || ', ' || quote(", columns(table)) + ")";
      contents.put(table, list("SELECT " + literals + " FROM " + table + " ORDER BY rowid"));
    }
    contents.put("schema", list("SELECT sql FROM sqlite_schema WHERE sql <> '' ORDER BY name"));
    contents.put("sequences", list("SELECT name || seq FROM sqlite_sequence ORDER BY name"));
    return contents;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
