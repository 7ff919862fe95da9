package dev.godwit.store;

import java.util.List;

/**
 * A place in a table's key order: the key columns' names and the values of the row just read, as
 * text with their storage class. {@link #START} lies before the first row.
 */
public record Position(List<String> columns, List<Object> values) {
  public static final Position START = new Position(List.of(), List.of());

  /** Values are Long, Double, String or byte[]; null stands for NULL. */
  public Position {
    columns = List.copyOf(columns);
    values = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(values));
  }

  /** The place after so many rows, where they have no other key. */
  public static Position row(long rows) {
    return new Position(List.of("row"), List.of(rows));
  }

  /** How many rows lie before a place that {@link #row} gave, or the start. */
  public long rows() {
    return isStart() ? 0 : ((Number) values.get(0)).longValue();
  }

  public boolean isStart() {
    return columns.isEmpty();
  }

  /** For people: {@code id=17}, or {@code (a, b)=(1, x)}. Long texts are cut. */
  @Override
  public String toString() {
    if (isStart()) {
      return "start";
    }
    if (columns.size() == 1) {
      return columns.get(0) + "=" + show(values.get(0));
    }
    return "("
        + String.join(", ", columns)
        + ")=("
        + String.join(", ", values.stream().map(Position::show).toList())
        + ")";
  }

  private static String show(Object value) {
    String text =
        value instanceof byte[] b
            ? "x'" + java.util.HexFormat.of().formatHex(b, 0, Math.min(b.length, 20)) + "'"
            // PostgreSQL's text, where keys end up in comments and the quarantine, has no U+0000.
            : String.valueOf(value).replace("\0", "\\0");
    return text.length() > 60 ? text.substring(0, 57) + "..." : text;
  }
}
