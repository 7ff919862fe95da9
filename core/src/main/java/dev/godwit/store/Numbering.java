package dev.godwit.store;

import dev.godwit.model.Problem;
import java.util.List;

/**
 * How the sequences of a store stand to its columns: {@code behind} would give a number that a
 * column holds already, {@code loose} belong to no column that is known.
 */
public record Numbering(List<Problem> behind, List<Problem> loose) {
  public static final Numbering NONE = new Numbering(List.of(), List.of());

  public Numbering {
    behind = List.copyOf(behind);
    loose = List.copyOf(loose);
  }
}
