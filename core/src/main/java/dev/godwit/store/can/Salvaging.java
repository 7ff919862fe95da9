package dev.godwit.store.can;

import dev.godwit.model.Problem;
import java.util.List;

/** Reads what is left of a damaged store, because the caller asked for that. */
@FunctionalInterface
public interface Salvaging {
  /** What was given up in order to read the rest. */
  List<Problem> losses();
}
