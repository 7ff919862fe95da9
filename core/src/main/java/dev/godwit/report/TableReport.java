package dev.godwit.report;

import dev.godwit.plan.TableCopy;
import java.util.Map;

/**
 * One table of a {@link Report}: source rows = copied + skipped + rejected. Skipped rows are those
 * that the target had already. {@code coercions} counts the values whose representation changed,
 * {@code guesses} names the unit that a column's numbers were taken for.
 */
public record TableReport(
    String name,
    String target,
    long sourceRows,
    long copied,
    long skipped,
    long rejected,
    long targetRows,
    Match digest,
    double seconds,
    Map<String, String> renamed,
    Map<String, Long> coercions,
    Map<String, String> guesses) {

  /** Begins the report of a table's move: nothing came, and nothing was compared. */
  public static Builder of(TableCopy copy) {
    Builder builder = of(copy.from().name(), copy.to().displayName());
    builder.renamed = copy.renamed();
    return builder;
  }

  /** The same of a table by its names in the source and in the target. */
  public static Builder of(String name, String target) {
    return new Builder(name, target);
  }

  /** Begins another that says what this one does. */
  public Builder edit() {
    Builder builder = new Builder(name, target);
    builder.sourceRows = sourceRows;
    builder.copied = copied;
    builder.skipped = skipped;
    builder.rejected = rejected;
    builder.seconds = seconds;
    builder.renamed = renamed;
    return builder.found(targetRows, digest).values(coercions, guesses);
  }

  /** Puts one together. What is not said is empty or 0. Not thread-safe. */
  public static final class Builder {
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

    private Builder(String name, String target) {
      this.name = name;
      this.target = target;
    }

    /** How many the source has, and how many of these were written, and were set aside. */
    public Builder rows(long ofSource, long written, long setAside) {
      sourceRows = ofSource;
      copied = written;
      rejected = setAside;
      return this;
    }

    /** Rows that the target had already. */
    public Builder skipped(long value) {
      skipped = value;
      return this;
    }

    /** What the target was found to hold. */
    public Builder found(long rows, Match compared) {
      targetRows = rows;
      digest = compared;
      return this;
    }

    public Builder seconds(double value) {
      seconds = value;
      return this;
    }

    /** What became of values, see {@link TableReport}. */
    public Builder values(Map<String, Long> changed, Map<String, String> units) {
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
}
