package dev.godwit.model;

/**
 * The common kinds of values. A coerced {@link Row} holds each cell in its kind's one form, so that
 * every engine writes it, reads it back and digests it alike. The form is given with each kind.
 */
public enum Kind {
  /** INTEGER cell, 0 or 1. */
  BOOLEAN,
  /** INTEGER cell of 16 bits. */
  SMALLINT,
  /** INTEGER cell of 32 bits. */
  INTEGER,
  /** INTEGER cell of 64 bits. */
  BIGINT,
  /** REAL cell whose value is that of an IEEE 754 binary32. */
  REAL,
  /** REAL cell, IEEE 754 binary64. */
  DOUBLE,
  /** TEXT cell: plain decimal digits without exponent, or NaN, Infinity, -Infinity. */
  NUMERIC,
  /** TEXT cell, valid UTF-8. */
  TEXT,
  /** TEXT cell, at most the type's length in characters. */
  VARCHAR,
  /** TEXT cell, at most the type's length in characters, trailing blanks without meaning. */
  CHAR,
  /** BLOB cell. */
  BYTES,
  /** BLOB cell of 16 bytes, most significant first. */
  UUID,
  /** INTEGER cell: days since 1970-01-01; the extremes of long stand for infinity. */
  DATE,
  /** INTEGER cell: microseconds since midnight, 0 to 86 400 000 000. */
  TIME,
  /** INTEGER cell: microseconds since 2000-01-01 00:00:00 of no zone; extremes: infinity. */
  TIMESTAMP,
  /** INTEGER cell: microseconds since 2000-01-01T00:00:00Z; extremes: infinity. */
  TIMESTAMPTZ,
  /** TEXT cell: RFC 8259 text, kept to the letter. */
  JSON,
  /** TEXT cell: RFC 8259 text whose spelling does not matter; keys are unique. */
  JSONB,
  /** TEXT cell: the text form of a type that only the engine itself understands. */
  NATIVE,
  /** A cell of any storage class, kept as it is. */
  ANY;

  /** Microseconds from 1970-01-01 to 2000-01-01, from where {@link #TIMESTAMP} counts. */
  public static final long EPOCH_MICROS = 946_684_800_000_000L;

  /** Whether a cell of this kind is an INTEGER cell. */
  public boolean isInteger() {
    return switch (this) {
      case BOOLEAN, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> true;
      default -> false;
    };
  }

  /** Whether values of this kind lie on the time line or the calendar. */
  public boolean isTemporal() {
    return this == DATE || this == TIME || this == TIMESTAMP || this == TIMESTAMPTZ;
  }

  /** Whether values of this kind are numbers. */
  public boolean isNumeric() {
    return switch (this) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, NUMERIC -> true;
      default -> false;
    };
  }
}
