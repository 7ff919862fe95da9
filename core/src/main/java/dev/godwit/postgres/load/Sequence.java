package dev.godwit.postgres.load;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.SequenceEnd;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One sequence and the columns that take their numbers from it. {@code restarts}: this role may say
 * RESTART. {@code blocks}: the application may take each number for the end of a block of as many
 * numbers as the sequence counts by.
 */
record Sequence(
    List<Use> uses,
    String name,
    BigInteger step,
    BigInteger max,
    BigInteger min,
    boolean restarts,
    boolean cycles,
    boolean blocks) {
  private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

  /** A column that takes its numbers from the sequence. */
  record Use(Table table, String column) {
    String place() {
      return table.displayName() + "." + column;
    }
  }

  /** Of what the server says from this column on: increment, greatest, least, restarts. */
  static Sequence of(String name, ResultSet r, int at, boolean cycles, boolean blocks)
      throws SQLException {
    return new Sequence(
        new ArrayList<>(),
        name,
        BigInteger.valueOf(r.getLong(at)),
        BigInteger.valueOf(r.getLong(at + 1)),
        BigInteger.valueOf(r.getLong(at + 2)),
        r.getBoolean(at + 3),
        cycles,
        blocks);
  }

  String place() {
    return uses.stream().map(Use::place).distinct().collect(Collectors.joining(", "));
  }

  boolean ascends() {
    return step.signum() > 0;
  }

  /** The furthest value in the sequence's columns, as SQL. */
  String furthest() {
    List<String> each = new ArrayList<>();
    for (Use use : uses) {
      each.add(
          "(SELECT %s(%s)::numeric FROM %s)"
              .formatted(
                  ascends() ? "pg_catalog.max" : "pg_catalog.min",
                  Sql.POSTGRES.name(use.column()),
                  Sql.POSTGRES.name(use.table())));
    }
    return (ascends() ? "greatest(" : "least(") + String.join(", ", each) + ")";
  }

  /** The next number after what it gave, or behind {@code used}, which may be null. */
  BigInteger next(long last, boolean given, BigDecimal used) {
    BigInteger own = BigInteger.valueOf(last);
    BigInteger next = given ? own.add(step) : own;
    return used == null ? next : behind(next, used.setScale(0, RoundingMode.FLOOR).toBigInteger());
  }

  /** Behind a number in use; what is there already stays where it is past it. */
  BigInteger behind(BigInteger next, BigInteger used) {
    BigInteger lowest = used.add(step);
    if (!blocks || step.compareTo(BigInteger.ONE) <= 0) {
      boolean past = ascends() ? next.compareTo(used) > 0 : next.compareTo(used) < 0;
      return past ? next : lowest;
    }
    if (next.compareTo(lowest) >= 0) {
      return next;
    }
    // Only whole steps: applications reckon with where a block begins.
    BigInteger[] steps = lowest.subtract(next).divideAndRemainder(step);
    BigInteger whole = steps[1].signum() == 0 ? steps[0] : steps[0].add(BigInteger.ONE);
    return next.add(whole.multiply(step));
  }

  /** Past the greatest that the source ever gave; one that begins anew at its end does so here. */
  BigInteger after(BigInteger next, List<Long> marks) {
    BigInteger value = next;
    for (Long mark : ascends() ? marks : List.<Long>of()) {
      BigInteger given = BigInteger.valueOf(mark);
      value = blocks ? behind(value, given) : value.max(given.add(step));
    }
    return cycles && isOutside(value) ? ascends() ? min : max : value;
  }

  boolean isOutside(BigInteger value) {
    return value.compareTo(max) > 0 || value.compareTo(min) < 0;
  }

  /** The greatest number of all is in use: as in the source, the next row without a key fails. */
  boolean isSpent(BigInteger next) {
    return max.equals(GREATEST) && next.compareTo(max) > 0;
  }

  /** Where it ends for each of its columns; none where it goes as far as whole numbers, or anew. */
  List<SequenceEnd> ends() {
    return !ascends() || cycles || max.equals(GREATEST)
        ? List.of()
        : uses.stream()
            .map(
                u ->
                    new SequenceEnd(
                        u.table().name(), u.column(), max.longValue(), step.longValue()))
            .toList();
  }

  void requireInside(BigInteger next) {
    // One past the end is legal in the column but not as a place to restart.
    if (isOutside(next)) {
      String says = SequenceEnd.says(ascends() ? max : min, next);
      throw GodwitException.refused(place() + ": " + says + "; " + SequenceEnd.WAY_OUT);
    }
  }

  /** {@code used}: the value was given already. */
  String setval(BigInteger value, boolean used) {
    return "SELECT pg_catalog.setval(%s, %s, %s)"
        .formatted(Sql.POSTGRES.literal(name), value, used);
  }
}
