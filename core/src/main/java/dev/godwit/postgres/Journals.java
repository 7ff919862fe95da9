package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Godwit's own tables: those of the schema {@code godwit}. */
final class Journals {
  static final String SCHEMA = "godwit";

  private static final List<String> NAMES =
      List.of("runs", "checkpoints", "quarantine", ScaffoldNotes.NAME);

  private final Connection connection;

  Journals(Connection connection) {
    this.connection = connection;
  }

  /**
   * Refuses what others have put there.
   *
   * @throws dev.godwit.model.GodwitException where it is not ours, naming its owner
   */
  static void requireOwn(Connection connection) throws SQLException {
    Neighbours.requireOwn(connection, NAMES);
  }

  /** Whether this user may make tables there, the schema itself included where it is missing. */
  boolean allowed() {
    return PostgresErrors.asking(
        "asking for the right to make tables in schema " + SCHEMA,
        () ->
            Queries.is(
                connection,
                """
          SELECT coalesce(
              (SELECT pg_catalog.has_schema_privilege(oid, 'CREATE')
                  AND NOT EXISTS (
                      SELECT 1 FROM pg_catalog.pg_class c
                       WHERE c.relnamespace = n.oid AND c.relkind = 'r'
                         AND NOT (pg_catalog.has_table_privilege(c.oid, 'INSERT')
                              AND pg_catalog.has_table_privilege(c.oid, 'DELETE')))
                 FROM pg_catalog.pg_namespace n WHERE nspname = ?),
              pg_catalog.has_database_privilege(current_database(), 'CREATE'))""",
                SCHEMA));
  }

  Table make(String name, List<Column> columns) {
    Table journal = Table.of(SCHEMA, name, columns, List.of());
    try {
      // CREATE … IF NOT EXISTS asks for the right to create even where there is nothing to do.
      if (!exists(name)) {
        String definitions =
            columns.stream()
                .map(c -> Sql.POSTGRES.name(c.name()) + " " + c.type().name())
                .collect(Collectors.joining(", "));
        Queries.run(
            connection,
            "CREATE SCHEMA IF NOT EXISTS "
                + SCHEMA
                + "; CREATE TABLE "
                + Sql.POSTGRES.name(journal)
                + " ("
                + definitions
                + ")");
      }
    } catch (SQLException e) {
      if (PostgresErrors.RIGHTS.equals(e.getSQLState())) {
        throw unmakeable(journal);
      }
      throw PostgresErrors.of("making " + journal.displayName(), e);
    }
    return journal;
  }

  /** Who owns every table of an application may still not be one who makes schemas. */
  private GodwitException unmakeable(Table journal) {
    String role;
    try {
      role = Sql.POSTGRES.name(connection.getMetaData().getUserName());
    } catch (SQLException e) {
      role = "the role";
    }
    return GodwitException.refused(
        journal.displayName()
            + " cannot be made: "
            + role
            + " may not make tables in schema "
            + SCHEMA
            + "; nothing was kept. An administrator of the database helps with CREATE SCHEMA IF NOT"
            + " EXISTS "
            + SCHEMA
            + " AUTHORIZATION "
            + role);
  }

  private boolean exists(String name) throws SQLException {
    Neighbours.requireOwn(connection, List.of(name));
    return Queries.is(
        connection,
        "SELECT pg_catalog.to_regclass(?::pg_catalog.text) IS NOT NULL",
        Sql.POSTGRES.name(SCHEMA, name));
  }

  Optional<Table> find(String name) {
    // Reading a catalog takes a dozen queries.
    return PostgresErrors.asking(
        "looking for " + SCHEMA + "." + name,
        () ->
            exists(name) ? PostgresCatalog.read(connection, SCHEMA).table(name) : Optional.empty());
  }

  void put(Table journal, int keys, List<List<String>> rows) {
    List<String> names = journal.columns().stream().map(Column::name).toList();
    String where =
        names.subList(0, keys).stream()
            .map(n -> Sql.POSTGRES.name(n) + " = ?")
            .collect(Collectors.joining(" AND "));
    String places = String.join(", ", Collections.nCopies(names.size(), "?"));
    List<List<String>> all = new ArrayList<>();
    for (List<String> cells : rows) {
      all.add(Stream.concat(cells.subList(0, keys).stream(), cells.stream()).toList());
    }
    PostgresErrors.doing(
        "writing to " + journal.displayName(),
        () -> // One statement: of many tables each has its row here.
        run(
                "WITH gone AS (DELETE FROM "
                    + Sql.POSTGRES.name(journal)
                    + " WHERE "
                    + where
                    + ") INSERT INTO "
                    + Sql.POSTGRES.name(journal)
                    + " ("
                    + Sql.POSTGRES.names(names)
                    + ") VALUES ("
                    + places
                    + ")",
                all));
  }

  private void run(String sql, List<List<String>> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Repertoire repertoire = Repertoire.of(connection);
      for (List<String> cells : rows) {
        for (int i = 0; i < cells.size(); i++) {
          statement.setString(i + 1, repertoire.escaped(cells.get(i)));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  void remove(Table journal, String key) {
    PostgresErrors.doing(
        "taking rows out of " + journal.displayName(),
        () ->
            run(
                "DELETE FROM "
                    + Sql.POSTGRES.name(journal)
                    + " WHERE "
                    + Sql.POSTGRES.name(journal.columns().get(0).name())
                    + " = ?",
                List.of(List.of(key))));
  }

  void clear(Table journal) {
    PostgresErrors.doing(
        "emptying " + journal.displayName(),
        () -> Queries.run(connection, "DELETE FROM " + Sql.POSTGRES.name(journal)));
  }
}
