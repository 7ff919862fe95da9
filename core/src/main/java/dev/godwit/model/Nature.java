package dev.godwit.model;

import java.util.List;
import java.util.Objects;

/**
 * What a type of PostgreSQL is under its name. {@code spelling} is the type's own name, under any
 * domains; {@code labels} are an enum's, or what an interval keeps, {@code infinity} too, where it
 * is not all; {@code parts} what the family says. {@code checked}: a domain's CHECK or NOT NULL has
 * a say about values, its own or an element's.
 */
public record Nature(
    Family family, String spelling, List<String> labels, List<Part> parts, boolean checked) {
  /** Of a type that its kind says all of. */
  public static final Nature PLAIN = new Nature(Family.NONE, "", List.of(), List.of(), false);

  public Nature {
    Objects.requireNonNull(family);
    Objects.requireNonNull(spelling);
    labels = List.copyOf(labels);
    parts = List.copyOf(parts);
  }

  /** A type within the type; only those of a composite type have a name that matters. */
  public record Part(String name, ColumnType type) {}

  /** The element of an array, the bounds of a range. */
  public ColumnType element() {
    return parts.get(0).type();
  }

  /** The same type, judged by a domain too. */
  public Nature checkedToo() {
    return new Nature(family, spelling, labels, parts, true);
  }

  /** How much of the server's word it takes: none, the family's, or that of a part. */
  public Family judgedAs() {
    Family strictest = family.isJudged() ? family : Family.NONE;
    for (Part part : parts) {
      Family other = part.type().nature().judgedAs();
      strictest = strictest == Family.OPAQUE || other == Family.NONE ? strictest : other;
    }
    return strictest;
  }

  /** Whether the server has to be asked about values before they are written. */
  public boolean isJudged() {
    return checked || judgedAs() != Family.NONE;
  }
}
