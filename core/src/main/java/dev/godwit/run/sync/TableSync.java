package dev.godwit.run.sync;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Coming;
import dev.godwit.copy.Declined;
import dev.godwit.history.Base;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Conflicts;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.run.protocol.Account;
import dev.godwit.run.protocol.Moved;
import dev.godwit.run.protocol.Protocol;
import dev.godwit.run.protocol.Standing;
import dev.godwit.run.protocol.Task;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.can.Counting;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.Digests;
import dev.godwit.verify.ThreeWay;
import dev.godwit.verify.Trio;
import dev.godwit.verify.Verification;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Brings one table of a target up to its source, inside a transaction: both are compared with each
 * other and with what the last run left ({@link ThreeWay}), what was found is judged ({@link
 * Fates}), written ({@link Replacing}) and told ({@link Compared}). Use once.
 */
final class TableSync {
  private final Protocol run;
  private final TableCopy copy;
  private final CoercedFeed feed;
  private final Standing last;
  private final Base.Left base;
  private final boolean empty;
  private final NewRows news;
  private final Comparison comparison;
  private final ThreeWay sides;
  private final FateCounts judged = new FateCounts();
  private final Replacing replacing;
  private final Compared findings;
  private final Attempts attempts;
  private boolean unknown;
  private double seconds;

  /** {@code last} is null where nothing is known of an earlier run. */
  TableSync(Protocol run, TableCopy copy, Standing last, Attempts attempts) {
    Task task = run.task();
    this.run = run;
    this.copy = copy;
    this.last = last;
    this.attempts = attempts;
    this.feed =
        CoercedFeed.of(copy, task.source(), task.target(), task.plan().fillings(), task.progress())
            .without(declined());
    boolean made = task.plan().makes(copy.to());
    this.base = made ? null : run.base().of(copy.to().name()).orElse(null);
    this.empty = made || base == null && !Counting.holdsRows(task.target(), copy.to());
    this.news = new NewRows(task, copy, feed, last, run.account());
    this.comparison = news.of(Verification.comparison(copy, feed, task.target()));
    this.sides = new ThreeWay(comparison, run.mark(copy), base, news.isPart());
    this.replacing =
        new Replacing(
            copy,
            task.target(),
            comparison,
            task.options().content().rules().defaults().triggers(),
            (row, why) -> attempts.take(copy, row, why));
    Conflicts rule = task.options().content().rules().conflicts(copy.from().name());
    this.findings = new Compared(copy, rule, deletes(), news, sides, judged);
  }

  private Declined declined() {
    return attempts.of(copy);
  }

  private boolean deletes() {
    return run.task().mode().deletes();
  }

  TableCopy copy() {
    return copy;
  }

  CoercedFeed feed() {
    return feed;
  }

  /** What it will load with. */
  Load load() {
    return replacing.load(empty);
  }

  /** Writes what is missing; in a differential run also takes out what is too much. */
  void apply(Load load, Loading loading) {
    long start = System.nanoTime();
    write(load, loading);
    seconds = (System.nanoTime() - start) / 1e9;
  }

  private void write(Load load, Loading loading) {
    if (empty) {
      judged.inserts = replacing.append(load, loading, comparison.source());
      declined().requireMet();
      return;
    }
    Fates judge = compare();
    declined().requireMet();
    boolean noted = run.isNoted(copy) && sides.tellsAll();
    sides.each(
        group -> {
          replacing.repeated(group, this::repeated);
          judge.judge(group);
          refuse();
          replacing.write(group, load, loading);
          if (noted) {
            group.note(run.note(copy));
          }
        });
    if (noted && sides.isAsLeft()) {
      run.base().same(run.task().plan().migrationId(), copy.to().name(), base);
    } else if (noted) {
      sides.rest(run.note(copy));
      run.note(copy).finish();
    }
  }

  private void repeated(Row row, Violation why) {
    if (!attempts.takeRepeated(copy, row, why)) {
      throw Arrived.refusal(copy, row, why);
    }
  }

  /** Tells what it would do, and adds how the table differs. */
  void preview(Account account, List<Difference> found, Coming told) {
    Fates judge = compare();
    declined().requireMet();
    long[] counts = new long[3];
    Set<Trio> first = new LinkedHashSet<>();
    sides.each(
        group -> {
          replacing.repeated(group, (row, why) -> attempts.takeRepeated(copy, row, why));
          judge.judge(group);
          replacing.preview(group, told);
          for (Trio t : group.keys()) {
            if (!t.isSame()) {
              counts[0] += t.onlyInSource();
              counts[1] += t.onlyInTarget();
              counts[2] += t.changed();
              if (first.size() < FateCounts.NAMED) {
                first.add(t);
              }
            }
          }
        });
    Difference d =
        findings.difference(replacing.expected(), counts[0], counts[1], counts[2], first);
    found.add(d);
    account.changed(change());
    account.table(
        TableReportBuilder.of(copy)
            .rows(d.sourceRows(), 0, feed.rejected())
            .found(d.targetRows(), Match.of(d.isEqual()))
            .build());
    account.warn(feed.setAside());
  }

  private Fates compare() {
    sides.read(news::see);
    replacing.begin(sides.targetDigest());
    unknown = !sides.isKnown() && (last == null || !last.isLeftAlike(asBefore()));
    // A row that does not fit may be one that the target has in an older version.
    boolean fit = feed.rejected() == declined().size();
    Referee referee = new Referee(findings.rule(), deletes() && fit, deletes());
    return new Fates(referee, declined(), unknown, sides, comparison, grown(), news, judged);
  }

  /** The places of columns that this run makes. */
  private int[] grown() {
    Table before = run.task().plan().before(copy.to());
    List<Column> columns = copy.targetColumns();
    return IntStream.range(0, columns.size())
        .filter(i -> before.column(columns.get(i).name()).isEmpty())
        .toArray();
  }

  /** The digest of the target by the columns that the last run knew. */
  private String asBefore() {
    Table before = run.task().plan().before(copy.to());
    return before.equals(copy.to())
        ? replacing.expected().state()
        : Digests.of(
                run.task().target(),
                copy.to(),
                copy.targetColumns().stream()
                    .filter(c -> before.column(c.name()).isPresent())
                    .toList())
            .state();
  }

  private void refuse() {
    conflict()
        .ifPresent(
            problem -> {
              throw GodwitException.refused("1 problem, nothing was written:", List.of(problem));
            });
    boolean misled = judged.misledRows > 0;
    if (run.task().mode().strict() && !deletes() && (misled || judged.keptChanged > 0)) {
      throw GodwitException.refused(
          "rows differ that the watermark does not tell of, and --strict forbids that; nothing was"
              + " written:",
          List.of(misled ? findings.misled() : kept(left())));
    }
  }

  /** What the rules have no answer for. */
  Optional<Problem> conflict() {
    return judged.conflictRows == 0 ? Optional.empty() : Optional.of(findings.conflict(unknown));
  }

  private Difference left() {
    return findings.left(replacing.expected());
  }

  private Problem kept(Difference left) {
    return findings.kept(left, feed.rejected() > 0);
  }

  /** The load has settled: whatever was written is in its place now. */
  void settled() {
    replacing.settled();
  }

  /** What was done, once all is in its place. */
  Moved moved() {
    long rejected = feed.rejected();
    long came = judged.inserts + judged.updates;
    boolean untouched = !empty && !replacing.hasWritten() && judged.deletes == 0;
    boolean same = !judged.differs();
    long rows = empty ? came : sides.sourceDigest().rows();
    long sourceRows = rows + rejected;
    TableReportBuilder report =
        TableReportBuilder.of(copy)
            .rows(sourceRows, came, rejected)
            .skipped(sourceRows - came - rejected)
            .seconds(seconds)
            .found(replacing.expected().rows(), null);
    Match known = news.isPart() ? Match.SKIPPED : Match.EQUAL;
    return new Moved(
        copy,
        report,
        sourceRows,
        rejected,
        replacing.expected(),
        untouched ? known : null,
        empty ? null : standing(),
        same && !news.isPart(),
        !empty,
        feed.converted());
  }

  private Standing standing() {
    String state = replacing.expected().state();
    // A row that was set aside is new until it is taken.
    return news.standing(
        news.isPart() || judged.differs() ? null : state, state, declined().size() > 0);
  }

  /** Tells the report what was done, and what is worth knowing. */
  void tell(Account account) {
    account.changed(change());
    Problem asked = news.asked();
    if (asked != null) {
      account.partial();
      account.warn(asked);
    }
    if (judged.misledRows > 0) {
      account.warn(findings.misled());
    }
    if (unknown && judged.settled + judged.missing + judged.keptChanged > 0) {
      account.warn(findings.unknown());
    }
    if (judged.differs()) {
      Difference left = left();
      // What an incremental run does not delete is named: all that the source has is there.
      if (deletes() || judged.missing + judged.keptChanged > 0) {
        account.merged(List.of(left));
      }
      account.warn(kept(left));
    }
  }

  private Report.Change change() {
    return new Report.Change(
        copy.from().name(),
        judged.inserts,
        judged.updates,
        judged.deletes,
        judged.keptChanged,
        judged.keptInTarget,
        judged.settled,
        judged.woven,
        empty && !news.isPart()
            ? "the target's table is empty: every row"
            : news.words(judged.below > 0),
        empty ? 0 : sides.sourceDigest().rows());
  }
}
