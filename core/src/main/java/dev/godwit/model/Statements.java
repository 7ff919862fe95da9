package dev.godwit.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements, in a target's own language, that make what it lacks: {@code first} before the rows
 * come, {@code last} after them. {@code drops} take that away again where it lies in tables that
 * stay; {@code narrows} give columns of these their old types, once the tables are empty.
 */
public record Statements(
    List<String> first, List<String> last, List<String> drops, List<String> narrows) {
  public static final Statements NONE = new Statements(List.of(), List.of(), List.of(), List.of());

  public Statements {
    first = List.copyOf(first);
    last = List.copyOf(last);
    drops = List.copyOf(drops);
    narrows = List.copyOf(narrows);
  }

  /** These, and then others. */
  public Statements and(Statements others) {
    return new Statements(
        joined(first, others.first),
        joined(last, others.last),
        joined(drops, others.drops),
        joined(narrows, others.narrows));
  }

  /** What is left where the first have run. */
  public Statements begun() {
    return new Statements(List.of(), last, drops, narrows);
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> result = new ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
