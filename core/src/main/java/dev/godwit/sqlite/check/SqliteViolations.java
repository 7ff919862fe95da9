package dev.godwit.sqlite.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Table;
import dev.godwit.store.can.Auditing.Violations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts rows that break constraints which SQLite has, but did not always enforce. */
public final class SqliteViolations {
  private static final long UNKNOWN = -1;

  private SqliteViolations() {}

  public static Violations count(Connection connection, Catalog catalog, Table table) {
    List<Long> orphans = new ArrayList<>();
    for (ForeignKey key : table.foreignKeys()) {
      Optional<Table> target = catalog.table(key.targetTable());
      orphans.add(
          target.isPresent() && target.get().columns().size() > 0 && matches(key, target.get())
              ? count(connection, orphans(table, key, target.get()))
              : UNKNOWN);
    }
    List<Long> broken = new ArrayList<>();
    for (Check check : table.checks()) {
      String sql = "SELECT count(*) FROM %s WHERE NOT (%s\n)";
      broken.add(
          count(connection, sql.formatted(Sql.SQLITE.name(table.name()), check.expression())));
    }
    return new Violations(orphans, broken);
  }

  private static boolean matches(ForeignKey key, Table target) {
    return key.targetColumns().size() == key.columns().size()
        && key.targetColumns().stream().allMatch(c -> target.column(c).isPresent());
  }

  private static String orphans(Table table, ForeignKey key, Table target) {
    List<String> given = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String child = "c." + Sql.SQLITE.name(key.columns().get(i));
      String parent = "p." + Sql.SQLITE.name(key.targetColumns().get(i));
      Optional<Column> column = target.column(key.targetColumns().get(i));
      boolean folded = column.isPresent() && column.get().collation() != null;
      given.add(child + " IS NOT NULL");
      // Under a collation of its own the target may call values equal that differ.
      equal.add(parent + (folded ? " COLLATE BINARY" : "") + " = " + child);
    }
    // A join, because SQLite builds an index for one where there is none, and not for NOT EXISTS.
    return "SELECT count(*) FROM %s AS c LEFT JOIN %s AS p ON %s WHERE p.%s IS NULL AND %s"
        .formatted(
            Sql.SQLITE.name(table.name()),
            Sql.SQLITE.name(target.name()),
            String.join(" AND ", equal),
            Sql.SQLITE.name(key.targetColumns().get(0)),
            String.join(" AND ", given));
  }

  private static long count(Connection connection, String sql) {
    try {
      Long count = Queries.number(connection, sql);
      return count == null ? UNKNOWN : count;
    } catch (SQLException e) {
      // A collation or function of the application; reading the rows says what else is wrong.
      return UNKNOWN;
    }
  }
}
