package dev.godwit.run.protocol;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.plan.TableCopy;
import java.util.List;
import java.util.Map;

/** Which rows of its tables a run writes. Use once. */
public interface Strategy {
  /** Looks at what is there, and refuses where no rule has an answer; before the run is noted. */
  default void meet(Protocol run) {}

  /** Whether what the run overwrites can be brought back. */
  default boolean hasWayBack() {
    return true;
  }

  /** Makes the target's tables where they have to be made, and writes the rows. */
  List<Moved> move(Protocol run);

  /** Whether the table may hold more than came. */
  boolean mayHoldMore(TableCopy copy);

  /** Rows of tables, by name, that need no counting after the run. */
  default Map<String, Long> counts(List<Moved> moved) {
    return Map.of();
  }

  /** What to say where the target does not hold what it should. */
  default GodwitException refusal(List<Problem> problems) {
    return GodwitException.refused(
        "what arrived is not what was sent; nothing was kept:", problems);
  }
}
