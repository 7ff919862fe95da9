package dev.godwit.run.protocol;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Copier;
import dev.godwit.copy.Progress;
import dev.godwit.history.Base;
import dev.godwit.history.Base.Side;
import dev.godwit.history.Checkpoint;
import dev.godwit.history.Folding;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.Verb;
import dev.godwit.model.Counter;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.store.Loading;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Sequenced;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.BaseEntries;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.ComputedColumns;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import dev.godwit.verify.Verification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a run goes, whatever its mode: note the way back, create, write, verify, fill, remember,
 * report. A {@link Strategy} says which rows of a table are written, and in how many transactions.
 * Inside a transaction of the target. Use once.
 */
public final class Protocol implements AutoCloseable {
  private final Task task;
  private final Target target;
  private final Account account;
  private final History history;
  private final Base base;
  private final WayBack wayBack;

  /** How many copies each table gets. */
  private final Map<Table, Integer> ways = new HashMap<>();

  private final Map<TableCopy, ReadBack> found = new HashMap<>();
  private final Map<TableCopy, Base.Writer> notes = new HashMap<>();

  public Protocol(Task task) {
    this.task = task;
    this.target = task.target();
    this.account = new Account(task);
    this.history = History.of(target);
    task.plan().tables().forEach(t -> ways.merge(t.to(), 1, Integer::sum));
    this.base = new Base(target, history, run -> run.isFrom(task.source()));
    this.wayBack = new WayBack(task.plan(), target, task.options(), task.progress());
  }

  /** What it is to do. */
  public Task task() {
    return task;
  }

  public Account account() {
    return account;
  }

  public Base base() {
    return base;
  }

  public History history() {
    return history;
  }

  /** All of it; {@code check} is of the source. */
  public void run(Strategy strategy, SourceCheck check) {
    wayBack.orDiscard(
        () -> {
          strategy.meet(this);
          begin(strategy.hasWayBack());
          conclude(strategy.move(this), strategy, () -> requireSound(check.result()));
        });
  }

  /** The same, of a run in batches: its first transaction. */
  public void begin(Runnable first) {
    wayBack.orDiscard(
        () -> {
          begin(true);
          first.run();
        });
  }

  private void begin(boolean hasWayBack) {
    if (!history.isKept()) {
      account.warn(
          Problem.of(ProblemKind.HISTORY)
              .says(
                  "this user may not make tables in schema godwit of the target: the run is in no"
                      + " history and cannot be rolled back",
                  "CREATE SCHEMA godwit AUTHORIZATION the user, as an administrator"));
    }
    Run run =
        Run.beginning(
            task.plan().migrationId(),
            Verb.MIGRATE,
            task.mode().kind(),
            task.source(),
            task.options().digest());
    String state = hasWayBack ? wayBack.before().map(State::json).orElse(null) : null;
    history.begin(run.from(state));
  }

  /** Refuses a damaged source, unless that was asked for; notes what else the check says. */
  public void requireSound(Checking.Integrity integrity) {
    integrity.remarks().forEach(r -> account.warn(Problem.of(ProblemKind.INTEGRITY).says(r)));
    if (task.options().content().salvage()) {
      integrity.damage().forEach(d -> account.warn(Problem.of(ProblemKind.SALVAGED).says(d)));
    } else {
      requireNoDamage(integrity, task.source());
    }
  }

  public static void requireNoDamage(Checking.Integrity integrity, Source source) {
    if (!integrity.damage().isEmpty()) {
      List<Problem> problems =
          integrity.damage().stream()
              .limit(20)
              .map(d -> Problem.of(ProblemKind.DAMAGED).says(d))
              .toList();
      throw GodwitException.refused(
          source.name()
              + " is damaged; nothing was written. "
              + Checking.of(source).remedy()
              + " What its check says:",
          problems);
    }
  }

  /**
   * Everything that comes once the rows are in; ends the run. {@code sound} is asked once they have
   * been read back, and refuses where the source is damaged.
   */
  public void conclude(List<Moved> moved, Strategy strategy, Runnable sound) {
    List<Problem> wrong = new ArrayList<>();
    moved.forEach(m -> verify(m, wrong, strategy::mayHoldMore));
    sound.run();
    if (!wrong.isEmpty()) {
      throw strategy.refusal(wrong);
    }
    for (Filling filling : task.plan().fillings()) {
      long rows = Editing.of(target).fill(filling.table(), filling.column(), filling.value());
      account.filled(new Report.Filled(filling.table(), filling.column(), rows));
    }
    requireComputed();
    remember(moved);
    if (history.isKept()) {
      base.flush();
      State after = wayBack.after(found, strategy.counts(moved));
      history.after(task.plan().migrationId(), after.json());
    }
    List<Counter> counters = task.plan().counters();
    target.as(Sequenced.class).ifPresent(s -> s.advance(counters));
    // What hides rows comes when nothing has to be read any more.
    target.execute(task.plan().completion());
    List<Table> tables = task.plan().tables().stream().map(TableCopy::to).toList();
    account.warn(Sequenced.of(target, tables, counters).loose());
    fold();
    Report report = report();
    history.finish(task.plan().migrationId(), report.verdict(), ReportJson.of(report));
  }

  /** A history of many years would slow down every night. */
  private void fold() {
    List<String> closed = history.isKept() ? new Folding(target).surplus().closed() : List.of();
    if (!closed.isEmpty()) {
      account.warn(
          Problem.of(ProblemKind.HISTORY)
              .says(
                  "the last "
                      + Folding.KEPT
                      + " runs are kept; "
                      + closed.size()
                      + " before them, until "
                      + closed.get(closed.size() - 1)
                      + ", cannot be taken back any more",
                  "godwit history --keep folds them at another time"));
    }
  }

  /** As of now; the run's backup may have been taken before it was interrupted. */
  public Report report() {
    return account.report(backup());
  }

  /** The file of what the run overwrites; null where nothing was. */
  public String backup() {
    if (wayBack.file() != null || !history.isKept()) {
      return wayBack.file();
    }
    String before = history.required(task.plan().migrationId()).before();
    return before == null ? null : State.read(before).file();
  }

  private void verify(Moved m, List<Problem> wrong, Predicate<TableCopy> mayHoldMore) {
    TableCopy copy = m.copy();
    account.converted(copy, m.converted());
    task.progress().phase("verifying " + copy.to().name());
    TableReport so = m.report().build();
    long rows = so.targetRows();
    Match match = Match.SKIPPED;
    if (m.known() != null) {
      match = m.known();
    } else if (task.options().verify() == Depth.COUNTS) {
      rows = Counting.of(target).count(copy.to());
    } else if (task.options().verify() == Depth.DIGEST) {
      ReadBack there = readBack(copy, m.noted());
      rows = there.digest().rows();
      found.put(copy, there);
      match = Match.of(there.digest().equals(m.expected()));
    }
    TableReport table = m.report().found(rows, match).build();
    account.table(table);
    boolean all = so.sourceRows() == so.copied() + so.skipped() + so.rejected();
    boolean fits = mayHoldMore.test(copy) || rows == so.copied() + so.skipped();
    if (match == Match.DIFFERENT || !all || !fits) {
      wrong.add(
          Problem.of(ProblemKind.DIFFERENT)
              .at(so.name())
              .says(
                  so.sourceRows()
                      + " rows in the source, "
                      + so.rejected()
                      + " rejected, "
                      + rows
                      + " in the target, digests "
                      + match,
                  "see what the target does with rows that come: its triggers, its rules"));
    }
  }

  private ReadBack readBack(TableCopy copy, boolean noted) {
    Watermark mark = Watermark.of(copy, task.options().content().rules());
    Greatest greatest = new Greatest(mark.place());
    Base.Writer writer = noted || !isNoted(copy) ? null : note(copy);
    BaseEntries noting = writer == null ? null : noting(copy, writer);
    Predicate<Row> targets = own.getOrDefault(copy, row -> false);
    Digest digest =
        Digests.of(
            target,
            copy.to(),
            copy.targetColumns(),
            (row, hash) -> {
              greatest.see(row);
              if (noting != null) {
                noting.row(targets.test(row) ? Side.TARGET : Side.BOTH, row, hash);
              }
            });
    if (writer != null) {
      writer.finish();
    }
    String state = digest.state();
    return new ReadBack(digest, new Standing(mark.column(), greatest.value(), state, state));
  }

  private final Map<TableCopy, Predicate<Row>> own = new HashMap<>();

  /** Says which rows of the target are its own, and will not be as the source has them. */
  public void owns(TableCopy copy, Predicate<Row> rows) {
    own.put(copy, rows);
  }

  /** Whether the rows of this table are noted for later runs. */
  public boolean isNoted(TableCopy copy) {
    return history.isKept()
        && ways.getOrDefault(copy.to(), 0) == 1
        && task.options().content().rules().base(copy.from().name())
        && task.plan().fillings().stream().noneMatch(f -> f.table().equals(copy.to().name()));
  }

  /** The note of the table's rows that this run leaves, begun where it was not. */
  public Base.Writer note(TableCopy copy) {
    Base.Form form = Base.Form.of(mark(copy) >= 0, copy.targetColumns());
    return notes.computeIfAbsent(
        copy, c -> base.writer(task.plan().migrationId(), c.to().name(), form));
  }

  public BaseEntries noting(TableCopy copy, Base.Entries out) {
    CoercedFeed none =
        CoercedFeed.of(copy, task.source(), target, task.plan().fillings(), Progress.NONE);
    Comparison form = Verification.comparison(copy, none, target);
    return new BaseEntries(form, mark(copy), out);
  }

  /** The place of the column that says when a row was written, or -1. */
  public int mark(TableCopy copy) {
    Watermark mark = Watermark.of(copy, task.options().content().rules());
    return mark.by() == Watermark.By.UPDATED_AT ? mark.place() : -1;
  }

  /** Refuses where the target computes other values than the source holds. */
  private void requireComputed() {
    List<Problem> problems = new ArrayList<>();
    for (TableCopy copy : task.plan().tables()) {
      problems.addAll(
          ComputedColumns.problems(copy, task.source(), target, task.plan().fillings()));
    }
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          "the target does not hold what the source does; nothing was kept:", problems);
    }
  }

  /** What an incremental or differential run after this one goes on from. */
  private void remember(List<Moved> moved) {
    if (!history.isKept() || !task.plan().fillings().isEmpty()) {
      return;
    }
    List<Checkpoint> checkpoints = new ArrayList<>();
    for (Moved m : moved) {
      ReadBack there = found.get(m.copy());
      Standing standing =
          m.standing() != null || there == null
              ? m.standing()
              : there.standing().fromSource(m.exact());
      if (standing != null) {
        checkpoints.add(standing.note(m.copy(), m.sourceRows(), m.rejected()));
      }
    }
    history.advance(task.plan().migrationId(), checkpoints);
  }

  /** Moves sequences past what the source gave. */
  public void number(Loading loading) {
    loading.number(Copier.marks(task.plan(), task.source()));
  }

  @Override
  public void close() {
    base.close();
  }
}
