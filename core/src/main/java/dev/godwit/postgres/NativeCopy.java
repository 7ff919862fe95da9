package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Rows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Loads a table with columns that only the server can read, batch by batch: the server judges the
 * values first and gives back its own spelling, so that nothing it would refuse reaches the COPY
 * and what is read back later can be compared.
 */
final class NativeCopy {
  private static final int BATCH = 1000;
  private static final long BYTES = 8L << 20;

  private final Connection connection;
  private final PostgresCopy copy;

  /** Null where the server's refusal ends the load. */
  private final Sieve sieve;

  NativeCopy(Connection connection, PostgresCopy copy) {
    this(connection, copy, null);
  }

  /** With a sieve, what the server refuses of the rows for any reason is handed over. */
  NativeCopy(Connection connection, PostgresCopy copy, Sieve sieve) {
    this.connection = connection;
    this.copy = copy;
    this.sieve = sieve;
  }

  /** A row as it came, by which it can be found again, and as the server spells it. */
  private record Judged(Row original, Row spelled) {
    static Judged of(Row row) {
      return new Judged(row.copy(), row.copy());
    }
  }

  long append(Load load, Rows rows, Arrivals arrivals) throws SQLException {
    long count = 0;
    long size = load.batchRows() == 0 ? BATCH : Math.min(BATCH, load.batchRows());
    List<Judged> batch = new ArrayList<>();
    boolean more = true;
    while (more) {
      batch.clear();
      long bytes = 0;
      while (batch.size() < size && bytes < BYTES && (more = rows.next())) {
        batch.add(Judged.of(rows.row()));
        bytes += rows.row().length();
      }
      if (!batch.isEmpty()) {
        judge(load, batch, arrivals::refused);
        count += write(load, batch, arrivals);
      }
    }
    return count;
  }

  private long write(Load load, List<Judged> batch, Arrivals arrivals) throws SQLException {
    List<Row> spelled = batch.stream().map(Judged::spelled).toList();
    return sieve != null
        ? sieve.take(batch.stream().map(Judged::original).toList(), spelled)
        : copy.append(
            load, new MemoryRows(spelled), arrivals, new TextEncoder(load.columns()), false);
  }

  /** Rows of these columns as the server would give them back; one that it refuses stays as is. */
  static List<Row> spelled(Connection connection, List<Column> columns, List<Row> rows)
      throws SQLException {
    NativeCopy judge = new NativeCopy(connection, null, null);
    List<Judged> all = rows.stream().map(Judged::of).toList();
    for (int c = 0; c < columns.size(); c++) {
      if (columns.get(c).type().kind() == Kind.NATIVE) {
        judge.judge(columns.get(c), c, new ArrayList<>(all), (row, why) -> {});
      }
    }
    return all.stream().map(Judged::spelled).toList();
  }

  private void judge(Load load, List<Judged> batch, BiConsumer<Row, Violation> refused)
      throws SQLException {
    for (int c = 0; c < load.columns().size(); c++) {
      Column column = load.columns().get(c);
      if (column.type().kind() == Kind.NATIVE && !batch.isEmpty()) {
        judge(column, c, batch, refused);
      }
    }
  }

  private void judge(Column column, int c, List<Judged> rows, BiConsumer<Row, Violation> refused)
      throws SQLException {
    if (canonical(column, c, rows)) {
      return;
    }
    if (rows.size() == 1) {
      refused.accept(
          rows.get(0).original(),
          new Violation(
              "misfit", null, List.of(column.name()), "not a value of type " + column.type()));
      rows.clear();
      return;
    }
    // Halving finds each bad value in a few round trips, and good batches cost one.
    List<Judged> first = new ArrayList<>(rows.subList(0, rows.size() / 2));
    List<Judged> second = new ArrayList<>(rows.subList(rows.size() / 2, rows.size()));
    judge(column, c, first, refused);
    judge(column, c, second, refused);
    rows.clear();
    rows.addAll(first);
    rows.addAll(second);
  }

  /** Replaces the values by the server's spelling; false where it refuses one of them. */
  private boolean canonical(Column column, int c, List<Judged> rows) throws SQLException {
    String[] values =
        rows.stream()
            .map(Judged::original)
            .map(r -> r.isNull(c) ? null : r.text(c))
            .toArray(String[]::new);
    Queries.run(connection, "SAVEPOINT godwit_judge");
    try {
      List<String> spelled = spell(column.type().name(), values);
      String bare =
          column.type().name().replaceFirst("^bit\\(", "bit varying(").replaceAll("\\(.*?\\)", "");
      // A cast cuts silently what is too long for bit(3) or too precise for interval(2).
      boolean exact = bare.equals(column.type().name()) || spelled.equals(spell(bare, values));
      for (int i = 0; exact && i < rows.size(); i++) {
        if (values[i] != null) {
          rows.get(i).spelled().setText(c, spelled.get(i));
        }
      }
      Queries.run(connection, "RELEASE SAVEPOINT godwit_judge");
      return exact;
    } catch (SQLException e) {
      String state = String.valueOf(e.getSQLState());
      if (!state.startsWith("22") && !state.startsWith("23")) {
        throw e;
      }
      Queries.run(connection, "ROLLBACK TO SAVEPOINT godwit_judge; RELEASE SAVEPOINT godwit_judge");
      return false;
    }
  }

  /** The values as the server spells them. An array's elements pass through the input function. */
  private List<String> spell(String type, String[] values) throws SQLException {
    boolean array = type.endsWith("[]") || type.equals("box");
    // In a FROM clause, unnest would take a composite type apart.
    String sql =
        array
            ? "SELECT u.v::" + type + "::text FROM unnest(?) WITH ORDINALITY u(v, i) ORDER BY u.i"
            : "SELECT u.v::text FROM (SELECT unnest(s.a) AS v, generate_subscripts(s.a, 1) AS i"
                + " FROM (SELECT ?::text::"
                + type
                + "[] AS a) s) u ORDER BY u.i";
    Array bound = connection.createArrayOf("text", values);
    return Queries.list(connection, r -> r.getString(1), sql, array ? bound : bound.toString());
  }
}
