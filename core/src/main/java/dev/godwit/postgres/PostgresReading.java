package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.postgres.check.PostgresHealth;
import dev.godwit.postgres.encode.Literals;
import dev.godwit.postgres.read.PostgresRead;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Filtering;
import dev.godwit.store.can.Sampling;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Seeking;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** The rows of one schema, read as each caller needs them. */
final class PostgresReading implements Scanning, Filtering, Seeking, Sampling, Counting {
  private final PostgresSession session;
  private Set<String> parents = Set.of();

  PostgresReading(PostgresSession session) {
    this.session = session;
  }

  /** Looks anew which tables others inherit from. */
  void refresh() throws SQLException {
    parents = SourceSession.parents(session.connection(), session.schema());
  }

  /** As {@link dev.godwit.store.Source#read}. */
  Rows read(Table table, List<Column> columns, Position after) {
    List<Column> keys =
        table.primaryKey().stream().map(k -> table.column(k).orElseThrow()).toList();
    StringBuilder from = new StringBuilder(only(table)).append(" t");
    if (!after.isStart()) {
      from.append(" WHERE (").append(Sql.POSTGRES.names(table.primaryKey()));
      from.append(')').append(Literals.operator(">", keys)).append('(');
      for (int i = 0; i < after.values().size(); i++) {
        from.append(i == 0 ? "" : ", ")
            .append(Literals.of(keys.get(i).type(), after.values().get(i)));
      }
      from.append(')');
    }
    if (!keys.isEmpty()) {
      from.append(" ORDER BY ").append(Sql.POSTGRES.names(table.primaryKey()));
    }
    return rows(table, keys, columns, from.toString());
  }

  @Override
  public Rows scan(Table table, List<Column> columns) {
    return rows(table, List.of(), columns, only(table) + " t");
  }

  @Override
  public Rows where(Table table, List<Column> columns, String condition) {
    String order =
        table.primaryKey().isEmpty() ? "" : " ORDER BY " + Sql.POSTGRES.names(table.primaryKey());
    // On a line of its own: the condition may end with a comment.
    return rows(table, List.of(), columns, only(table) + " t WHERE (" + condition + "\n)" + order);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    String where = " t WHERE " + Literals.equal(key, at);
    return rows(table, List.of(), columns, only(table) + where);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return table.isFoundBy(key);
  }

  /**
   * Whole pages at random, more of them than needed: pages are not equally full. Never so few that
   * none may be met.
   */
  @Override
  public Rows sample(Table table, List<Column> columns, long rows) {
    long pages = PostgresHealth.pages(session.connection(), table);
    double wanted = table.estimatedRows() <= 0 ? 100 : 120.0 * rows / table.estimatedRows();
    double least = pages == 0 ? 100 : 2000.0 / pages;
    if (Math.max(wanted, least) >= 50) {
      String all = wanted >= 50 ? only(table) + " t" : shuffled(table, "");
      return rows(table, List.of(), columns, all + " LIMIT " + rows);
    }
    String some = " TABLESAMPLE pg_catalog.system (" + Math.max(wanted, least) + ")";
    String from = wanted >= least ? only(table) + " t" + some : shuffled(table, some);
    return rows(table, List.of(), columns, from + " LIMIT " + rows);
  }

  /** A few rows of many: not all of the first page. */
  private String shuffled(Table table, String some) {
    return only(table) + " t" + some + " ORDER BY pg_catalog.random()";
  }

  private Rows rows(Table table, List<Column> keys, List<Column> columns, String from) {
    try {
      Connection connection = session.connection();
      if (!session.failsForOthers()) {
        return PostgresRead.rows(connection, table, keys, columns, from)
            .afterCancel(this::endReading);
      }
      // A COPY that is cancelled would end the transaction: the snapshot's, or the caller's.
      Queries.run(connection, "SAVEPOINT godwit_read");
      return PostgresRead.rows(connection, table, keys, columns, from).afterCancel(this::rewind);
    } catch (SQLException e) {
      throw PostgresErrors.of("reading " + table.displayName(), e);
    }
  }

  /** A COPY that is cancelled ends the transaction; where nobody writes, the next begins anew. */
  private void endReading() {
    if (session.mayEnd()) {
      session.rollback();
    }
  }

  private void rewind() {
    PostgresErrors.doing(
        "ending a reading",
        () -> Queries.run(session.connection(), "ROLLBACK TO SAVEPOINT godwit_read"));
  }

  /** Without the rows of tables that inherit from it: those are tables of their own. */
  String only(Table table) {
    return (parents.contains(table.name()) ? "ONLY " : "") + Sql.POSTGRES.name(table);
  }

  @Override
  public long count(Table table) {
    return PostgresErrors.asking(
        "counting " + table.displayName(),
        () ->
            Queries.number(session.connection(), "SELECT pg_catalog.count(*) FROM " + only(table)));
  }

  @Override
  public List<Table> occupied(List<Table> tables) {
    return PostgresHealth.occupied(session.connection(), tables, this::only);
  }
}
