package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Loading.Violations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds, once the rows are in, those that refer to rows which are not there: SQLite enforces no
 * foreign key during a load.
 */
final class Orphans {
  private final SqliteRead read;
  private final Map<Table, Load> loads;
  private final List<Table> all;
  private final TakenOff off;
  private final Map<Table, Long> bystanders = new HashMap<>();
  private final Map<String, Table> tables = new HashMap<>();

  private record Key(long id, Violation violation) {}

  /** {@code all} are the tables of the target; {@code off} takes notes, or is null. */
  Orphans(SqliteRead read, Map<Table, Load> loads, List<Table> all, TakenOff off) {
    this.read = read;
    this.loads = loads;
    this.all = all;
    this.off = off;
    all.forEach(t -> tables.put(SqliteKeys.fold(t.name()), t));
    loads.keySet().forEach(t -> tables.put(SqliteKeys.fold(t.name()), t));
  }

  /** Counts, while they are there, whose rows would miss rows of this table. */
  void losing(Table parent) throws SQLException {
    String name = SqliteKeys.fold(parent.name());
    for (Table table : all) {
      boolean refers =
          table.foreignKeys().stream().anyMatch(k -> SqliteKeys.fold(k.targetTable()).equals(name));
      if (refers && !loads.containsKey(table) && !bystanders.containsKey(table)) {
        bystanders.put(table, count(table));
        if (off != null) {
          off.bystander(parent, table.name(), bystanders.get(table));
        }
      }
    }
  }

  /** What an earlier transaction of the same load has counted. */
  void goOn(Map<String, String> counted) {
    for (Table table : all) {
      String count = counted.get(table.name());
      if (count != null) {
        bystanders.put(table, Long.valueOf(count));
      }
    }
  }

  private long count(Table table) throws SQLException {
    return Queries.number(read.connection(), "SELECT count(*) FROM " + violations(table));
  }

  private static String violations(Table table) {
    return "pragma_foreign_key_check(" + Sql.SQLITE.literal(table.name()) + ")";
  }

  /** Removing an orphan can orphan another row, so this goes round until nothing is found. */
  void handOver(Violations violations) throws SQLException {
    Set<Key> answered = new HashSet<>();
    boolean again = true;
    while (again) {
      again = false;
      for (Map.Entry<Table, Load> entry : loads.entrySet()) {
        for (Key key : broken(entry.getKey())) {
          if (answered.contains(key)) {
            continue;
          }
          if (read.handOver(
              entry.getValue(),
              key.violation(),
              entry.getKey(),
              among(entry.getKey(), key.id()),
              violations)) {
            again = true;
          } else {
            answered.add(key);
          }
        }
      }
    }
    requireBystanders();
  }

  private List<Key> broken(Table table) throws SQLException {
    try {
      if (allHold(table)) {
        return List.of();
      }
      List<Long> ids =
          Queries.list(
              read.connection(),
              r -> r.getLong(1),
              "SELECT DISTINCT fkid FROM " + violations(table) + " ORDER BY 1");
      List<Key> result = new ArrayList<>();
      for (long id : ids) {
        result.add(new Key(id, violation(table, id)));
      }
      return result;
    } catch (SQLException e) {
      if (SqliteErrors.plain(e).startsWith("foreign key mismatch")) {
        // What it refers to is no key: SQLite itself cannot tell who breaks it.
        return List.of();
      }
      throw e;
    }
  }

  /** Whether one look at an index for each key tells that nothing is broken. */
  private boolean allHold(Table table) throws SQLException {
    for (ForeignKey key : table.foreignKeys()) {
      Table parent = tables.get(SqliteKeys.fold(key.targetTable()));
      if (parent == null || !comparesPlainly(table, key, parent) || !holds(table, key, parent)) {
        return false;
      }
    }
    return true;
  }

  /** A foreign key converts and collates as its parent's columns do; so does = where both agree. */
  private static boolean comparesPlainly(Table table, ForeignKey key, Table parent) {
    boolean indexed =
        table.indexes().stream()
            .filter(i -> i.where() == null && i.parts().size() >= key.columns().size())
            .map(i -> i.parts().subList(0, key.columns().size()))
            .anyMatch(p -> p.stream().map(Index.Part::column).toList().equals(key.columns()));
    if (!indexed || key.targetColumns().size() != key.columns().size()) {
      return false;
    }
    for (int i = 0; i < key.columns().size(); i++) {
      Optional<Column> child = table.column(key.columns().get(i));
      Optional<Column> target = parent.column(key.targetColumns().get(i));
      if (child.isEmpty()
          || target.isEmpty()
          || !child.get().type().name().equalsIgnoreCase(target.get().type().name())) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(Table table, ForeignKey key, Table parent) throws SQLException {
    List<String> given = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String child = "t." + Sql.SQLITE.name(key.columns().get(i));
      given.add(child + " IS NOT NULL");
      equal.add("p." + Sql.SQLITE.name(key.targetColumns().get(i)) + " = " + child);
    }
    String sql =
        "SELECT 1 FROM (SELECT DISTINCT %s FROM %s) t WHERE %s AND NOT EXISTS"
            + " (SELECT 1 FROM %s p WHERE %s) LIMIT 1";
    return Queries.list(
            read.connection(),
            r -> r.getLong(1),
            sql.formatted(
                Sql.SQLITE.names(key.columns()),
                Sql.SQLITE.name(table.name()),
                String.join(" AND ", given),
                Sql.SQLITE.name(parent.name()),
                String.join(" AND ", equal)))
        .isEmpty();
  }

  private Violation violation(Table table, long id) {
    // The catalog has them in the order of the definition, the newest number first.
    int place = (int) (table.foreignKeys().size() - 1 - id);
    ForeignKey key = table.foreignKeys().get(Math.max(0, place));
    Violation orphan = Violation.orphan(key.name(), key.columns(), key.targetTable());
    String constraint =
        key.name() == null
            ? "FOREIGN KEY " + key.words() + " REFERENCES " + key.targetTable()
            : key.name();
    return new Violation(orphan.kind(), constraint, orphan.columns(), orphan.message(), true);
  }

  /** The rows by number; a table without has to be asked by what the key says. */
  private static String among(Table table, long id) {
    if (!table.traits().withoutRowid()) {
      return RowIdentity.of(table)
          + " IN (SELECT \"rowid\" FROM "
          + violations(table)
          + " WHERE fkid = "
          + id
          + ")";
    }
    ForeignKey key = table.foreignKeys().get((int) (table.foreignKeys().size() - 1 - id));
    List<String> terms = new ArrayList<>();
    List<String> equal = new ArrayList<>();
    for (int i = 0; i < key.columns().size(); i++) {
      String child = "t." + Sql.SQLITE.name(key.columns().get(i));
      terms.add(child + " IS NOT NULL");
      equal.add("p." + Sql.SQLITE.name(key.targetColumns().get(i)) + " = " + child);
    }
    terms.add(
        "NOT EXISTS (SELECT 1 FROM %s p WHERE %s)"
            .formatted(Sql.SQLITE.name(key.targetTable()), String.join(" AND ", equal)));
    return String.join(" AND ", terms);
  }

  /** Tables that are not part of the load must not lose what they refer to. */
  private void requireBystanders() throws SQLException {
    for (Map.Entry<Table, Long> entry : bystanders.entrySet()) {
      if (count(entry.getKey()) > entry.getValue()) {
        throw GodwitException.refused(
            "rows of "
                + entry.getKey().name()
                + ", which is not moved, refer to rows that were replaced and are gone; nothing was"
                + " kept. Move that table too, or leave out the one that it refers to");
      }
    }
  }
}
