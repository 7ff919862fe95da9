package dev.godwit.copy;

import dev.godwit.model.Problem;
import dev.godwit.plan.TableCopy;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a table's rows, by what becomes of them. Not thread-safe. */
final class Faults {
  /** They end the run. */
  final Misfits misfits;

  final Misfits setAside;

  /** Rows that keep Godwit from making a key. */
  final Misfits leftOff;

  /** Values that became NULL because a rule says so. */
  final Misfits nulled;

  private final List<Problem> unenforced = new ArrayList<>();

  Faults(TableCopy copy) {
    misfits = new Misfits(copy, null);
    setAside = new Misfits(copy, "whole, with the reason, in the quarantine");
    nulled = new Misfits(copy, "they are NULL now, as a rule says");
    leftOff =
        new Misfits(
            copy,
            "the key is left out of the target then; rule for the table: onMisfit: quarantine");
  }

  /** Forgets what was found in rows on their way: they come again. */
  void clear() {
    misfits.clear();
    setAside.clear();
    nulled.clear();
  }

  /** A constraint of Godwit's own making gave way to the rows. */
  void unenforced(Problem constraint) {
    unenforced.add(constraint);
  }

  /** Constraints that the rows did not allow. */
  List<Problem> unenforced() {
    return unenforced;
  }

  /** Whatever ends no run. */
  List<Problem> warnings() {
    List<Problem> result = new ArrayList<>(unenforced);
    result.addAll(leftOff.problems());
    result.addAll(nulled.problems());
    return result;
  }
}
