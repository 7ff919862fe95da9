package dev.godwit.run;

import dev.godwit.history.ModeKind;
import java.util.Objects;

/**
 * How much of a source a run moves. {@code since} overrides the watermark of an incremental run,
 * and is null where the last run's counts; {@code strict}: an incremental run is refused where rows
 * differ that its watermark does not tell of.
 */
public record Mode(ModeKind kind, String since, boolean strict) {
  /** Everything, into empty tables, in one transaction. */
  public static final Mode FULL = new Mode(ModeKind.FULL, null);

  /** What is new or changed since the last run; rows that are gone from the source stay. */
  public static final Mode INCREMENTAL = new Mode(ModeKind.INCREMENTAL, null);

  /** Whatever makes the target's tables hold what the source's do. */
  public static final Mode DIFFERENTIAL = new Mode(ModeKind.DIFFERENTIAL, null);

  /** Everything, in batches that each are kept with the note of how far they came. */
  public static final Mode RESUMABLE = new Mode(ModeKind.RESUMABLE, null);

  /** One that is not strict. */
  public Mode(ModeKind kind, String since) {
    this(kind, since, false);
  }

  public Mode {
    Objects.requireNonNull(kind);
  }

  /** An incremental run from this value of the tables' watermark columns on, itself included. */
  public static Mode incrementalSince(String value) {
    return new Mode(ModeKind.INCREMENTAL, value);
  }

  /** The same mode, refused where rows differ that its watermark does not tell of. */
  public Mode strictly(boolean whether) {
    return new Mode(kind, since, whether);
  }

  /** Whether both sides are to be equal: what is gone from the source goes. */
  public boolean deletes() {
    return kind == ModeKind.DIFFERENTIAL;
  }

  /** In lower case, as reports and histories have it. */
  @Override
  public String toString() {
    return kind.toString();
  }
}
