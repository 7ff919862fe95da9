package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Search indexes whose text lies in a table: triggers keep them true, and loads fire none. */
public final class SearchIndexes {
  private SearchIndexes() {}

  public static void rebuild(Connection connection, Table table) throws SQLException {
    List<String> names = new ArrayList<>();
    Queries.list(
        connection,
        r -> mirrors(r.getString(2), table) && names.add(r.getString(1)),
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual%'");
    for (String name : names) {
      String quoted = Sql.SQLITE.name(name);
      Queries.run(connection, "INSERT INTO " + quoted + "(" + quoted + ") VALUES ('rebuild')");
    }
  }

  private static boolean mirrors(String sql, Table table) {
    VirtualSql parsed = VirtualSql.parse(sql);
    String content = parsed.module().startsWith("fts") ? parsed.option("content") : null;
    return content != null && SqliteKeys.fold(content).equals(SqliteKeys.fold(table.name()));
  }
}
