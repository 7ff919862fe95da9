package dev.godwit.sqlite;

import dev.godwit.jdbc.Ledgers;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.WritableFile;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.sqlite.schema.VirtualSql;
import dev.godwit.sqlite.write.TakenOff;
import dev.godwit.store.Ledger;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Unheard;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Striking;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;

/** Keeps and puts back tables of one SQLite file. A backup is the whole file. */
final class SqliteKeeping implements Keeping, Striking {
  private final SqliteStore store;
  private final Path path;
  private final Connection connection;

  SqliteKeeping(SqliteStore store, Path path, Connection connection) {
    this.store = store;
    this.path = path;
    this.connection = connection;
  }

  @Override
  public String suffix() {
    return ".db";
  }

  /** On a connection of its own: SQLite refuses to copy what the same connection may change. */
  @Override
  public void save(List<Table> tables, Path file) {
    try (SQLiteConnection other = WritableFile.reader(path)) {
      int code = other.getDatabase().backup("main", file.toString(), null);
      if (code != 0) {
        throw GodwitException.failed(
            "the backup " + file + " cannot be written: SQLite's code " + code, null);
      }
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }

  @Override
  public void restore(List<Table> tables, List<Table> saved, Path file) {
    Map<Table, Load> loads = new LinkedHashMap<>();
    for (Table t : tables) {
      loads.put(t, Load.emptying(t, stored(t), false));
    }
    Loading loading = store.load(List.copyOf(loads.values()));
    if (!saved.isEmpty()) {
      try (Source kept = SqliteSource.open(file)) {
        for (Table t : saved) {
          Table from = kept(kept, t, file);
          loading.append(
              loads.get(t),
              () -> kept.read(from, stored(t), Position.START),
              Unheard.never("a row of the backup is refused"));
        }
      }
    }
    takenOff(tables);
    loading.settle(
        (load, violation, rows) -> {
          throw GodwitException.refused(
              load.table().name()
                  + ": a row "
                  + violation.message()
                  + "; roll the other tables back with it");
        });
  }

  /** An interrupted run is over with these tables; what it took off is put back by the caller. */
  private void takenOff(List<Table> tables) {
    try {
      TakenOff.erase(path, connection, tables);
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "forgetting what was taken off", e);
    }
  }

  private static Table kept(Source kept, Table table, Path file) {
    return kept.catalog()
        .table(table.name())
        .orElseThrow(
            () -> GodwitException.refused("the backup " + file + " does not hold " + table.name()));
  }

  /** The backup is a database: reading it is all that there is to restoring it. */
  @Override
  public void rehearse(List<Table> saved, Path file, Look look) {
    try (Source kept = SqliteSource.open(file)) {
      saved.forEach(t -> look.at(t, kept, kept(kept, t, file)));
    }
  }

  @Override
  public void drop(List<Table> tables, boolean schema) {
    Set<String> names =
        tables.stream().map(t -> SqliteKeys.fold(t.name())).collect(Collectors.toSet());
    try {
      List<String[]> virtual =
          Queries.list(
              connection,
              r -> new String[] {r.getString(1), r.getString(2)},
              "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL");
      for (String[] v : virtual) {
        String content =
            VirtualSql.isVirtual(v[1]) ? VirtualSql.parse(v[1]).option("content") : null;
        if (content != null && names.contains(SqliteKeys.fold(content))) {
          Queries.run(connection, "DROP TABLE " + Sql.SQLITE.name(v[0]));
        }
      }
      for (Table table : tables) {
        Queries.run(connection, "DROP TABLE " + Sql.SQLITE.name(table.name()));
      }
      TakenOff.erase(path, connection, tables);
      requireNoneLeft(names);
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "removing the tables that the run made", e);
    }
  }

  /** Views and triggers that the run did not make, and that cannot be without these tables. */
  private void requireNoneLeft(Set<String> names) throws SQLException {
    List<String> left = new ArrayList<>();
    for (String view : names("view")) {
      String missing = missing("SELECT 1 FROM " + Sql.SQLITE.name(view) + " LIMIT 0");
      if (names.contains(missing)) {
        left.add("view " + view);
      }
    }
    for (String[] t :
        Queries.list(
            connection,
            r -> new String[] {r.getString(1), r.getString(2)},
            "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger'")) {
      for (String what :
          List.of(
              "INSERT INTO %s DEFAULT VALUES", "DELETE FROM %s", "UPDATE %s SET rowid = rowid")) {
        if (names.contains(missing("EXPLAIN " + what.formatted(Sql.SQLITE.name(t[1]))))) {
          left.add("trigger " + t[0]);
          break;
        }
      }
    }
    if (!left.isEmpty()) {
      throw GodwitException.refused(
          path
              + ": the run's tables cannot go, for "
              + String.join(", ", left)
              + " came to need them; nothing was changed. Drop that first, then run again");
    }
  }

  private List<String> names(String type) throws SQLException {
    return Queries.texts(connection, "SELECT name FROM sqlite_schema WHERE type = '" + type + "'");
  }

  /** The table, its name folded, that is not there to prepare a statement; or an empty text. */
  private String missing(String statement) {
    try {
      Queries.list(connection, r -> 0, statement);
      return "";
    } catch (SQLException e) {
      String message = SqliteErrors.plain(e);
      int at = message.indexOf(NO_TABLE);
      return at < 0
          ? ""
          : SqliteKeys.fold(message.substring(at + NO_TABLE.length()).replaceFirst("^main\\.", ""));
    }
  }

  @Override
  public boolean makesSchema(List<String> creation) {
    return false;
  }

  /** Empty for a table that never gave a number. */
  @Override
  public Map<String, String> counters(List<Table> tables, Collection<String> sequences) {
    Map<String, String> result = new LinkedHashMap<>();
    Map<String, Long> marks = store.highWaterMarks();
    for (Table table : tables) {
      if (table.columns().stream().anyMatch(c -> c.identity() == Column.Identity.ALWAYS)) {
        Long mark = marks.get(table.name());
        result.put(table.name(), mark == null ? "" : mark.toString());
      }
    }
    return result;
  }

  @Override
  public void recount(Map<String, String> counters) {
    try {
      for (Map.Entry<String, String> e : counters.entrySet()) {
        String name = Sql.SQLITE.literal(e.getKey());
        Queries.run(connection, "DELETE FROM sqlite_sequence WHERE name = " + name);
        if (!e.getValue().isEmpty()) {
          Queries.run(
              connection,
              "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, CAST(%s AS INTEGER))"
                  .formatted(name, Sql.SQLITE.literal(e.getValue())));
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "numbering", e);
    }
  }

  @Override
  public Map<String, String> structure(List<Table> tables) {
    Set<String> names =
        tables.stream().map(t -> SqliteKeys.fold(t.name())).collect(Collectors.toSet());
    Map<String, String> result = new LinkedHashMap<>();
    try {
      Queries.list(
          connection,
          r ->
              names.contains(SqliteKeys.fold(r.getString(3)))
                  ? result.put(
                      r.getString(1) + " " + r.getString(2) + " of " + r.getString(3),
                      r.getString(4))
                  : null,
          "SELECT type, name, tbl_name, sql FROM sqlite_schema"
              + " WHERE type IN ('index', 'trigger') AND sql IS NOT NULL ORDER BY type, rowid");
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
    return result;
  }

  @Override
  public List<String> after(Ledger l) {
    return SqliteErrors.asking(
        path, () -> Ledgers.after(connection, Sql.SQLITE.name(l.table()), l));
  }

  @Override
  public void strike(Ledger l) {
    try {
      Ledgers.strike(connection, Sql.SQLITE.name(l.table()), l);
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "removing version " + l.version() + " from " + l.table(), e);
    }
  }

  private static final String NO_TABLE = "no such table: ";

  /** The columns whose values are kept: SQLite computes the others. */
  private static List<Column> stored(Table table) {
    return table.columns().stream().filter(c -> !c.isGenerated()).toList();
  }
}
