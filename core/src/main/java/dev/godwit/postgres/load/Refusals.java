package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.postgres.encode.TextEncoder;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Violation;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Says why the server refuses a row, by the fields of its error: its text is in the server's
 * language and may hold values.
 */
public final class Refusals {
  private final Connection connection;
  private final Load load;

  Refusals(Connection connection, Load load) {
    this.connection = connection;
    this.load = load;
  }

  /** The violation behind an error that this one row raised; inside a transaction that works. */
  Violation of(SQLException e, Row row) throws SQLException {
    ServerErrorMessage server = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String constraint = server == null ? null : server.getConstraint();
    String column = server == null ? null : server.getColumn();
    String domain = server == null ? null : server.getDatatype();
    String state = String.valueOf(e.getSQLState());
    if (column != null) {
      return violation(state, constraint, List.of(column), e);
    }
    if (constraint != null && domain == null) {
      return violation(state, constraint, columns(constraint), e);
    }
    if (state.equals(PostgresErrors.CHECK_VIOLATION) && isPartition(server, constraint)) {
      return new Violation(
          ProblemKind.PARTITION,
          null,
          List.of(),
          "the target has no partition for it (" + where() + ")");
    }
    String cast = casting(row);
    return violation(state, constraint, cast == null ? List.of() : List.of(cast), e);
  }

  /** Only the server itself names a table there and no constraint. */
  private static boolean isPartition(ServerErrorMessage server, String constraint) {
    return server != null && constraint == null && server.getTable() != null;
  }

  private String where() {
    return load.table().displayName() + " is partitioned";
  }

  private static Violation violation(
      String state, String constraint, List<String> columns, SQLException e) {
    String named = constraint == null ? "" : " " + constraint;
    return switch (state) {
      case PostgresErrors.UNIQUE_VIOLATION ->
          new Violation(
              ProblemKind.DUPLICATE,
              constraint,
              columns,
              "has a key that another row has"
                  + (named.isEmpty() ? "" : " (unique key" + named + ")"));
      case PostgresErrors.FOREIGN_KEY_VIOLATION ->
          new Violation(
              ProblemKind.ORPHAN,
              constraint,
              columns,
              "refers to a row that is not there"
                  + (named.isEmpty() ? "" : " (foreign key" + named + ")"));
      case PostgresErrors.CHECK_VIOLATION ->
          new Violation(
              ProblemKind.CHECK,
              constraint,
              columns,
              constraint == null ? refused(e) : "violates the CHECK" + named);
      case PostgresErrors.EXCLUSION_VIOLATION ->
          new Violation(
              ProblemKind.EXCLUDED,
              constraint,
              columns,
              "excludes another row (constraint" + named + ")");
      default ->
          columns.isEmpty()
              ? new Violation(ProblemKind.REFUSED, constraint, columns, refused(e))
              : new Violation(ProblemKind.MISFIT, constraint, columns, PostgresErrors.message(e));
    };
  }

  private static String refused(SQLException e) {
    return "is refused by the target: "
        + PostgresErrors.message(e)
        + " (SQLSTATE "
        + e.getSQLState()
        + ")";
  }

  /** The columns of a constraint or an index of the table, in its order; none where not known. */
  private List<String> columns(String constraint) throws SQLException {
    List<String> names =
        Queries.one(
            connection,
            r -> Queries.<String>array(r, 1),
            """
            SELECT coalesce(
              (SELECT pg_catalog.array_agg(a.attname::text ORDER BY u.i)
                 FROM pg_catalog.pg_constraint k
                CROSS JOIN pg_catalog.unnest(k.conkey) WITH ORDINALITY u(n, i)
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n
                WHERE k.conrelid = pg_catalog.to_regclass(?)::oid AND k.conname = ?),
              (SELECT pg_catalog.array_agg(a.attname::text ORDER BY a.attnum)
                 FROM pg_catalog.pg_index i
                 JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                 JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid
                  AND a.attnum = ANY (i.indkey::int2[])
                WHERE i.indrelid = pg_catalog.to_regclass(?)::oid AND c.relname = ?))""",
            table(),
            constraint,
            table(),
            constraint);
    return names;
  }

  private String table() {
    return Sql.POSTGRES.name(load.table());
  }

  /** The first column whose value the server does not take by itself; null where it takes all. */
  private String casting(Row row) throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      Column column = load.columns().get(i);
      if (!row.isNull(i) && !casts(column, TextEncoder.text(column.type(), row, i))) {
        return column.name();
      }
    }
    return null;
  }

  private boolean casts(Column column, byte[] text) throws SQLException {
    return Attempt.fits(
        connection,
        "godwit_cast",
        () ->
            Queries.list(
                connection,
                r -> r.getObject(1) == null,
                "SELECT CAST(?::text AS " + column.type().name() + ") IS NULL",
                new String(text, StandardCharsets.UTF_8)));
  }
}
