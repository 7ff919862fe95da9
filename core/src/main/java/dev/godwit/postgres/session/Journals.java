package dev.godwit.postgres.session;

import dev.godwit.jdbc.JournalRows;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.can.Journaling;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Godwit's own tables: those of the schema {@code godwit}. */
public final class Journals implements Journaling {
  static final String SCHEMA = "godwit";

  /** What a lasting load took off its tables. */
  public static final String SCAFFOLD = "scaffold";

  private static final List<String> NAMES =
      List.of("runs", "checkpoints", "base", "quarantine", SCAFFOLD);

  /** Each holds text. */
  private static final String COLUMNS =
      """
      SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
        FROM pg_catalog.pg_attribute a
       WHERE a.attrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(?::pg_catalog.text)::oid
         AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
       ORDER BY a.attnum USING OPERATOR(pg_catalog.<)""";

  private final Supplier<Connection> connection;

  /** {@code connection} is the one to use at the time. */
  public Journals(Supplier<Connection> connection) {
    this.connection = connection;
  }

  /**
   * Refuses what others have put there.
   *
   * @throws dev.godwit.model.GodwitException where it is not ours, naming its owner
   */
  public static void requireOwn(Connection connection) throws SQLException {
    Neighbours.requireOwn(connection, NAMES);
  }

  /** Whether this user may make tables there, the schema itself included where it is missing. */
  @Override
  public boolean mayJournal() {
    return PostgresErrors.asking(
        "asking for the right to make tables in schema " + SCHEMA,
        () ->
            Queries.is(
                connection.get(),
                """
          SELECT coalesce(
              (SELECT pg_catalog.has_schema_privilege(oid, 'CREATE')
                  AND NOT EXISTS (
                      SELECT 1 FROM pg_catalog.pg_class c
                       WHERE c.relnamespace = n.oid AND c.relkind = 'r'
                         AND NOT (pg_catalog.has_table_privilege(c.oid, 'INSERT')
                              AND pg_catalog.has_table_privilege(c.oid, 'DELETE')))
                 FROM pg_catalog.pg_namespace n WHERE nspname = ?),
              pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'))""",
                SCHEMA));
  }

  @Override
  public Table journal(String name, List<Column> columns) {
    Table journal = Table.of(SCHEMA, name, columns, List.of());
    try {
      // CREATE … IF NOT EXISTS asks for the right to create even where there is nothing to do.
      if (!exists(name)) {
        String definitions =
            columns.stream()
                .map(c -> Sql.POSTGRES.name(c.name()) + " " + c.type().name())
                .collect(Collectors.joining(", "));
        String schema =
            SourceSession.exists(connection.get(), SCHEMA) ? "" : "CREATE SCHEMA " + SCHEMA + "; ";
        Queries.run(
            connection.get(),
            schema + "CREATE TABLE " + Sql.POSTGRES.name(journal) + " (" + definitions + ")");
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
      role = Sql.POSTGRES.name(connection.get().getMetaData().getUserName());
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
    Neighbours.requireOwn(connection.get(), List.of(name));
    return Queries.is(
        connection.get(),
        "SELECT pg_catalog.to_regclass(?::pg_catalog.text) IS NOT NULL",
        Sql.POSTGRES.name(SCHEMA, name));
  }

  @Override
  public Optional<Table> journal(String name) {
    // A run asks often, and reading a whole catalog takes a dozen queries.
    return PostgresErrors.asking(
        "looking for " + SCHEMA + "." + name,
        () -> {
          Neighbours.requireOwn(connection.get(), List.of(name));
          List<Column> columns =
              Queries.list(
                  connection.get(),
                  r -> Column.of(r.getString(1), ColumnType.of(Kind.TEXT, r.getString(2))),
                  COLUMNS,
                  Sql.POSTGRES.name(SCHEMA, name));
          return columns.isEmpty()
              ? Optional.empty()
              : Optional.of(Table.of(SCHEMA, name, columns, List.of()));
        });
  }

  @Override
  public void replace(Table journal, List<List<String>> gone, List<List<String>> rows) {
    PostgresErrors.doing(
        "writing to " + journal.displayName(),
        () -> {
          Repertoire repertoire = Repertoire.of(connection.get());
          JournalRows.replace(
              connection.get(), Sql.POSTGRES, journal, gone, rows, repertoire::escaped);
        });
  }

  @Override
  public String writable(String text) {
    return PostgresErrors.asking(
        "asking for the encoding", () -> Repertoire.of(connection.get()).escaped(text));
  }
}
