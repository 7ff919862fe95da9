package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The statements that make a file like this one, for some of its tables. */
public final class Definitions {
  private final Connection connection;
  private final SqliteCatalog.Found found;

  private record Statement(String type, String name, String table, String sql) {}

  public Definitions(Connection connection, SqliteCatalog.Found found) {
    this.connection = connection;
    this.found = found;
  }

  /** Tables, search indexes of theirs, indexes, views and triggers, in an order that runs. */
  public List<String> of(List<Table> tables) {
    try {
      return read(tables);
    } catch (SQLException e) {
      throw GodwitException.failed("reading the definitions: " + SqliteErrors.plain(e), null);
    }
  }

  private List<String> read(List<Table> tables) throws SQLException {
    List<String> result = new ArrayList<>(settings());
    Set<String> made = new HashSet<>();
    tables.forEach(t -> made.add(SqliteKeys.fold(t.name())));
    List<Statement> all =
        Queries.list(
            connection,
            r -> new Statement(r.getString(1), r.getString(2), r.getString(3), r.getString(4)),
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
                + " ORDER BY rowid");
    for (Table table : tables) {
      result.add(definition(table, all));
    }
    for (Statement s : all) {
      if (isSearch(s) && mirrors(s, made) && isReadable(s.name())) {
        result.add(s.sql());
      }
    }
    for (String type : List.of("index", "view", "trigger")) {
      for (Statement s : all) {
        if (s.type().equals(type) && (type.equals("view") || belongs(s, made, all))) {
          result.add(s.sql());
        }
      }
    }
    return result;
  }

  /** What applications keep in the file's head. */
  private List<String> settings() throws SQLException {
    List<String> result = new ArrayList<>();
    for (String name : List.of("user_version", "application_id")) {
      Long value = Queries.number(connection, "PRAGMA " + name);
      if (value != 0) {
        result.add("PRAGMA " + name + " = " + value);
      }
    }
    return result;
  }

  private String definition(Table table, List<Statement> all) {
    boolean asItself = found.reading(table.name()).from().equals(table.name());
    return all.stream()
        .filter(s -> asItself && s.type().equals("table") && s.name().equals(table.name()))
        .map(Statement::sql)
        .findFirst()
        .orElseGet(
            () -> new SqliteDdl(new Catalog(List.of(table), List.of(), List.of())).tables().get(0));
  }

  private static boolean isSearch(Statement s) {
    return s.type().equals("table") && VirtualSql.isVirtual(s.sql());
  }

  private static boolean mirrors(Statement s, Set<String> made) {
    String content = VirtualSql.parse(s.sql()).option("content");
    return content != null && made.contains(SqliteKeys.fold(content));
  }

  private boolean isReadable(String table) {
    try {
      String sql = "SELECT 1 FROM " + Sql.SQLITE.name(table) + " LIMIT 1";
      Queries.list(connection, r -> r.getInt(1), sql);
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean belongs(Statement s, Set<String> made, List<Statement> all) {
    String table = SqliteKeys.fold(s.table());
    return made.contains(table)
        || all.stream()
            .anyMatch(v -> v.type().equals("view") && SqliteKeys.fold(v.name()).equals(table));
  }
}
