package dev.godwit.cli.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A new SQLite file that rows are written into, every column by its name. */
final class SampleDatabase implements AutoCloseable {
  private final Connection connection;

  private SampleDatabase(Connection connection) {
    this.connection = connection;
  }

  static SampleDatabase create(Path file) throws SQLException {
    return new SampleDatabase(DriverManager.getConnection("jdbc:sqlite:" + file));
  }

  /** Runs a script that lies beside this class. */
  void script(String name) throws IOException, SQLException {
    run(resource(name));
  }

  /** Runs any number of statements. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  /** Runs one statement with bound values: the only way to a NUL or a blob. */
  void run(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }

  /** A row that is put together column by column. */
  Insert into(String table) {
    return new Insert(table);
  }

  final class Insert {
    private final String table;
    private final Map<String, Object> cells = new LinkedHashMap<>();

    private Insert(String table) {
      this.table = table;
    }

    Insert set(String column, Object value) {
      cells.put(column, value);
      return this;
    }

    void insert() throws SQLException {
      String columns = String.join(", ", cells.keySet());
      String marks = String.join(", ", Collections.nCopies(cells.size(), "?"));
      run(
          "INSERT INTO " + table + " (" + columns + ") VALUES (" + marks + ")",
          cells.values().toArray());
    }
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  static String resource(String name) throws IOException {
    try (InputStream in = SampleDatabase.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("Godwit's jar lacks the sample's " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
