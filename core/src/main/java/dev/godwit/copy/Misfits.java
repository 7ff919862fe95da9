package dev.godwit.copy;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.TableCopy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What did not fit in one table, gathered by column and reason: the count, and the first keys.
 * Memory does not grow with the number of rows.
 */
final class Misfits {
  private static final int KEYS = 20;

  private record Place(String column, ProblemKind kind, String reason) {}

  private static final class Tally {
    long count;
    final List<String> keys = new ArrayList<>();

    /** What makes all values fit that were looked at; null where none was. */
    Set<String> remedies;
  }

  private final TableCopy copy;
  private final String hint;
  private String conflicts =
      "change that row on one side, or rule for the table: onConflict: replace";
  private final Map<Place, Tally> tallies = new LinkedHashMap<>();

  /** {@code hint} is the way out; null where it is a rule. */
  Misfits(TableCopy copy, String hint) {
    this.copy = copy;
    this.hint = hint;
  }

  /**
   * In a run after the first, a row of the target's may be in the way that is gone from the source.
   */
  void ofLaterRun() {
    conflicts =
        "change that row on one side; one that the source does not have goes by --mode differential"
            + " and the rule conflicts: source";
  }

  boolean isEmpty() {
    return tallies.isEmpty();
  }

  /** Counts one more; its {@code key} is asked for where it is shown, as making one costs. */
  void add(String column, ProblemKind kind, Supplier<String> key, String reason) {
    add(column, kind, key, reason, null);
  }

  /** The same, and which rules would make the value fit: asked for a few, null for none. */
  void add(
      String column,
      ProblemKind kind,
      Supplier<String> key,
      String reason,
      Supplier<Set<String>> remedies) {
    Tally tally = tallies.computeIfAbsent(new Place(column, kind, reason), p -> new Tally());
    tally.count++;
    if (tally.keys.size() >= KEYS) {
      return;
    }
    tally.keys.add(key.get());
    if (remedies != null && tally.remedies == null) {
      tally.remedies = new LinkedHashSet<>(remedies.get());
    } else if (remedies != null) {
      tally.remedies.retainAll(remedies.get());
    }
  }

  void clear() {
    tallies.clear();
  }

  /** One problem a column and reason: {@code 2 rows do not fit, first at id=17 (…)}. */
  List<Problem> problems() {
    Map<String, String> types = types();
    List<Problem> result = new ArrayList<>();
    tallies.forEach(
        (place, tally) -> {
          String first = tally.keys.get(0);
          String rows = Shown.count(tally.count, "row");
          String verb = tally.count == 1 ? " does" : " do";
          String type = types.get(place.column());
          String message =
              (type == null ? "" : type + ": ")
                  + rows
                  + (place.kind() == ProblemKind.MISFIT
                      ? verb + " not fit, first at " + first + " (" + place.reason() + ")"
                      : (tally.count == 1 ? " " : ", each ")
                          + place.reason()
                          + ", first at "
                          + first);
          if (tally.keys.size() > 1) {
            message +=
                "; "
                    + (tally.count > tally.keys.size() ? "first keys: " : "keys: ")
                    + String.join(", ", tally.keys);
          }
          result.add(
              Problem.of(place.kind())
                  .at(copy.from().name(), place.column(), first)
                  .says(message, hint(place, tally))
                  .ofRows(tally.count));
        });
    return result;
  }

  /** What each column's values are, and become. */
  private Map<String, String> types() {
    Map<String, String> types = new HashMap<>();
    for (ColumnCopy c : copy.columns()) {
      String from = c.from() == null ? "" : c.from().type().name();
      types.put(c.name(), (from.isEmpty() ? "" : from + " → ") + c.to().type());
    }
    return types;
  }

  private String hint(Place place, Tally tally) {
    if (hint != null) {
      return hint;
    }
    if (place.kind() == ProblemKind.CONFLICT) {
      return conflicts;
    }
    if (place.kind() != ProblemKind.MISFIT) {
      return "rule for the table: onMisfit: quarantine";
    }
    List<String> answers = new ArrayList<>();
    if (tally.remedies != null) {
      answers.addAll(tally.remedies);
    }
    answers.add("{onMisfit: quarantine}");
    return "rule: " + place.column() + ": " + String.join(", or ", answers);
  }
}
