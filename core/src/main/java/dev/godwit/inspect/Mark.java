package dev.godwit.inspect;

/**
 * What is counted in a column: storage classes, hazards, and the ways in which values are spelled.
 */
public enum Mark {
  NULL,
  INTEGER,
  REAL,
  TEXT,
  BLOB,

  /** Text without characters. */
  EMPTY,
  BAD_UTF8,
  /** Text with a character U+0000. */
  NUL,
  /** Text of more characters than the declared type allows. */
  TOO_LONG,
  /** Text that is the shortest spelling of a 64-bit integer. */
  INTEGER_TEXT,

  /** An integer that no double is equal to. */
  NOT_A_DOUBLE,
  INFINITE,
  NEGATIVE_ZERO,
  /** A number with digits after the point. */
  FRACTION,
  /** Not a number, or one of more digits than the declared DECIMAL(p,s) allows. */
  NOT_DECIMAL,

  /** 0, 1, true, false, t, f, yes, no, y, n, on, off. */
  BOOLEAN,
  NOT_BOOLEAN,

  JSON,
  /** JSON that PostgreSQL's jsonb would change or refuse: duplicate keys, an escaped NUL or so. */
  LOOSE_JSON,
  NOT_JSON,

  /** 36 characters, lower case, with hyphens. */
  UUID,
  NOT_UUID,
  /** 32 hexadecimal digits in a column of 32 characters, as ORMs keep a UUID. */
  UUID_DIGITS,

  /** 2026-01-31. */
  DATE,
  /** 2026-01-31 12:34:56.789, of no zone. */
  DATETIME,
  /** 2026-01-31T12:34:56Z or with an offset. */
  DATETIME_ZONED,
  /** 12:34:56. */
  TIME,
  /** Seconds since 1970, in a plausible range: 1998 to 2100. */
  EPOCH_S,
  EPOCH_MS,
  EPOCH_US,
  EPOCH_NS,
  /** Days since noon of 24 November 4714 BC. */
  JULIAN,
  /** Seconds since 2001. */
  APPLE,
  /** Microseconds since 1601. */
  WEBKIT,
  /** Ticks of 100 ns since 1601. */
  FILETIME,
  /** 20260131 as a number or text. */
  YYYYMMDD,
  /** The number 0: unset, or the start of any epoch. */
  ZERO,
  /** No date that is known, or one that microseconds cannot hold exactly. */
  NOT_DATE,

  /** Beside {@link #NOT_DATE}: one that would be a date without the digits that are too fine. */
  FINE_DATETIME,
  FINE_DATETIME_ZONED,
  FINE_TIME;

  /** Whether this is one of the ways to spell dates. */
  public boolean isDate() {
    return compareTo(DATE) >= 0 && compareTo(YYYYMMDD) <= 0;
  }
}
