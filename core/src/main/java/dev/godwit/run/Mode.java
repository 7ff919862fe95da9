package dev.godwit.run;

import java.util.Locale;
import java.util.Objects;

/**
 * How much of a source a run moves. {@code since} overrides the watermark of an incremental run,
 * and is null where the last run's counts.
 */
public record Mode(Kind kind, String since) {
  /** Everything, into empty tables, in one transaction. */
  public static final Mode FULL = new Mode(Kind.FULL, null);

  /** What is new or changed since the last run; rows that are gone from the source stay. */
  public static final Mode INCREMENTAL = new Mode(Kind.INCREMENTAL, null);

  /** Whatever makes the target's tables hold what the source's do. */
  public static final Mode DIFFERENTIAL = new Mode(Kind.DIFFERENTIAL, null);

  /** Everything, in batches that each are kept with the note of how far they came. */
  public static final Mode RESUMABLE = new Mode(Kind.RESUMABLE, null);

  /** The four modes. */
  public enum Kind {
    FULL,
    INCREMENTAL,
    DIFFERENTIAL,
    RESUMABLE
  }

  public Mode {
    Objects.requireNonNull(kind);
  }

  /** An incremental run from this value of the tables' watermark columns on, itself included. */
  public static Mode incrementalSince(String value) {
    return new Mode(Kind.INCREMENTAL, value);
  }

  /** In lower case, as reports and histories have it. */
  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
