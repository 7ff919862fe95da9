package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.plan.Plan.LeftOut;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import dev.godwit.testing.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether a SQLite file is in a PostgreSQL schema, value for value. Reads both by plain JDBC,
 * shares no code with what it judges, and compares rows as multisets.
 */
final class Oracle {
  private final Connection source;
  private final Connection target;
  private final String schema;
  private final Report report;

  private Oracle(Connection source, Connection target, String schema, Report report) {
    this.source = source;
    this.target = target;
    this.schema = schema;
    this.report = report;
  }

  /** Fails, naming a row, where a row is lost, changed or invented. */
  static void assertArrived(Path file, Database database, String schema, Report report) {
    try (Connection source = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection target = database.connect()) {
      try (Statement statement = target.createStatement()) {
        statement.execute("SET timezone = 'UTC'");
      }
      new Oracle(source, target, schema, report).run();
    } catch (SQLException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }

  private void run() throws SQLException {
    List<String> leftOut = report.leftOut().stream().map(LeftOut::table).toList();
    Map<String, TableReport> moved = new HashMap<>();
    report.tables().forEach(t -> moved.put(t.name(), t));
    for (String table : sourceTables()) {
      if (moved.containsKey(table)) {
        compare(moved.get(table));
      } else {
        assertThat(leftOut).as("tables left out").contains(table);
      }
    }
  }

  private List<String> sourceTables() throws SQLException {
    return strings(
        source,
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'"
            + " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");
  }

  private void compare(TableReport table) throws SQLException {
    String name = unqualified(table.target());
    Map<String, String> types = targetTypes(name);
    Map<String, String> columns = columns(table, types);
    if (columns.isEmpty()) {
      return;
    }
    List<List<Object>> sent = sent(table.name(), columns, types);
    Map<List<Object>, Integer> arrived = arrived(name, columns, types);
    List<List<Object>> loose = new ArrayList<>();
    for (List<Object> row : sent) {
      if (!take(arrived, row)) {
        assertThat(row.stream().anyMatch(Canonical.Loose.class::isInstance))
            .as(
                "%s: %s is not in %s",
                table.name(), row, arrived.keySet().stream().limit(5).toList())
            .isTrue();
        loose.add(row);
      }
    }
    for (List<Object> row : loose) {
      assertThat(takeLike(arrived, row))
          .as("%s: %s is not in %s", table.name(), row, arrived.keySet().stream().limit(5).toList())
          .isTrue();
    }
    assertThat(arrived.keySet()).as(table.name() + ": rows that nobody sent").isEmpty();
  }

  /** Source names to target names, but for columns that the report says were left out. */
  private Map<String, String> columns(TableReport table, Map<String, String> types)
      throws SQLException {
    Map<String, String> folded =
        types.keySet().stream()
            .collect(
                Collectors.toMap(n -> n.toLowerCase(java.util.Locale.ROOT), n -> n, (a, b) -> a));
    Map<String, String> result = new LinkedHashMap<>();
    for (String column :
        strings(source, "SELECT name FROM pragma_table_xinfo(" + literal(table.name()) + ")")) {
      String wanted = table.renamed().getOrDefault(column, column);
      String found =
          types.containsKey(wanted)
              ? wanted
              : folded.get(wanted.toLowerCase(java.util.Locale.ROOT));
      if (found == null) {
        assertThat(report.warnings())
            .as(table.name() + "." + column + " is not in the target, and nothing says so")
            .anyMatch(w -> table.name().equals(w.table()) && column.equals(w.column()));
      } else {
        result.put(column, found);
      }
    }
    return result;
  }

  private List<List<Object>> sent(
      String table, Map<String, String> columns, Map<String, String> types) throws SQLException {
    String select = columns.keySet().stream().map(Oracle::quote).collect(Collectors.joining(", "));
    List<List<Object>> result = new ArrayList<>();
    try (Statement statement = source.createStatement();
        ResultSet rows =
            // NOT INDEXED: the table itself, whatever its indexes say.
            statement.executeQuery("SELECT " + select + " FROM " + quote(table) + " NOT INDEXED")) {
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        int i = 1;
        for (String column : columns.values()) {
          row.add(Canonical.expected(cell(rows, i++), types.get(column)));
        }
        result.add(row);
      }
    }
    return result;
  }

  /** Text as bytes in a wrapper, the rest as the driver gives it. */
  private static Object cell(ResultSet rows, int i) throws SQLException {
    Object value = rows.getObject(i);
    return value instanceof String ? new Canonical.Text(rows.getBytes(i)) : value;
  }

  private Map<List<Object>, Integer> arrived(
      String table, Map<String, String> columns, Map<String, String> types) throws SQLException {
    String select =
        columns.values().stream()
            .map(c -> Canonical.select(quote(c), types.get(c)))
            .collect(Collectors.joining(", "));
    Map<List<Object>, Integer> result = new HashMap<>();
    try (Statement statement = target.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT " + select + " FROM " + quote(schema) + "." + quote(table))) {
      while (rows.next()) {
        List<Object> row = new ArrayList<>();
        int i = 1;
        for (String column : columns.values()) {
          row.add(Canonical.arrived(rows, i++, types.get(column)));
        }
        result.merge(row, 1, Integer::sum);
      }
    }
    return result;
  }

  private static boolean take(Map<List<Object>, Integer> bag, List<Object> row) {
    Integer count = bag.get(row);
    if (count == null) {
      return false;
    }
    bag.computeIfPresent(row, (r, n) -> n == 1 ? null : n - 1);
    return true;
  }

  private static boolean takeLike(Map<List<Object>, Integer> bag, List<Object> wanted) {
    Iterator<List<Object>> all = bag.keySet().iterator();
    while (all.hasNext()) {
      List<Object> row = all.next();
      boolean equal = true;
      for (int i = 0; i < row.size() && equal; i++) {
        equal =
            wanted.get(i) instanceof Canonical.Loose loose
                ? row.get(i) != null && loose.test().test(row.get(i))
                : java.util.Objects.equals(wanted.get(i), row.get(i));
      }
      if (equal) {
        return take(bag, row);
      }
    }
    return false;
  }

  private Map<String, String> targetTypes(String table) throws SQLException {
    Map<String, String> result = new LinkedHashMap<>();
    try (var statement =
        target.prepareStatement(
            "SELECT column_name, data_type FROM information_schema.columns"
                + " WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position")) {
      statement.setString(1, schema);
      statement.setString(2, table);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          result.put(rows.getString(1), rows.getString(2));
        }
      }
    }
    assertThat(result).as("columns of " + schema + "." + table).isNotEmpty();
    return result;
  }

  private String unqualified(String name) {
    return !schema.equals("public") && name.startsWith(schema + ".")
        ? name.substring(schema.length() + 1)
        : name;
  }

  private static List<String> strings(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> result = new ArrayList<>();
      while (rows.next()) {
        result.add(rows.getString(1));
      }
      return result;
    }
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
