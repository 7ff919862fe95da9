package dev.godwit.verify;

import dev.godwit.copy.CoercedFeed;
import dev.godwit.copy.Progress;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Entries;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Rules;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.TableReport;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Seeking;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One comparison of two stores, table by table, by the way that a plan gives. Use once. */
public final class Verification {
  private static final int NAMED = 20;

  private final Plan plan;
  private final Source source;
  private final Source target;
  private final long sample;
  private final Progress progress;
  private final List<TableReport> tables = new ArrayList<>();
  private final List<Difference> differences = new ArrayList<>();
  private final List<Report.Converted> converted = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> setAside = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private final Rules rules;
  private boolean merged;
  private boolean respelled;
  private boolean open;

  /** {@code sample} is how many rows of a table are looked up; 0: all are compared. */
  public Verification(
      Plan plan, Rules rules, Source source, Source target, long sample, Progress progress) {
    this.rules = rules;
    this.sample = sample;
    this.plan = plan;
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /** Puts the values of rows that differ into the report, but for secret columns. */
  public Verification opened() {
    open = true;
    return this;
  }

  /** What the table's rows are compared by, in the forms of the target. */
  public static Comparison comparison(TableCopy copy, CoercedFeed feed, Source target) {
    return new Comparison(
        copy.from().name(),
        copy.targetColumns(),
        copy.columns().stream().map(ColumnCopy::name).toList(),
        copy.key(),
        copy.columns().stream()
            .filter(ColumnCopy::secret)
            .map(ColumnCopy::name)
            .collect(Collectors.toSet()),
        feed,
        () -> Scanning.of(target).scan(copy.to(), copy.targetColumns()));
  }

  public Report run() {
    long start = System.nanoTime();
    problems.addAll(plan.problems());
    warnings.addAll(plan.warnings());
    plan.tables().forEach(this::table);
    if (sample > 0) {
      String only =
          "only rows picked from the source were compared: rows that only the target has were not looked for";
      warnings.add(Problem.of(ProblemKind.SAMPLE).says(only, "without --sample, all are"));
    }
    if (respelled) {
      String message =
          "what differs only in its spelling is the same value to a database that has types";
      String hint =
          "godwit verify of each of the two with such a database, as the one that the rows came"
              + " through, compares what they mean";
      warnings.add(Problem.of(ProblemKind.DIFFERENT).says(message, hint));
    }
    onlyInTarget();
    new Structure(plan, source, target).compare(problems, warnings);
    boolean rejected = !setAside.isEmpty();
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(setAside);
    Verdict verdict = rejected ? Verdict.QUARANTINED : merged ? Verdict.MERGED : Verdict.EXACT;
    return ReportBuilder.of(plan.migrationId(), "verify", "full", plan.from(), plan.to())
        .verdict(problems.isEmpty() ? verdict : Verdict.DIFFERENT)
        .seconds((System.nanoTime() - start) / 1e9)
        .tables(tables)
        .converted(converted)
        .problems(all)
        .warnings(warnings)
        .leftOut(plan.leftOut())
        .differences(differences)
        .build();
  }

  private Comparison wanted(TableCopy copy, CoercedFeed feed) {
    Comparison comparison = comparison(copy, feed, target);
    return open ? comparison.opened() : comparison;
  }

  private void table(TableCopy planned) {
    if (planned.columns().isEmpty()) {
      return;
    }
    TableCopy copy = planned.withComputed();
    long start = System.nanoTime();
    String name = copy.from().name();
    progress.table(name, copy.from().estimatedRows());
    boolean sampling = sample > 0 && !copy.key().isEmpty();
    CoercedFeed feed =
        sampling
            ? CoercedFeed.sample(copy, source, target, sample, plan.fillings(), progress)
            : CoercedFeed.of(copy, source, target, plan.fillings(), progress);
    Comparison comparison = wanted(copy, feed);
    Difference found =
        sampling
            ? new Sampler(comparison, at -> find(copy, at), NAMED).compare(feed)
            : new Verifier(comparison).compare(NAMED);
    long met = found.sourceRows() + feed.rejected();
    if (sampling && met == 0) {
      // Pages picked at random may hold no row: that would say nothing, and look like a proof.
      sampling = false;
      feed = CoercedFeed.of(copy, source, target, plan.fillings(), progress);
      found = new Verifier(wanted(copy, feed)).compare(NAMED);
    } else if (sampling) {
      picked(copy, met);
    }
    progress.done(name);
    if (isSameHistory(copy, found)) {
      return;
    }
    differences.add(found);
    problems.addAll(feed.refused());
    setAside.addAll(feed.setAside());
    converted.addAll(Report.Converted.of(name, feed.converted()));
    judge(planned, copy, found, sampling ? null : wanted(copy, feed));
    told(copy, found, feed.rejected(), (System.nanoTime() - start) / 1e9);
  }

  /** {@code whole} is what was compared, null where that was only a sample. */
  private void judge(TableCopy planned, TableCopy copy, Difference found, Comparison whole) {
    if (!found.isEqual() && Merging.allows(copy, found)) {
      warnings.add(Merging.remark(copy, found));
      merged = true;
    } else if (!found.isEqual()) {
      String spelled = whole == null ? null : new Spellings(copy, whole).remark(found);
      String hint = ComputedColumns.hint(planned, found);
      problems.add(
          Problem.of(ProblemKind.DIFFERENT)
              .at(copy.from().name(), null, firstKey(found))
              .says(words(found) + (spelled == null ? "" : "; " + spelled), hint));
      respelled |= spelled != null;
    }
  }

  private void told(TableCopy copy, Difference found, long rejected, double seconds) {
    tables.add(
        TableReportBuilder.of(copy)
            .rows(
                found.sourceRows() + rejected,
                found.sourceRows() - found.onlyInSource() - found.changed(),
                rejected)
            .found(found.targetRows(), Match.of(found.isEqual()))
            .seconds(seconds)
            .build());
  }

  /** Which a run leaves as it is, too. */
  private boolean isSameHistory(TableCopy copy, Difference found) {
    Optional<Versions> versions =
        found.isEqual()
            ? Optional.empty()
            : Entries.of(copy, rules)
                .map(e -> Versions.of(e, source, target))
                .filter(Versions::isSame);
    versions.ifPresent(
        v ->
            warnings.add(
                Problem.of(ProblemKind.VERSIONS)
                    .at(copy.from().name())
                    .says("the target has a history of its own" + v.agreement())));
    return versions.isPresent();
  }

  private void picked(TableCopy copy, long met) {
    long all = Math.max(met, copy.from().estimatedRows());
    String of = copy.from().estimatedRows() < 0 ? "" : " of about " + all;
    String message = met + of + " rows were compared";
    warnings.add(Problem.of(ProblemKind.SAMPLE).at(copy.from().name()).says(message));
  }

  private Rows find(TableCopy copy, Row at) {
    List<Column> key = copy.key().stream().map(i -> copy.columns().get(i).to()).toList();
    return Seeking.of(target).find(copy.to(), copy.targetColumns(), key, at);
  }

  private static String firstKey(Difference found) {
    return found.rows().isEmpty() ? null : found.rows().get(0).key();
  }

  /** {@code 3 rows differ: 1 only in the source, 2 changed (name, qty)}. */
  public static String words(Difference d) {
    List<String> parts = new ArrayList<>();
    if (d.onlyInSource() > 0) {
      parts.add(d.onlyInSource() + " only in the source");
    }
    if (d.onlyInTarget() > 0) {
      parts.add(d.onlyInTarget() + " only in the target");
    }
    if (d.changed() > 0) {
      Set<String> columns = new java.util.TreeSet<>();
      d.rows().forEach(r -> columns.addAll(r.columns()));
      parts.add(
          d.changed()
              + " not the same"
              + (columns.isEmpty() ? "" : " in " + String.join(", ", columns)));
    }
    long rows = d.onlyInSource() + d.onlyInTarget() + d.changed();
    return (rows == 1 ? "1 row differs: " : rows + " rows differ: ") + String.join(", ", parts);
  }

  /** Nothing is lost by them, and a verdict about the source's rows does not depend on them. */
  private void onlyInTarget() {
    Set<String> met =
        plan.tables().stream()
            .map(t -> t.to().name())
            .collect(Collectors.toCollection(HashSet::new));
    Catalog catalog = target.catalog();
    for (Table table : catalog.tables()) {
      if (!met.contains(table.name())) {
        warnings.add(
            Problem.of(ProblemKind.EXTRA)
                .at(table.displayName())
                .says("only in the target; not compared"));
      }
    }
  }
}
