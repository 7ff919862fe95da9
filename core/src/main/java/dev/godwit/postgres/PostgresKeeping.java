package dev.godwit.postgres;

import dev.godwit.jdbc.Ledgers;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.postgres.load.Piece;
import dev.godwit.postgres.load.Pieces;
import dev.godwit.postgres.load.PostgresLoading;
import dev.godwit.postgres.load.Sequences;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Ledger;
import dev.godwit.store.Load;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Striking;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps and puts back the tables of one schema, on one connection. */
final class PostgresKeeping implements Keeping, Striking {
  private static final String REHEARSAL = "godwit_rehearsal";

  /** Foreign keys of tables beside the given ones, which rows of theirs may hang on. */
  private static final String OUTSIDE =
      """
      SELECT n.nspname, c.relname, k.conname,
             ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) u(i)
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.i)
        FROM pg_catalog.pg_constraint k
        JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       WHERE k.contype = 'f' AND k.confrelid = ?::regclass::oid AND k.conparentid = 0::oid""";

  private final Connection connection;
  private final PostgresStore store;
  private final PostgresSession session;

  PostgresKeeping(PostgresStore store) {
    this.store = store;
    this.session = store.session();
    this.connection = session.connection();
  }

  @Override
  public void hold(List<Table> tables) {
    if (!tables.isEmpty()) {
      run(
          "locking the tables",
          PostgresLoading.SETTINGS + "LOCK TABLE " + names(tables) + " IN EXCLUSIVE MODE");
    }
  }

  @Override
  public String suffix() {
    return ".zip";
  }

  @Override
  public void save(List<Table> tables, Path file) {
    new CopyFile(connection, file).write(tables, store::only);
  }

  @Override
  public void restore(List<Table> tables, List<Table> saved, Path file) {
    List<Table> open = tables.stream().filter(t -> isHeld(t) && isHungOn(t, tables)).toList();
    List<Load> loads = tables.stream().map(t -> load(t, !open.contains(t))).toList();
    PostgresLoading loading = PostgresLoading.once(connection, loads, session.citus(), Set.of());
    open.forEach(t -> run("emptying " + t.displayName(), "DELETE FROM " + store.only(t)));
    new CopyFile(connection, file)
        .read(tables.stream().filter(saved::contains).toList(), Sql.POSTGRES::name);
    loading.settle(
        (load, violation, rows) -> {
          throw GodwitException.refused(
              load.table().displayName()
                  + ": a row of the backup "
                  + violation.message()
                  + "; roll the other tables back with it");
        });
  }

  private static Load load(Table table, boolean truncate) {
    return new Load(table, table.columns(), truncate, false, false, 0, List.of(), false);
  }

  /** Whether somebody refers to it by a foreign key that cannot be off meanwhile. */
  private boolean isHeld(Table table) {
    return new PostgresRules(session)
        .reach(List.of(table)).stream()
            .anyMatch(r -> r.of().equals(table.name()) && r.foreignKey() != null && !r.waits());
  }

  /**
   * Whether a table beside these refers to it: then it cannot be truncated, and only be emptied
   * where no row hangs on it.
   */
  private boolean isHungOn(Table table, List<Table> together) {
    Set<String> own = together.stream().map(Sql.POSTGRES::name).collect(Collectors.toSet());
    try {
      boolean found = false;
      for (Hanging h :
          Queries.list(connection, PostgresKeeping::hanging, OUTSIDE, Sql.POSTGRES.name(table))) {
        if (own.contains(h.table())) {
          continue;
        }
        found = true;
        String set =
            h.columns().stream()
                .map(c -> Sql.POSTGRES.name(c) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        boolean rows =
            Queries.is(
                connection, "SELECT EXISTS (SELECT 1 FROM " + h.table() + " WHERE " + set + ")");
        if (rows) {
          throw GodwitException.refused(
              "rows of "
                  + h.table()
                  + " refer to "
                  + table.displayName()
                  + " (foreign key "
                  + h.name()
                  + "), whose rows would go: remove them first, or set their reference to NULL");
        }
      }
      return found;
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for what refers to " + table.displayName(), e);
    }
  }

  private record Hanging(String table, String name, List<String> columns) {}

  private static Hanging hanging(java.sql.ResultSet r) throws SQLException {
    return new Hanging(
        Sql.POSTGRES.name(r.getString(1), r.getString(2)), r.getString(3), Queries.array(r, 4));
  }

  @Override
  public void rehearse(List<Table> saved, Path file, Look look) {
    run("beginning the rehearsal", "SAVEPOINT godwit_rehearsal; CREATE SCHEMA " + REHEARSAL);
    for (Table table : saved) {
      run(
          "making a copy of " + table.displayName(),
          "CREATE TABLE " + copy(table) + " (LIKE " + Sql.POSTGRES.name(table) + ")");
    }
    new CopyFile(connection, file).read(saved, PostgresKeeping::copy);
    for (Table table : saved) {
      look.at(table, store, Table.of(REHEARSAL, table.name(), table.columns(), List.of()));
    }
    run(
        "ending the rehearsal",
        "ROLLBACK TO SAVEPOINT godwit_rehearsal; RELEASE SAVEPOINT godwit_rehearsal");
  }

  private static String copy(Table table) {
    return Sql.POSTGRES.name(REHEARSAL, table.name());
  }

  @Override
  public void drop(List<Table> tables, boolean schema) {
    if (!tables.isEmpty()) {
      run("removing the tables that the run made", "DROP TABLE " + names(tables));
    }
    if (schema && isEmpty()) {
      run("removing the schema", "DROP SCHEMA " + Sql.POSTGRES.name(session.schema()));
    }
  }

  private boolean isEmpty() {
    return PostgresErrors.asking(
        "looking into the schema " + session.schema(),
        () ->
            Queries.is(
                connection,
                """
          SELECT NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend
                              WHERE refclassid = 'pg_catalog.pg_namespace'::regclass::oid
                                AND refobjid = pg_catalog.to_regnamespace(?))""",
                Sql.POSTGRES.name(session.schema())));
  }

  @Override
  public boolean makesSchema(List<String> creation) {
    return creation.get(0).startsWith("CREATE SCHEMA");
  }

  @Override
  public Map<String, String> counters(List<Table> tables, Collection<String> sequences) {
    return PostgresErrors.asking(
        "reading the sequences",
        () -> new Sequences(connection, session.citus()).standing(loads(tables), sequences));
  }

  @Override
  public void recount(Map<String, String> counters) {
    PostgresErrors.doing(
        "setting the sequences",
        () -> new Sequences(connection, session.citus()).restart(counters));
  }

  private static List<Load> loads(List<Table> tables) {
    return tables.stream().map(t -> load(t, false)).toList();
  }

  @Override
  public Map<String, String> structure(List<Table> tables) {
    Set<String> own = tables.stream().map(Sql.POSTGRES::name).collect(Collectors.toSet());
    Map<String, String> result = new LinkedHashMap<>();
    try {
      List<Piece> pieces =
          tables.isEmpty() ? List.of() : Pieces.of(connection, tables.get(0).schema());
      for (Piece.Type type : Piece.Type.values()) {
        for (Piece p : pieces) {
          boolean ours =
              own.contains(p.qualifiedTable())
                  || p.parent() != null
                      && own.contains(Sql.POSTGRES.name(p.parentSchema(), p.parent()));
          if (p.type() == type && ours) {
            result.put(p.qualifiedTable() + " " + Sql.POSTGRES.name(p.name()), p.add());
          }
        }
      }
      for (Table table : tables) {
        PostgresLoading.triggers(connection, table)
            .forEach(
                (name, triggers) ->
                    triggers.forEach(
                        t -> result.put(name + " " + t, "ALTER TABLE " + name + " " + t)));
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("reading keys and indexes", e);
    }
    return result;
  }

  @Override
  public List<String> after(Ledger l) {
    return PostgresErrors.asking(
        "reading " + l.table(), () -> Ledgers.after(connection, name(l), l));
  }

  @Override
  public void strike(Ledger l) {
    PostgresErrors.doing(
        "removing version " + l.version() + " from " + l.table(),
        () -> Ledgers.strike(connection, name(l), l));
  }

  private static String name(Ledger l) {
    return Sql.POSTGRES.name(l.schema(), l.table());
  }

  private void run(String doing, String sql) {
    PostgresErrors.doing(doing, () -> Queries.run(connection, sql));
  }

  private static String names(List<Table> tables) {
    return tables.stream().map(Sql.POSTGRES::name).collect(Collectors.joining(", "));
  }

  /** The columns whose values are kept: the server computes the others. */
  static List<Column> kept(Table table) {
    return table.columns().stream().filter(c -> !c.isGenerated()).toList();
  }
}
