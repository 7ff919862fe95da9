package dev.godwit.history;

import dev.godwit.model.ByName;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Verdict;
import dev.godwit.store.Holder;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Journal;
import dev.godwit.store.can.Making;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What ran on a target, and how far it came. Every note belongs to the transaction in which it is
 * made ({@link Target#atomically}): it is kept with the rows that it speaks of, or not at all. Not
 * thread-safe.
 */
public final class History {
  private static final String RUNS = "runs";
  private static final Comparator<Run> BY_TIME =
      Comparator.comparing(Run::started).thenComparing(Run::migrationId);
  private static final String CHECKPOINTS = "checkpoints";
  private static final List<Column> RUN_COLUMNS =
      columns(
          "migration_id",
          "verb",
          "mode",
          "source",
          "fingerprint",
          "rules",
          "host",
          "pid",
          "started",
          "version",
          "verdict",
          "finished",
          "report",
          "state_before",
          "state_after",
          "undone_by");
  private static final List<Column> CHECKPOINT_COLUMNS =
      columns(
          "migration_id",
          "table_name",
          "reached",
          "rows_read",
          "rows_rejected",
          "digest",
          "finished");

  private final Target target;
  private final Journal journal;
  private final Journal progress;
  private final boolean kept;

  /** Those that were written here: their reports can be long to read back. */
  private final Map<String, Run> own = new HashMap<>();

  private History(Target target) {
    this.target = target;
    this.journal = Journal.of(target, RUNS, RUN_COLUMNS);
    this.progress = Journal.of(target, CHECKPOINTS, CHECKPOINT_COLUMNS);
    this.kept = Journal.at(target).mayJournal();
  }

  /**
   * The history of this target, which stays the caller's. Nothing is made before {@link #begin}.
   */
  public static History of(Target target) {
    return new History(target);
  }

  /** False where this user may not write it: then runs are noted nowhere. */
  public boolean isKept() {
    return kept;
  }

  private static List<Column> columns(String... names) {
    return Stream.of(names).map(n -> Column.of(n, ColumnType.of(Kind.TEXT, "text"))).toList();
  }

  /** Notes that a run begins. */
  public void begin(Run run) {
    if (kept) {
      put(run);
    }
  }

  /**
   * Notes how far a table has come, in place of what was noted of it before.
   *
   * @throws GodwitException where no history is kept: then nothing could be resumed
   */
  public void advance(String migrationId, Checkpoint checkpoint) {
    advance(migrationId, List.of(checkpoint));
  }

  /** The same for several tables. */
  public void advance(String migrationId, List<Checkpoint> checkpoints) {
    if (!kept) {
      throw GodwitException.refused(
          "this user may not make tables in schema godwit of "
              + target.name()
              + ", where the progress is kept; an administrator helps with CREATE SCHEMA godwit"
              + " AUTHORIZATION the user");
    }
    if (checkpoints.isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (Checkpoint c : checkpoints) {
      List<String> cells = new ArrayList<>();
      cells.add(migrationId);
      cells.add(c.table());
      cells.add(Checkpoint.write(c.reached()));
      cells.add(Long.toString(c.rows()));
      cells.add(Long.toString(c.rejected()));
      cells.add(c.digest());
      cells.add(Boolean.toString(c.finished()));
      rows.add(cells);
    }
    progress.put(2, rows);
  }

  /** How far the tables of a run have come; a table that nothing was noted of is not among them. */
  public List<Checkpoint> checkpoints(String migrationId) {
    return checkpoints(Set.of(migrationId)).getOrDefault(migrationId, List.of());
  }

  /** The same of several runs, by their ids. */
  public Map<String, List<Checkpoint>> checkpoints(Set<String> migrationIds) {
    Map<String, List<Checkpoint>> result = new HashMap<>();
    try (Rows rows = progress.read(target)) {
      while (rows.next()) {
        Row r = rows.row();
        if (migrationIds.contains(r.text(0))) {
          List<Checkpoint> of = result.computeIfAbsent(r.text(0), id -> new ArrayList<>());
          of.add(
              new Checkpoint(
                  r.text(1),
                  Checkpoint.read(r.text(2)),
                  Long.parseLong(r.text(3)),
                  Long.parseLong(r.text(4)),
                  text(r, 5),
                  Boolean.parseBoolean(r.text(6))));
        }
      }
    }
    return result;
  }

  /** Notes how a run ended; {@code report} is the JSON report. */
  public void finish(String migrationId, Verdict verdict, String report) {
    if (kept) {
      put(required(migrationId).ended(verdict, report));
    }
  }

  /** Notes what the target is like now that the run is over. */
  public void after(String migrationId, String state) {
    if (kept) {
      put(required(migrationId).to(state));
    }
  }

  /** Notes that a run was taken back, by the run of the other id. */
  public void undone(String migrationId, String by) {
    put(required(migrationId).undone(by));
  }

  /**
   * Every run on the target, the oldest first. One database keeps those of all its schemas: runs
   * that are known to have written to others are not among them.
   */
  public List<Run> runs() {
    List<Run> result = new ArrayList<>();
    try (Rows rows = journal.read(target)) {
      while (rows.next()) {
        Run run = run(rows.row());
        if (run.before() == null || State.read(run.before()).isOf(Making.of(target).schema())) {
          result.add(run);
        }
      }
    }
    result.sort(BY_TIME);
    return result;
  }

  /** How many runs are noted, those of other schemas among them: quicker than reading them. */
  long count() {
    long count = 0;
    try (Rows rows = journal.read(target)) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  /** The run of this id. */
  public Optional<Run> find(String migrationId) {
    return runs().stream().filter(r -> r.migrationId().equals(migrationId)).findFirst();
  }

  /** The last run, by when it began, of which this is so. */
  public Optional<Run> last(Predicate<Run> wanted) {
    return runs().stream().filter(wanted).max(BY_TIME);
  }

  /** The last run that wrote to a table and was not taken back; null where there is none. */
  public String writer(String table) {
    return writers().nearest(table).map(Wrote::migrationId).orElse(null);
  }

  /** That a run wrote to a table. */
  public record Wrote(String table, String migrationId) {}

  /** The same of all tables. */
  public ByName<Wrote> writers() {
    return writers(runs(), run -> run.stands() && run.end() != null);
  }

  /** Which of these runs, the oldest first, wrote last to each table. */
  static ByName<Wrote> writers(List<Run> runs, Predicate<Run> wanted) {
    Map<String, Wrote> last = new HashMap<>();
    for (Run run : runs) {
      if (run.before() != null && wanted.test(run)) {
        State.read(run.before())
            .tables()
            .forEach(t -> last.put(t.name(), new Wrote(t.name(), run.migrationId())));
      }
    }
    return new ByName<>(last.values(), Wrote::table);
  }

  /** Takes out every note of {@link #runs}: their tables are gone. */
  public void forget() {
    if (!kept) {
      return;
    }
    List<Run> gone = runs();
    for (String name : List.of(CHECKPOINTS, "quarantine", RUNS)) {
      Journal notes = Journal.of(target, name, List.of());
      gone.forEach(r -> notes.remove(r.migrationId()));
    }
    Journal.of(target, "scaffold", List.of()).remove(Making.of(target).schema());
    own.clear();
  }

  /**
   * The run of this id.
   *
   * @throws GodwitException where there is none
   */
  public Run required(String migrationId) {
    return Optional.ofNullable(own.get(migrationId))
        .or(() -> find(migrationId))
        .orElseThrow(
            () ->
                GodwitException.refused(
                    target.name()
                        + " knows no migration "
                        + migrationId
                        + "; godwit history lists those that it knows, and older ones may have been"
                        + " folded"));
  }

  /** Takes out what is noted of a run. */
  void remove(Run run) {
    journal.remove(run.migrationId());
    progress.remove(run.migrationId());
    own.remove(run.migrationId());
  }

  void put(Run run) {
    List<String> cells = new ArrayList<>();
    cells.add(run.migrationId());
    cells.add(run.verb().toString());
    cells.add(run.mode().toString());
    cells.add(run.source());
    cells.add(run.fingerprint());
    cells.add(run.rules());
    cells.add(run.holder().host());
    cells.add(Long.toString(run.holder().pid()));
    cells.add(run.started().toString());
    cells.add(run.version());
    cells.add(run.end() == null ? null : run.end().verdict().toString());
    cells.add(run.end() == null ? null : run.end().at().toString());
    cells.add(run.end() == null ? null : run.end().report());
    cells.add(run.before());
    cells.add(run.after());
    cells.add(run.undoneBy());
    journal.put(1, List.of(cells));
    own.put(run.migrationId(), run);
  }

  private static Run run(Row r) {
    Instant started = Instant.parse(r.text(8));
    return new Run(
        r.text(0),
        Verb.of(r.text(1)),
        ModeKind.of(r.text(2)),
        r.text(3),
        r.text(4),
        r.text(5),
        new Holder(r.text(0), r.text(6), Long.parseLong(r.text(7)), started),
        started,
        r.text(9),
        r.isNull(10)
            ? null
            : new Run.End(Verdict.of(r.text(10)), Instant.parse(r.text(11)), r.text(12)),
        text(r, 13),
        text(r, 14),
        text(r, 15));
  }

  private static String text(Row row, int i) {
    return row.isNull(i) ? null : row.text(i);
  }
}
