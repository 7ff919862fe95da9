package dev.godwit.postgres.read;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.postgres.encode.Literals;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.store.Computing;
import dev.godwit.store.Halving;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Has the server compute expressions over rows that it has only in the statement that asks. */
public final class Computation implements Computing {
  private static final String SAVEPOINT = "godwit_compute";
  private static final String NUMBER = "godwit row";

  private final Connection connection;
  private final List<Column> given;
  private final List<Column> wanted;

  /** {@code wanted} have their expression where a column has its default. */
  public Computation(Connection connection, List<Column> given, List<Column> wanted) {
    this.connection = connection;
    this.given = List.copyOf(given);
    this.wanted = List.copyOf(wanted);
  }

  @Override
  public List<Row> of(List<Row> rows) {
    List<Row> result = new ArrayList<>();
    Halving.of(rows, some -> ask(some, result), (row, why) -> result.add(null));
    return result;
  }

  private SQLException ask(List<Row> rows, List<Row> result) {
    try {
      result.addAll(compute(rows));
      return null;
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (state.startsWith("42") || state.startsWith("0")) {
        throw GodwitException.refused(
            "the target cannot compute "
                + String.join(", ", wanted.stream().map(Column::name).toList())
                + ": "
                + PostgresErrors.message(e));
      }
      return e;
    }
  }

  private List<Row> compute(List<Row> rows) throws SQLException {
    boolean inside = !connection.getAutoCommit();
    if (inside) {
      Queries.run(connection, "SAVEPOINT " + SAVEPOINT + "; " + Spellings.TRANSACTION);
    }
    List<Row> result = new ArrayList<>();
    try (BinaryRows computed = PostgresRead.rows(connection, table(), wanted, from(rows))) {
      read(computed, result);
    } finally {
      if (inside) {
        // Also where all went well: the settings were for this statement alone.
        Attempt.undo(connection, SAVEPOINT);
      }
    }
    return result;
  }

  private void read(BinaryRows computed, List<Row> result) throws SQLException {
    try {
      while (computed.next()) {
        result.add(computed.row().copy());
      }
    } catch (GodwitException e) {
      if (computed.refusal() != null) {
        throw computed.refusal();
      }
      throw e;
    }
  }

  private static Table table() {
    return Table.of("", "an expression", List.of(), List.of());
  }

  private String from(List<Row> rows) {
    List<String> names = new ArrayList<>(List.of(Sql.POSTGRES.name(NUMBER)));
    given.forEach(c -> names.add(Sql.POSTGRES.name(c.name())));
    List<String> tuples = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      tuples.add(tuple(r, rows.get(r)));
    }
    List<String> computed = new ArrayList<>(List.of(Sql.POSTGRES.name(NUMBER)));
    for (Column column : wanted) {
      computed.add(
          "("
              + column.defaultValue()
              + "\n)::"
              + column.type().name()
              + " AS "
              + Sql.POSTGRES.name(column.name()));
    }
    return "(SELECT "
        + String.join(", ", computed)
        + " FROM (VALUES "
        + String.join(", ", tuples)
        + ") AS godwit_rows("
        + String.join(", ", names)
        + ")) t ORDER BY t."
        + Sql.POSTGRES.name(NUMBER);
  }

  private String tuple(int number, Row row) {
    List<String> cells = new ArrayList<>(List.of(String.valueOf(number)));
    for (int i = 0; i < given.size(); i++) {
      Column column = given.get(i);
      String value = row.isNull(i) ? "NULL" : Literals.of(column.type(), row, i);
      cells.add(value + "::" + column.type().name());
    }
    return "(" + String.join(", ", cells) + ")";
  }

  @Override
  public void close() {
    // Nothing outlives a statement.
  }
}
