package dev.godwit.inspect;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a column is declared as and what it holds. Minima and maxima are null where there is no such
 * value. {@code digits} counts digits before the point, {@code scale} those after it, over all
 * numbers in their shortest decimal spelling; -1 where nobody looked.
 */
public record ColumnProfile(
    String name,
    Declared declared,
    Map<Mark, Seen> seen,
    Long minInteger,
    Long maxInteger,
    Double minReal,
    Double maxReal,
    Texts texts,
    int digits,
    int scale,
    long longestCharacters,
    long longestBytes,
    long longestBlob,
    long bytes) {
  private static final List<Mark> CLASSES = List.of(Mark.INTEGER, Mark.REAL, Mark.TEXT, Mark.BLOB);

  /** The first and the last text in the order of their bytes, cut after 40 characters. */
  public record Texts(String min, String max) {}

  /** The least number, a Long or a Double as it is stored, or null. */
  public Number min() {
    // Numeric promotion would make one of the other.
    return minReal == null || minInteger != null && compare(minInteger, minReal) <= 0
        ? (Number) minInteger
        : (Number) minReal;
  }

  /** The greatest number, a Long or a Double as it is stored, or null. */
  public Number max() {
    return maxReal == null || maxInteger != null && compare(maxInteger, maxReal) >= 0
        ? (Number) maxInteger
        : (Number) maxReal;
  }

  private static int compare(long integer, double real) {
    return Double.isInfinite(real)
        ? Double.compare(0, real)
        : BigDecimal.valueOf(integer).compareTo(new BigDecimal(real));
  }

  public ColumnProfile {
    seen = Map.copyOf(seen);
  }

  /** A column of a table without rows. */
  public static ColumnProfile empty(String name, Declared declared) {
    return new ColumnProfile(
        name, declared, Map.of(), null, null, null, null, null, -1, -1, 0, 0, 0, 0);
  }

  public long count(Mark mark) {
    Seen found = seen.get(mark);
    return found == null ? 0 : found.count();
  }

  /** The key of the first row that this was seen in, or null. */
  public String firstKey(Mark mark) {
    Seen found = seen.get(mark);
    return found == null ? null : found.firstKey();
  }

  /** How many cells are not NULL. */
  public long values() {
    return CLASSES.stream().mapToLong(this::count).sum();
  }

  /** Whether there are values, and each has one of these marks. The marks exclude each other. */
  public boolean all(Mark... marks) {
    long sum = 0;
    for (Mark mark : marks) {
      sum += count(mark);
    }
    return sum > 0 && sum == values();
  }

  /** The encodings of dates found, the commonest first. */
  public List<Mark> dates() {
    List<Mark> result = new ArrayList<>(seen.keySet().stream().filter(Mark::isDate).toList());
    result.sort((a, b) -> Long.compare(count(b), count(a)));
    return result;
  }
}
