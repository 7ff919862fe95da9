package dev.godwit.sqlite.salvage;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.sqlite.schema.SqliteErrors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Copies what is readable of one damaged table into a new one: all at once where that works, else
 * along its numbers, around what is unreadable. Never makes a row up, and names what it leaves out;
 * but a value that was overwritten in place looks like any other.
 */
final class SalvagedTable {
  /** So many places are tried between two that are known, before the rows there count as lost. */
  private static final int PROBES = 64;

  private static final long LARGEST_BATCH = 1024;

  private final Connection connection;
  private final String to;
  private final String from;
  private final List<String> columns;
  private final List<String> sources;
  private final List<String> keys;
  private final boolean numbered;
  private final List<String> losses = new ArrayList<>();
  private final NumberRanges unreadable = new NumberRanges();
  private final NumberRanges disordered = new NumberRanges();
  private final NumberRanges repeated = new NumberRanges();

  /** What looking for the first row from a number upwards found. */
  private record Seek(boolean works, boolean any, long number) {
    static final Seek FAILED = new Seek(false, false, 0);
    static final Seek END = new Seek(true, false, 0);
  }

  /**
   * {@code from} is SQL for the damaged table, {@code sources} for its columns; {@code keys} are
   * among the columns. {@code numbered} where the key is the row's number.
   */
  SalvagedTable(
      Connection connection,
      String to,
      String from,
      List<String> columns,
      List<String> sources,
      List<String> keys,
      boolean numbered) {
    this.connection = connection;
    this.to = to;
    this.from = from;
    this.columns = columns;
    this.sources = sources;
    this.keys = keys;
    this.numbered = numbered;
  }

  /** Sentences about what was left out. */
  List<String> losses() {
    return losses;
  }

  void create() throws SQLException {
    String names =
        columns.stream()
            .map(
                c -> Sql.SQLITE.name(c) + (numbered && c.equals("k") ? " INTEGER PRIMARY KEY" : ""))
            .collect(Collectors.joining(", "));
    String key = numbered || keys.isEmpty() ? "" : ", UNIQUE (" + Sql.SQLITE.names(keys) + ")";
    Queries.run(connection, "CREATE TABLE " + Sql.SQLITE.name(to) + " (" + names + key + ")");
  }

  void fill() throws SQLException {
    try {
      Queries.run(connection, insert("INSERT", numbered ? " ORDER BY " + number() : ""));
    } catch (SQLException e) {
      if (isFatal(e)) {
        throw e;
      } else if (numbered) {
        alongNumbers(SqliteErrors.plain(e));
      } else {
        fromBothEnds(SqliteErrors.plain(e));
      }
    }
    unreadable.say("cannot be read").ifPresent(losses::add);
    disordered.say("are out of order, and are left out").ifPresent(losses::add);
    repeated.say("are there more than once; one row of each is kept").ifPresent(losses::add);
  }

  private String insert(String verb, String rest) {
    return verb
        + " INTO "
        + Sql.SQLITE.name(to)
        + " ("
        + Sql.SQLITE.names(columns)
        + ") SELECT "
        + String.join(", ", sources)
        + " FROM "
        + from
        + rest;
  }

  private String number() {
    return sources.get(columns.indexOf("k"));
  }

  /** What is wrong with this program or with its own file must not pass for damage. */
  private static boolean isFatal(SQLException e) {
    return switch (e.getErrorCode() & 0xff) {
      case 5, 6, 7, 9, 13, 14, 21 -> true;
      default -> false;
    };
  }

  private void alongNumbers(String why) throws SQLException {
    long start = Long.MIN_VALUE;
    while (true) {
      long good = run(start);
      if (good == Long.MAX_VALUE) {
        return;
      }
      // What failed comes after the last good row; nobody knows its number.
      long bad = good < start || good == Long.MIN_VALUE ? start : good + 1;
      Seek next = next(bad);
      if (!next.any()) {
        losses.add(
            bad == Long.MIN_VALUE
                ? "no row can be read: " + why
                : "no row can be read from number " + bad + " on: " + why);
        return;
      }
      unreadable.add(bad, next.number() - 1);
      start = next.number();
    }
  }

  /**
   * Copies rows from this number upwards. Returns the last number that was read, one less than the
   * first where there was none, or the greatest where the end was reached.
   */
  private long run(long first) throws SQLException {
    LongStream.Builder numbers = LongStream.builder();
    boolean whole = walk(first, numbers);
    long last = first == Long.MIN_VALUE ? first : first - 1;
    try (PreparedStatement copy =
        connection.prepareStatement(insert("INSERT", " WHERE " + number() + " = ?"))) {
      for (long number : numbers.build().toArray()) {
        copy(copy, number);
        last = Math.max(last, number);
      }
    }
    return whole ? Long.MAX_VALUE : last;
  }

  /** Reads ahead, since a write would make SQLite look for its place again, in a broken order. */
  private boolean walk(long first, LongStream.Builder numbers) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(upwards())) {
      statement.setLong(1, first);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          numbers.add(rows.getLong(1));
        }
      }
      return true;
    } catch (SQLException e) {
      if (isFatal(e)) {
        throw e;
      }
      return false;
    }
  }

  private String upwards() {
    return "SELECT %1$s FROM %2$s WHERE %1$s >= ? ORDER BY %1$s".formatted(number(), from);
  }

  private void copy(PreparedStatement copy, long number) throws SQLException {
    try {
      copy.setLong(1, number);
      if (copy.executeUpdate() == 0) {
        disordered.add(number, number);
      }
    } catch (SQLException e) {
      if (isFatal(e)) {
        throw e;
      }
      boolean twice = (e.getErrorCode() & 0xff) == 19 /* CONSTRAINT */;
      (twice ? repeated : unreadable).add(number, number);
    }
  }

  /** The first row above the bad number at which reading works again. */
  private Seek next(long badOrLowest) throws SQLException {
    // Below zero there are hardly any rows, and a way of 2^63 numbers to go.
    long bad = badOrLowest == Long.MIN_VALUE ? 0 : badOrLowest;
    for (long step = 1; step > 0; step *= 2) {
      long place = bad + step < bad ? Long.MAX_VALUE : bad + step;
      if (seek(place).works()) {
        return closest(bad, place);
      }
    }
    Seek last = query(upwards().replace(" WHERE " + number() + " >= ?", "") + " DESC LIMIT 1");
    return last.any() && last.number() > bad ? closest(bad, last.number()) : Seek.FAILED;
  }

  /**
   * The first row above the bad number, where reading works at the other. Halves the gap, then
   * tries places within it, since a sound page may lie between two damaged ones.
   */
  private Seek closest(long bad, long works) throws SQLException {
    long high = works;
    while (true) {
      long low = bad;
      while (low + 1 < high) {
        long middle = (low & high) + ((low ^ high) >> 1);
        if (seek(middle).works()) {
          high = middle;
        } else {
          low = middle;
        }
      }
      long between = between(bad, high);
      if (between == high) {
        return seek(high);
      }
      high = between;
    }
  }

  private long between(long bad, long high) throws SQLException {
    long stride = Math.max(1, high / PROBES - bad / PROBES);
    for (long place = bad + stride; place > bad && place < high; place += stride) {
      Seek found = seek(place);
      if (found.any() && found.number() < high) {
        return place;
      }
    }
    return high;
  }

  private Seek seek(long number) throws SQLException {
    Seek found = query(upwards() + " LIMIT 1", number);
    return found.any() && found.number() < number ? Seek.FAILED : found;
  }

  private Seek query(String sql, Object... bindings) throws SQLException {
    try {
      Long number = Queries.number(connection, sql, bindings);
      return number == null ? Seek.END : new Seek(true, true, number);
    } catch (SQLException e) {
      if (isFatal(e)) {
        throw e;
      }
      return Seek.FAILED;
    }
  }

  /** Rows without numbers: as many as can be read forwards, then backwards. */
  private void fromBothEnds(String why) throws SQLException {
    long first = batches("");
    String backwards =
        keys.stream()
            .map(k -> sources.get(columns.indexOf(k)) + " DESC")
            .collect(Collectors.joining(", ", " ORDER BY ", ""));
    long last = keys.isEmpty() ? 0 : batches(backwards);
    losses.add(
        "only the first %d and the last %d rows can be read: %s".formatted(first, last, why));
  }

  private long batches(String order) throws SQLException {
    long taken = 0;
    for (long size = LARGEST_BATCH; size > 0; ) {
      try (PreparedStatement batch =
          connection.prepareStatement(insert("INSERT OR IGNORE", order + " LIMIT ? OFFSET ?"))) {
        batch.setLong(1, size);
        batch.setLong(2, taken);
        int copied = batch.executeUpdate();
        taken += copied;
        if (copied < size) {
          return taken;
        }
      } catch (SQLException e) {
        if (isFatal(e)) {
          throw e;
        }
        size /= 2;
      }
    }
    return taken;
  }
}
