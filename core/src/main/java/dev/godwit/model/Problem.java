package dev.godwit.model;

import java.util.Objects;

/**
 * Something that stands in the way, or that a person should know. {@code table}, {@code column},
 * {@code key} and {@code hint} may be null; {@code kind} is one short word such as {@code misfit}
 * or {@code orphan}. {@code message} never holds another value of the row than its key.
 */
public record Problem(
    String table, String column, String key, String kind, String message, String hint) {
  public Problem {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(message);
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
