package dev.godwit.run;

import dev.godwit.testing.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One of the two stores of nights, read and written without Godwit. */
interface Side extends AutoCloseable {
  /** A row: values by column, of which the key and those that are NULL are none. */
  record Line(Map<String, String> values) {
    public Line {
      values = Map.copyOf(values);
    }

    String at(String column) {
      return values.get(column);
    }

    Line of(List<String> columns) {
      Map<String, String> some = new LinkedHashMap<>(values);
      some.keySet().retainAll(columns);
      return new Line(some);
    }

    Line with(String column, String value) {
      Map<String, String> all = new LinkedHashMap<>(values);
      all.remove(column);
      if (value != null) {
        all.put(column, value);
      }
      return new Line(all);
    }
  }

  /** Rows by key. */
  final class Lines extends TreeMap<Integer, Line> {
    private static final long serialVersionUID = 1;

    Lines copy() {
      Lines result = new Lines();
      result.putAll(this);
      return result;
    }
  }

  /** What Godwit calls it. */
  String url();

  /** Makes the table hold these rows and no other. */
  void write(List<String> columns, Lines lines);

  Lines read();

  /** Gives the table a column, the type of one, or the store a table of one column, with a row. */
  void change(String sql);

  /** Returns once nobody else is at work in it, whose process was killed. */
  default void settle() {}

  @Override
  default void close() {}

  /** A SQLite file, or a database of PostgreSQL, to which one connection stays open. */
  final class Sql implements Side {
    private final String url;
    private final String jdbc;
    private final boolean lasts;
    private Connection open;

    private Sql(String url, String jdbc, boolean lasts) {
      this.url = url;
      this.jdbc = jdbc;
      this.lasts = lasts;
    }

    static Sql sqlite(Path file) {
      return new Sql(file.toString(), "jdbc:sqlite:" + file, false);
    }

    static Sql postgres(Database database) {
      String jdbc =
          database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password();
      return new Sql(database.url(), jdbc, true);
    }

    private interface Work {
      void on(Connection connection) throws SQLException;
    }

    private void run(Work work) {
      try {
        open = open == null ? DriverManager.getConnection(jdbc) : open;
        work.on(open);
        if (!lasts) {
          close();
        }
      } catch (SQLException e) {
        throw new AssertionError(url, e);
      }
    }

    @Override
    public void close() {
      try {
        if (open != null) {
          open.close();
        }
        open = null;
      } catch (SQLException e) {
        throw new AssertionError(url, e);
      }
    }

    @Override
    public String url() {
      return url;
    }

    @Override
    public void change(String sql) {
      run(
          connection -> {
            try (var statement = connection.createStatement()) {
              statement.execute(sql);
            }
          });
    }

    @Override
    public void settle() {
      String others =
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
              + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
      if (lasts) {
        run(
            connection -> {
              try (PreparedStatement ask = connection.prepareStatement(others)) {
                for (int left = 1; left > 0; LockSupport.parkNanos(5_000_000)) {
                  try (ResultSet rows = ask.executeQuery()) {
                    rows.next();
                    left = rows.getInt(1);
                  }
                }
              }
            });
      }
    }

    @Override
    public void write(List<String> columns, Lines lines) {
      String values = ", ?".repeat(columns.size());
      String insert =
          "INSERT INTO t (id, " + String.join(", ", columns) + ") VALUES (?" + values + ")";
      run(
          connection -> {
            connection.setAutoCommit(false);
            try (var delete = connection.createStatement();
                PreparedStatement row = connection.prepareStatement(insert)) {
              delete.execute("DELETE FROM t");
              for (var e : lines.entrySet()) {
                row.setInt(1, e.getKey());
                for (int i = 0; i < columns.size(); i++) {
                  row.setString(2 + i, e.getValue().at(columns.get(i)));
                }
                row.addBatch();
              }
              row.executeBatch();
            }
            connection.commit();
            connection.setAutoCommit(true);
          });
    }

    @Override
    public Lines read() {
      Lines result = new Lines();
      run(
          connection -> {
            try (var statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
              var names = rows.getMetaData();
              while (rows.next()) {
                Line line = new Line(Map.of());
                for (int i = 1; i <= names.getColumnCount(); i++) {
                  if (!names.getColumnName(i).equals("id")) {
                    line = line.with(names.getColumnName(i), rows.getString(i));
                  }
                }
                result.put(rows.getInt("id"), line);
              }
            }
          });
      return result;
    }
  }

  /** A file of JSON or CSV to read from, or a folder that Godwit writes and others edit. */
  record OfFiles(boolean json, Path path) implements Side {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public String url() {
      String form = (json ? "json:" : "csv:") + path;
      return Files.isRegularFile(path) ? form + "?key=id" : form;
    }

    @Override
    public void change(String sql) {}

    @Override
    public void write(List<String> columns, Lines lines) {
      List<String> all = new ArrayList<>();
      lines.forEach(
          (id, line) -> {
            List<String> cells = new ArrayList<>();
            for (String column : columns) {
              String value = line.at(column);
              String cell = value == null ? json ? "null" : "" : '"' + value + '"';
              cells.add(json ? '"' + column + "\": " + cell : cell);
            }
            String row = String.join(", ", cells);
            all.add(json ? "{\"id\": " + id + ", " + row + "}" : id + "," + row.replace(", ", ","));
          });
      String head = "id," + String.join(",", columns) + "\n";
      boolean folder = Files.isDirectory(path);
      String rows = String.join(json && !folder ? ",\n" : "\n", all) + "\n";
      try {
        Files.writeString(
            folder ? file() : path, json ? folder ? rows : "[" + rows + "]" : head + rows);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    /** The table's file in a folder. */
    private Path file() throws IOException {
      if (!json) {
        return path.resolve("t.csv");
      }
      JsonNode catalog = MAPPER.readTree(path.resolve("catalog.json").toFile());
      for (JsonNode table : catalog.get("tables")) {
        if (table.get("name").asString().equals("t")) {
          return path.resolve(table.get("files").get(0).get("file").asString());
        }
      }
      throw new AssertionError(path + " has no table t");
    }

    @Override
    public Lines read() {
      try {
        return json ? ofJson() : ofCsv();
      } catch (IOException e) {
        throw new AssertionError("reading " + path, e);
      }
    }

    private Lines ofJson() throws IOException {
      Lines result = new Lines();
      for (String text : Files.readAllLines(file())) {
        JsonNode row = MAPPER.readTree(text);
        Line line = new Line(Map.of());
        for (var e : row.properties()) {
          if (!e.getKey().equals("id") && !e.getValue().isNull()) {
            line = line.with(e.getKey(), e.getValue().asString());
          }
        }
        result.put(row.get("id").asInt(), line);
      }
      return result;
    }

    private Lines ofCsv() throws IOException {
      Lines result = new Lines();
      List<String> rows = Files.readAllLines(file());
      String[] names = rows.get(0).split(",");
      for (String row : rows.subList(1, rows.size())) {
        String[] cells = row.split(",", -1);
        Line line = new Line(Map.of());
        for (int i = 1; i < cells.length; i++) {
          line = line.with(names[i], cells[i].isEmpty() ? null : cells[i].replace("\"", ""));
        }
        result.put(Integer.valueOf(cells[0]), line);
      }
      return result;
    }
  }
}
