package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Intent;
import dev.godwit.store.Reached;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the server's catalog has against a run, asked before its first row: names that something
 * else has, rights, the reach of TRUNCATE, locks. Nothing is written or locked.
 */
public final class Objections {
  /** Whatever has one of these names in the schema, and what kind of thing it is. */
  private static final String TAKEN =
      """
      SELECT c.relname, CASE c.relkind WHEN 'v' THEN 'a view' WHEN 'm' THEN 'a materialized view'
               WHEN 'f' THEN 'a foreign table' WHEN 'S' THEN 'a sequence'
               WHEN 'c' THEN 'a type' WHEN 't' THEN 'a TOAST table'
               WHEN 'i' THEN 'an index' WHEN 'I' THEN 'an index'
               ELSE CASE WHEN c.relispartition THEN 'a partition' ELSE 'a table' END END
               || coalesce(' of ' || o.relname::text, '')
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
        LEFT JOIN pg_catalog.pg_inherits h ON h.inhrelid = c.oid AND c.relispartition
        LEFT JOIN pg_catalog.pg_class o ON o.oid = coalesce(i.indrelid, h.inhparent)
       WHERE n.nspname = ? AND c.relname = ANY (?)
      UNION ALL
      SELECT t.typname, CASE t.typtype WHEN 'd' THEN 'a domain' ELSE 'a type' END
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
       WHERE n.nspname = ? AND t.typname = ANY (?) AND t.typrelid = 0::oid
         AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
       ORDER BY 1""";

  private static final String RIGHTS =
      """
      SELECT t.name, c.oid IS NOT NULL,
             coalesce(pg_catalog.has_table_privilege(c.oid, 'SELECT'), false),
             coalesce(pg_catalog.has_table_privilege(c.oid, 'INSERT'), false),
             ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                      AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'INSERT')),
             ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
                      AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'SELECT')),
             coalesce(pg_catalog.has_table_privilege(c.oid, 'TRUNCATE'), false),
             coalesce(pg_catalog.row_security_active(c.oid), false),
             EXISTS (SELECT 1 FROM pg_catalog.pg_trigger g
                       JOIN pg_catalog.pg_class o ON o.oid = g.tgrelid
                      WHERE NOT g.tgisinternal AND g.tgenabled <> 'D'
                        AND NOT pg_catalog.pg_has_role(o.relowner, 'USAGE')
                        AND (g.tgrelid = c.oid OR g.tgrelid IN (
                              SELECT p.relid::oid FROM pg_catalog.pg_partition_tree(c.oid::regclass) p))),
             ARRAY(SELECT s.relname::text FROM pg_catalog.pg_depend d
                     JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass::oid
                      AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid
                      AND d.refobjid = c.oid AND d.deptype IN ('a', 'i')
                      AND CASE WHEN s.relkind = 'S' THEN
                            NOT pg_catalog.has_sequence_privilege(s.oid, 'UPDATE') END),
             ARRAY(SELECT r.name FROM pg_catalog.unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) r(name)
                    WHERE pg_catalog.has_table_privilege(c.oid, r.name))
        FROM pg_catalog.unnest(?::text[]) t(name)
        LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = ?
        LEFT JOIN pg_catalog.pg_class c ON c.relname = t.name AND c.relnamespace = n.oid""";

  private static final Function<Table, String> FROM = Sql.POSTGRES::name;

  private static final String READ_ONLY =
      "SELECT pg_catalog.current_setting('transaction_read_only') OPERATOR(pg_catalog.=) 'on'";

  private final Connection connection;
  private final String schema;
  private final List<Intent> intents;
  private final List<Problem> problems = new ArrayList<>();

  private Objections(Connection connection, String schema, List<Intent> intents) {
    this.connection = connection;
    this.schema = schema;
    this.intents = intents;
  }

  public static List<Problem> of(Connection connection, String schema, List<Intent> intents) {
    if (intents.isEmpty()) {
      return List.of();
    }
    try {
      Objections objections = new Objections(connection, schema, intents);
      List<Problem> unspelled = Wording.problems(connection, objections.made());
      if (!unspelled.isEmpty()) {
        // The catalog cannot even be asked for such names.
        return unspelled;
      }
      objections.readOnly();
      objections.names();
      objections.making();
      objections.rights();
      objections.reach();
      objections.nodes();
      new Locks(connection, schema, intents).problem().ifPresent(objections.problems::add);
      return objections.problems;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking the target's catalog", e);
    }
  }

  private void readOnly() throws SQLException {
    boolean replica = Queries.is(connection, "SELECT pg_catalog.pg_is_in_recovery()");
    if (replica) {
      problems.add(
          Problem.of(ProblemKind.RIGHT)
              .says("the server is a replica and takes no writes", "connect to the primary"));
    } else if (Queries.is(connection, READ_ONLY)) {
      problems.add(
          Problem.of(ProblemKind.RIGHT)
              .says(
                  "transactions of this role in this database are read-only",
                  "ALTER ROLE or ALTER DATABASE … SET default_transaction_read_only = off"));
    }
  }

  private List<Table> made() {
    return intents.stream().filter(Intent::made).map(Intent::table).toList();
  }

  private Array array(Object[] names) throws SQLException {
    return connection.createArrayOf("text", names);
  }

  private void names() throws SQLException {
    Map<String, Table> tables = new LinkedHashMap<>();
    Map<String, Table> indexes = new LinkedHashMap<>();
    for (Table table : made()) {
      tables.put(table.name(), table);
      for (Index index : table.indexes()) {
        indexes.put(index.name(), table);
      }
    }
    TreeSet<String> relations = new TreeSet<>(tables.keySet());
    relations.addAll(indexes.keySet());
    Queries.list(
        connection,
        r -> {
          String name = r.getString(1);
          Table table = tables.getOrDefault(name, indexes.get(name));
          boolean index = !tables.containsKey(name);
          problems.add(taken(table, index ? name : null, r.getString(2)));
          return name;
        },
        TAKEN,
        schema,
        array(relations.toArray()),
        schema,
        array(tables.keySet().toArray()));
  }

  private static Problem taken(Table table, String index, String what) {
    return Problem.of(ProblemKind.TAKEN)
        .at(table.name())
        .says(
            index == null
                ? "the target has " + what + " of this name, where a table is to be made"
                : "the target has " + what + " called " + index + ", as an index is to be called",
            index == null
                ? "rule for the table: rename: NAME, or give the other thing another name"
                : "give the other thing another name, or move into another schema: ?schema=NAME");
  }

  private void making() throws SQLException {
    if (made().isEmpty()) {
      return;
    }
    Boolean[] may =
        Queries.one(
            connection,
            r -> new Boolean[] {(Boolean) r.getObject(1), r.getBoolean(2)},
            """
            SELECT (SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE')
                       AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                      FROM pg_catalog.pg_namespace n WHERE n.nspname = ?),
                   pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE')""",
            schema);
    if (may[0] == null && !may[1]) {
      right(
          null,
          "there is no schema " + schema + ", and no right to make it",
          "CREATE SCHEMA, as an administrator, AUTHORIZATION whoever connects");
    } else if (Boolean.FALSE.equals(may[0])) {
      right(
          null,
          "there is no right to make tables in schema " + schema,
          "GRANT USAGE, CREATE ON SCHEMA to whoever connects");
    }
  }

  private void right(String table, String message, String hint) {
    problems.add(Problem.of(ProblemKind.RIGHT).at(table).says(message, hint));
  }

  private void rights() throws SQLException {
    Map<String, Intent> there = new LinkedHashMap<>();
    intents.stream().filter(i -> !i.made()).forEach(i -> there.put(i.table().name(), i));
    if (!there.isEmpty()) {
      Queries.list(
          connection,
          r -> {
            rights(there.get(r.getString(1)), r);
            return r;
          },
          RIGHTS,
          array(there.keySet().toArray()),
          schema);
    }
  }

  private void rights(Intent intent, ResultSet r) throws SQLException {
    if (!r.getBoolean(2)) {
      // It is to come with statements that are tried elsewhere.
      return;
    }
    String name = intent.table().displayName();
    int before = problems.size();
    rows(intent, name, r);
    if (before == problems.size()) {
      held(intent, name, Queries.array(r, 11));
    }
    if (intent.truncate() && !r.getBoolean(7)) {
      right(name, "there is no right to empty it", "GRANT TRUNCATE to whoever connects");
    }
    if (!intent.triggers() && r.getBoolean(9)) {
      right(
          name,
          "it has triggers, which only its owner may turn off for the load",
          "connect as its owner, or leave them on by the rule triggers: true");
    }
    if (r.getBoolean(8)) {
      problems.add(
          Problem.of(ProblemKind.POLICY)
              .at(name)
              .says(
                  "row level security holds for whoever connects: rows may be refused or not be seen",
                  "connect as its owner, or as a role with BYPASSRLS"));
    }
    List<String> sequences = Queries.array(r, 10);
    if (!sequences.isEmpty()) {
      right(
          name,
          "there is no right to set " + String.join(", ", sequences),
          "GRANT UPDATE ON SEQUENCE to whoever connects");
    }
  }

  private void rows(Intent intent, String name, ResultSet r) throws SQLException {
    List<String> lacking = lacking(intent, r.getBoolean(4), Queries.array(r, 5));
    if (!lacking.isEmpty()) {
      right(
          name,
          "there is no right to write into it"
              + (lacking.size() == intent.columns().size()
                  ? ""
                  : ": columns " + String.join(", ", lacking)),
          "GRANT INSERT to whoever connects");
    }
    lacking = lacking(intent, r.getBoolean(3), Queries.array(r, 6));
    if (!lacking.isEmpty()) {
      right(
          name,
          "there is no right to read it, and what arrives is read back",
          "GRANT SELECT to whoever connects");
    }
  }

  /** Rows that are there are locked, so that they stay as they were found, and may be changed. */
  private void held(Intent intent, String name, List<String> rights) throws SQLException {
    TreeSet<String> lacking = new TreeSet<>();
    intent.changes().forEach(c -> lacking.add(c.name()));
    rights.forEach(lacking::remove);
    if (rights.isEmpty()) {
      lacking.add("UPDATE");
    }
    boolean asked = !intent.truncate() && !lacking.isEmpty();
    if (asked && !PostgresHealth.occupied(connection, List.of(intent.table()), FROM).isEmpty()) {
      right(
          name,
          "it holds rows, and there is no right to "
              + (intent.changes().isEmpty() ? "lock" : "change")
              + " them",
          "GRANT " + String.join(", ", lacking) + " to whoever connects");
    }
  }

  private static List<String> lacking(Intent intent, boolean whole, List<String> granted) {
    return intent.columns().stream()
        .map(Column::name)
        .filter(c -> !whole && !granted.contains(c))
        .toList();
  }

  private void nodes() throws SQLException {
    Map<String, Citus.Spread> spread = Citus.spread(connection, schema);
    for (Intent intent : intents) {
      Citus.Spread how = spread.get(intent.table().name());
      boolean off = !intent.triggers() && !intent.table().triggers().isEmpty();
      if (!intent.made() && off && how != null && how.column() != null) {
        problems.add(
            Problem.of(ProblemKind.DISTRIBUTION)
                .at(intent.table().displayName())
                .says(
                    "it is distributed and has triggers, which Citus lets nobody turn off for the"
                        + " load",
                    "the rule triggers: true leaves them on, or drop them for the time of the run"));
      }
    }
  }

  /** What is emptied for good takes nobody with it who is not named. */
  private void reach() throws SQLException {
    List<Table> emptied =
        intents.stream().filter(i -> i.truncate() && !i.lends()).map(Intent::table).toList();
    List<Reached> all = Reach.of(connection, emptied);
    String names = all.stream().map(r -> r.from(schema)).collect(Collectors.joining(", "));
    boolean foreign = all.stream().anyMatch(r -> !r.schema().equals(schema));
    String way =
        foreign
            ? "empty what is in another schema yourself first: " + names
            : "--force=cascade empties what hangs on it too: " + names;
    Set<String> own = emptied.stream().map(Table::name).collect(Collectors.toSet());
    all.stream().filter(r -> own.contains(r.of())).forEach(r -> problems.add(reached(r, way)));
    List<Table> lending =
        intents.stream().filter(i -> i.truncate() && i.lends()).map(Intent::table).toList();
    Set<String> filled = intents.stream().map(i -> i.table().name()).collect(Collectors.toSet());
    Reach.of(connection, lending).stream()
        .filter(r -> r.foreignKey() != null && !r.waits())
        .filter(r -> lending.stream().anyMatch(t -> t.name().equals(r.of())))
        .filter(r -> !(r.schema().equals(schema) && filled.contains(r.table())))
        .forEach(r -> problems.add(reached(r, "drop the foreign key for the time of the run")));
  }

  private Problem reached(Reached r, String way) {
    String who = r.from(schema);
    return Problem.of(ProblemKind.REFERRED)
        .at(r.of())
        .says(
            "it cannot be emptied: "
                + (r.foreignKey() == null
                    ? who + ", which is not part of the plan, inherits from it"
                    : who
                        + ", which is not part of the plan, refers to it (foreign key "
                        + r.foreignKey()
                        + ")"),
            way);
  }
}
