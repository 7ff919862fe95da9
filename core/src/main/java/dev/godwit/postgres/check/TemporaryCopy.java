package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.postgres.load.PostgresCopy;
import dev.godwit.postgres.load.Sieve;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.store.Intent;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Trial;
import dev.godwit.store.Unheard;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A temporary table that is as one of the target's, see {@link TrialTable}. Rows are written in
 * batches that are undone at once, but for the sake of an exclusion constraint. Keys are not among
 * it: rows of the same key are found elsewhere.
 */
public final class TemporaryCopy implements Trial {
  private static final int BATCH = 1000;
  private static final long BYTES = 8L << 20;

  /** An entry of a B-tree is at most 2704 bytes: shorter values need not be tried. */
  private static final long LONG_KEY = 2000;

  private static final String SAVEPOINT = "godwit_trial";

  private final Connection connection;
  private final boolean own;
  private final Intent intent;
  private final TrialTable table;
  private final Arrivals arrivals;
  private final List<Integer> longKeys;
  private final List<Row> batch = new ArrayList<>();
  private long bytes;
  private boolean made;
  private boolean standing;
  private String untried;

  /** {@code own}: nobody else's work is in the connection's transaction, which may be ended. */
  public TemporaryCopy(Connection connection, boolean own, Intent intent, Arrivals arrivals) {
    this.connection = connection;
    this.own = own;
    this.intent = intent;
    this.table = new TrialTable(connection, intent);
    this.arrivals = Unheard.but(arrivals::refused);
    this.longKeys = longKeys();
    try {
      make();
    } catch (SQLException e) {
      undo();
      if (String.valueOf(e.getSQLState()).startsWith("08")) {
        throw PostgresErrors.of("making a temporary copy of " + intent.table().displayName(), e);
      }
      List<String> subjects = table.subjects();
      String what = subjects.isEmpty() ? "what it decides" : String.join(", ", subjects);
      untried = what + ": " + why(e);
    }
  }

  private static String why(SQLException e) {
    return switch (String.valueOf(e.getSQLState())) {
      case "42501" ->
          "no right to make temporary tables: GRANT TEMPORARY ON DATABASE to whoever connects";
      case "55P03" -> "another session holds a lock on the table";
      default -> PostgresErrors.message(e);
    };
  }

  private void make() throws SQLException {
    table.look();
    if (table.subjects().isEmpty() && (intent.made() || longKeys.isEmpty())) {
      return;
    }
    Queries.run(connection, begin() + (intent.made() ? "" : "SET LOCAL lock_timeout = '2s'"));
    String sql = table.creation();
    Queries.run(connection, sql);
    made = true;
    if (own) {
      // From here on nothing of the table itself is locked.
      connection.commit();
    }
  }

  private String begin() {
    // Temporary tables live in the session: on a connection of one's own they outlast commits.
    return (own ? "" : "SAVEPOINT " + SAVEPOINT + "; ") + Spellings.TRANSACTION;
  }

  /** The places of filled columns that an index holds and whose values may be long. */
  private List<Integer> longKeys() {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < intent.columns().size(); i++) {
      Column column = intent.columns().get(i);
      boolean indexed =
          intent.table().primaryKey().contains(column.name())
              || intent.table().indexes().stream()
                  .anyMatch(x -> x.method() == null && x.columns().contains(column.name()));
      if (indexed && !Locks.isOfFixedLength(column.type().kind())) {
        result.add(i);
      }
    }
    return result;
  }

  private boolean isLong(Row row) {
    long length = 0;
    for (int i : longKeys) {
      length += row.bytes(i) == null ? 0 : row.bytes(i).length;
    }
    return length > LONG_KEY;
  }

  @Override
  public boolean minds() {
    return made && table.keeps();
  }

  @Override
  public void stands(Row row) {
    standing = true;
    add(row);
  }

  @Override
  public void take(Row row) {
    if (!made || table.subjects().isEmpty() && !isLong(row)) {
      return;
    }
    if (standing) {
      end();
    }
    add(row);
  }

  private void add(Row row) {
    batch.add(row.copy());
    bytes += row.length();
    if (batch.size() == BATCH || bytes > BYTES) {
      flush();
    }
  }

  @Override
  public void end() {
    if (!batch.isEmpty()) {
      flush();
    }
    standing = false;
  }

  private void flush() {
    try {
      Queries.run(connection, begin());
      Load load = Load.of(intent.table(), intent.columns());
      PostgresCopy copy = new PostgresCopy(connection, "pg_temp." + TrialTable.NAME);
      Sieve sieve =
          Sieve.of(connection, load, copy, standing ? Unheard.but((r, why) -> {}) : arrivals);
      sieve.take(List.copyOf(batch));
      if (table.keeps()) {
        keep();
      } else {
        undo();
      }
    } catch (SQLException e) {
      undo();
      throw PostgresErrors.of("trying rows on a copy of " + intent.table().displayName(), e);
    }
    batch.clear();
    bytes = 0;
  }

  private void keep() throws SQLException {
    if (own) {
      connection.commit();
    } else {
      Queries.run(connection, "RELEASE SAVEPOINT " + SAVEPOINT);
    }
  }

  private void undo() {
    try {
      if (own) {
        connection.rollback();
      } else {
        Attempt.undo(connection, SAVEPOINT);
      }
    } catch (SQLException e) {
      // What went wrong before says more; a connection that broke has nothing to undo.
      return;
    }
  }

  @Override
  public String untried() {
    return untried;
  }

  @Override
  public void close() {
    try {
      if (made) {
        Queries.run(connection, "DROP TABLE pg_temp." + TrialTable.NAME);
        keep();
      }
    } catch (SQLException e) {
      // It goes with the session.
      undo();
    }
  }
}
