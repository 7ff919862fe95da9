package dev.godwit.report;

import dev.godwit.plan.TableCopy;
import java.util.Map;

/** Puts a {@link TableReport} together. What is not said is empty or 0. Not thread-safe. */
public final class TableReportBuilder {
  private final String name;
  private final String target;
  private long sourceRows;
  private long copied;
  private long skipped;
  private long rejected;
  private long targetRows;
  private Match digest = Match.SKIPPED;
  private double seconds;
  private Map<String, String> renamed = Map.of();
  private Map<String, Long> coercions = Map.of();
  private Map<String, String> guesses = Map.of();

  private TableReportBuilder(String name, String target) {
    this.name = name;
    this.target = target;
  }

  /** Begins the report of a table's move: nothing came, and nothing was compared. */
  public static TableReportBuilder of(TableCopy copy) {
    TableReportBuilder builder = of(copy.from().name(), copy.to().displayName());
    builder.renamed = copy.renamed();
    return builder;
  }

  /** The same of a table by its names in the source and in the target. */
  public static TableReportBuilder of(String name, String target) {
    return new TableReportBuilder(name, target);
  }

  /** Begins another that says what this one does. */
  public static TableReportBuilder of(TableReport r) {
    TableReportBuilder builder = of(r.name(), r.target()).found(r.targetRows(), r.digest());
    builder.renamed = r.renamed();
    return builder
        .rows(r.sourceRows(), r.copied(), r.rejected())
        .skipped(r.skipped())
        .seconds(r.seconds())
        .values(r.coercions(), r.guesses());
  }

  /** How many the source has, and how many of these were written, and were set aside. */
  public TableReportBuilder rows(long ofSource, long written, long setAside) {
    sourceRows = ofSource;
    copied = written;
    rejected = setAside;
    return this;
  }

  /** Rows that the target had already. */
  public TableReportBuilder skipped(long value) {
    skipped = value;
    return this;
  }

  /** What the target was found to hold. */
  public TableReportBuilder found(long rows, Match compared) {
    targetRows = rows;
    digest = compared;
    return this;
  }

  public TableReportBuilder seconds(double value) {
    seconds = value;
    return this;
  }

  /** What became of values, see {@link TableReport}. */
  public TableReportBuilder values(Map<String, Long> changed, Map<String, String> units) {
    coercions = changed;
    guesses = units;
    return this;
  }

  public TableReport build() {
    return new TableReport(
        name,
        target,
        sourceRows,
        copied,
        skipped,
        rejected,
        targetRows,
        digest,
        seconds,
        renamed,
        coercions,
        guesses);
  }
}
