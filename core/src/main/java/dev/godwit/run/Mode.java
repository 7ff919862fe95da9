package dev.godwit.run;

import dev.godwit.history.ModeKind;
import java.util.Objects;

/**
 * How much of a source a run moves. {@code since} overrides the watermark of an incremental run,
 * and is null where the last run's counts.
 */
public record Mode(ModeKind kind, String since) {
  /** Everything, into empty tables, in one transaction. */
  public static final Mode FULL = new Mode(ModeKind.FULL, null);

  /** What is new or changed since the last run; rows that are gone from the source stay. */
  public static final Mode INCREMENTAL = new Mode(ModeKind.INCREMENTAL, null);

  /** Whatever makes the target's tables hold what the source's do. */
  public static final Mode DIFFERENTIAL = new Mode(ModeKind.DIFFERENTIAL, null);

  /** Everything, in batches that each are kept with the note of how far they came. */
  public static final Mode RESUMABLE = new Mode(ModeKind.RESUMABLE, null);

  public Mode {
    Objects.requireNonNull(kind);
  }

  /** An incremental run from this value of the tables' watermark columns on, itself included. */
  public static Mode incrementalSince(String value) {
    return new Mode(ModeKind.INCREMENTAL, value);
  }

  /** In lower case, as reports and histories have it. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
