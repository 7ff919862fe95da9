package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Detail;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a SQLite file holds beside tables, keys and indexes, and no other engine has. To SQLite all
 * of it goes with the file's own definitions.
 */
public final class SqliteDetails {
  /** What SQLite keeps in the file's head for whoever made it. */
  private static final List<String> HEAD = List.of("user_version", "application_id");

  private SqliteDetails() {}

  public static List<Detail> of(Connection connection, List<Table> tables) throws SQLException {
    Map<String, String> statements = new HashMap<>();
    Queries.list(
        connection,
        r -> statements.put(r.getString(1), r.getString(2)),
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table'");
    List<Detail> result = new ArrayList<>();
    for (Table table : tables) {
      String sql = statements.get(table.name());
      TableSql parsed = TableSql.parse(sql);
      parsed.conflicts().forEach(c -> result.add(conflict(table, c)));
      parsed.given().stream()
          .filter(g -> table.indexes().stream().noneMatch(i -> g.name().equals(i.constraint())))
          .forEach(g -> result.add(nameless(table, g)));
      if (table.traits().withoutRowid()) {
        result.add(named(table.name(), null, "WITHOUT ROWID: rows lie in the order of their key"));
      }
    }
    for (String name : HEAD) {
      Long value = Queries.number(connection, "PRAGMA " + name);
      if (value != 0) {
        result.add(named(null, null, "PRAGMA " + name + ", which is " + value));
      }
    }
    return result;
  }

  private static Detail conflict(Table table, TableSql.Conflict c) {
    String columns = String.join(", ", c.columns());
    boolean one = c.columns().size() == 1;
    return named(
        table.name(),
        one ? column(table, columns) : null,
        c.constraint()
            + (one ? "" : " (" + columns + ")")
            + " ON CONFLICT "
            + c.resolution()
            + ": a row in its way is refused, and nothing else");
  }

  private static Detail nameless(Table table, TableSql.Given g) {
    return named(
        table.name(),
        g.columns().size() == 1 ? column(table, g.columns().get(0)) : null,
        "the name " + g.name() + " of its " + g.constraint());
  }

  private static String column(Table table, String written) {
    return table.columns().stream()
        .map(c -> c.name())
        .filter(written::equalsIgnoreCase)
        .findFirst()
        .orElse(written);
  }

  private static Detail named(String table, String column, String lost) {
    return Detail.named(Detail.Kind.OTHER, table, column, null, lost);
  }
}
