package dev.godwit.history;

import dev.godwit.history.State.TableState;
import dev.godwit.store.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Takes old runs out of a history, but for what those after them go on from: which run wrote last
 * to a table, what it left, and which tables were made. Inside a transaction of the target. None
 * that goes can be taken back any more. Not thread-safe.
 */
public final class Folding {
  /** So many runs are kept where nobody folds them; it is done once there are a tenth more. */
  public static final int KEPT = 365;

  private final Target target;
  private final History history;

  public Folding(Target target) {
    this.target = target;
    this.history = History.of(target);
  }

  /** What became of runs, by their ids: folded now, and of these such as could be taken back. */
  public record Folded(List<String> runs, List<String> closed) {
    public Folded {
      runs = List.copyOf(runs);
      closed = List.copyOf(closed);
    }
  }

  /** Folds all but the last so many. */
  public Folded allBut(int last) {
    List<Run> runs = history.runs();
    Set<Run> kept = new HashSet<>(runs.subList(Math.max(0, runs.size() - last), runs.size()));
    return fold(runs, kept::contains);
  }

  /** Folds those that began before a moment; the last stays. */
  public Folded before(Instant moment) {
    List<Run> runs = history.runs();
    Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    return fold(runs, r -> r.equals(last) || !r.started().isBefore(moment));
  }

  /** The same by itself, where there would be more and more. */
  public Folded surplus() {
    int most = KEPT + KEPT / 10;
    return history.count() > most
            && history.runs().stream().filter(r -> !r.isFolded()).count() > most
        ? allBut(KEPT)
        : new Folded(List.of(), List.of());
  }

  private Folded fold(List<Run> runs, Predicate<Run> kept) {
    List<Run> old = runs.stream().filter(r -> !kept.test(r) && !r.isOpen()).toList();
    Set<String> noted = Base.noted(target);
    Map<String, Run> writers = new HashMap<>();
    Set<String> made = new HashSet<>();
    for (Run run : old) {
      if (run.isKept() && run.before() != null) {
        for (TableState t : State.read(run.before()).tables()) {
          writers.put(run.identity() + "\n" + t.name(), run);
          if (t.made()) {
            made.add(t.name());
          }
        }
      }
    }
    List<String> folded = new ArrayList<>();
    List<String> closed = new ArrayList<>();
    for (Run run : old) {
      if (run.isFolded() && writers.containsValue(run)) {
        continue;
      }
      folded.add(run.migrationId());
      if (run.isKept() && run.before() != null && !run.isFolded()) {
        closed.add(run.migrationId());
      }
      if (run.isKept() && (writers.containsValue(run) || noted.contains(run.migrationId()))) {
        State state = State.read(run.before());
        List<TableState> tables =
            state.tables().stream().map(t -> t.folded(made.contains(t.name()))).toList();
        history.put(run.folded(state.folded(tables).json()));
      } else {
        history.remove(run);
      }
    }
    return new Folded(folded, closed);
  }
}
