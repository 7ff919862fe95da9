package dev.godwit.model;

import java.util.Objects;

/**
 * Something that stands in the way, or that a person should know. {@code table}, {@code column},
 * {@code key} and {@code hint} may be null. {@code message} never holds another value of the row
 * than its key. {@code rows} is how many rows it is about, null where nobody counted.
 */
public record Problem(
    String table,
    String column,
    String key,
    ProblemKind kind,
    String message,
    String hint,
    Long rows) {
  public Problem {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(message);
  }

  /** Begins one of this kind. */
  public static Place of(ProblemKind kind) {
    return new Place(kind, null, null, null);
  }

  /** What is known of it but for the words; each part of the place may be null. */
  public record Place(ProblemKind kind, String table, String column, String key) {
    public Place at(String where) {
      return at(where, null, null);
    }

    public Place at(String where, String what) {
      return at(where, what, null);
    }

    public Place at(String where, String what, String which) {
      return new Place(kind, where, what, which);
    }

    /** Something that nothing has to be done about. */
    public Problem says(String message) {
      return says(message, null);
    }

    /** With the way out, or null. */
    public Problem says(String message, String hint) {
      return new Problem(table, column, key, kind, message, hint, null);
    }
  }

  /** The same, about so many rows. */
  public Problem ofRows(long count) {
    return new Problem(table, column, key, kind, message, hint, count);
  }

  public boolean is(ProblemKind other) {
    return kind == other;
  }

  /** One line for people: place, message, way out. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder();
    if (table != null) {
      line.append(table).append(column == null ? "" : "." + column).append("  ");
    }
    line.append(message);
    if (hint != null) {
      line.append("; ").append(hint);
    }
    return Shown.line(line.toString());
  }
}
