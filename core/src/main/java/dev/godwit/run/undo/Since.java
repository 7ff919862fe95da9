package dev.godwit.run.undo;

import dev.godwit.history.Checkpoint;
import dev.godwit.history.History;
import dev.godwit.history.ModeKind;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.State.TableState;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.verify.Digests;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells what has happened to tables since a run wrote them: what going back would lose. */
final class Since {
  private final Target target;
  private final History history;
  private final Run run;
  private final List<TableState> tables;

  Since(Target target, History history, Run run, List<TableState> tables) {
    this.target = target;
    this.history = history;
    this.run = run;
    this.tables = tables;
  }

  /** None where every table is as the run left it. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>(laterRuns());
    Map<String, TableState> left = left();
    for (TableState t : tables) {
      TableState after = left.get(t.displayName());
      Table table = target.catalog().table(t.name()).orElse(null);
      if (after != null && table == null) {
        problems.add(changed(t, "the table is not there any more"));
      } else if (after != null) {
        String difference = difference(table, after);
        if (difference != null) {
          problems.add(changed(t, difference));
        }
      }
    }
    return problems;
  }

  private List<Problem> laterRuns() {
    List<Problem> problems = new ArrayList<>();
    for (Run later : history.runs()) {
      boolean isLater =
          later.started().isAfter(run.started()) && later.stands() && later.before() != null;
      if (isLater) {
        State before = State.read(later.before());
        List<TableState> met = tables.stream().filter(t -> before.table(t.name()) != null).toList();
        Optional<TableState> written = met.stream().filter(t -> isWritten(t, later)).findFirst();
        String did =
            written.isPresent()
                ? " wrote to it later: roll that back first"
                : " has compared it later, and noted what it found: roll that back first";
        written
            .or(() -> met.stream().findFirst())
            .ifPresent(t -> problems.add(changed(t, "migration " + later.migrationId() + did)));
      }
    }
    return problems;
  }

  /** Whether a run wrote to a table: one that compares may have left it as it found it. */
  private static boolean isWritten(TableState table, Run run) {
    if (run.mode() != ModeKind.INCREMENTAL && run.mode() != ModeKind.DIFFERENTIAL) {
      return true;
    }
    TableState before = State.read(run.before()).table(table.name());
    TableState after = run.after() == null ? null : State.read(run.after()).table(table.name());
    return after == null || before.digest() == null || !before.digest().equals(after.digest());
  }

  /** What the run left, by table: at its end, or, where it has none, at its last checkpoint. */
  private Map<String, TableState> left() {
    Map<String, TableState> result = new LinkedHashMap<>();
    if (run.after() != null) {
      State.read(run.after()).tables().forEach(t -> result.put(t.displayName(), t));
      return result;
    }
    Map<String, Checkpoint> reached = new LinkedHashMap<>();
    history.checkpoints(run.migrationId()).forEach(c -> reached.put(c.table(), c));
    for (TableState t : tables) {
      Checkpoint c = reached.get(t.name());
      // What was there before the run is not in the checkpoint's digest.
      if (t.rows() == 0 && (c == null || c.digest() != null)) {
        result.put(t.displayName(), c == null ? t : reached(t, c.digest()));
      }
    }
    return result;
  }

  private static TableState reached(TableState t, String digest) {
    return new TableState(
        t.schema(),
        t.name(),
        t.columns(),
        Long.parseLong(digest.substring(0, digest.indexOf(' '))),
        digest,
        t.made(),
        false);
  }

  private String difference(Table table, TableState after) {
    if (after.digest() == null) {
      long rows = Counting.of(target).count(table);
      return rows == after.rows()
          ? null
          : "it holds " + rows + " rows, and the run left " + after.rows();
    }
    boolean known = after.columns().stream().allMatch(c -> table.column(c).isPresent());
    if (!known) {
      return "its columns are others";
    }
    return Digests.of(target, table, Rollback.columns(table, after)).state().equals(after.digest())
        ? null
        : "its rows are not those that the run left";
  }

  private static Problem changed(TableState t, String how) {
    return Problem.of(ProblemKind.CHANGED).at(t.displayName()).says(how);
  }
}
