package dev.godwit.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The common kinds of values. A coerced {@link Row} holds each cell in its kind's one form, so that
 * every engine writes it, reads it back and digests it alike. The form is given with each kind.
 */
public enum Kind {
  /** INTEGER cell, 0 or 1. */
  BOOLEAN("boolean", "bool"),
  /** INTEGER cell of 16 bits. */
  SMALLINT("smallint", "int2"),
  /** INTEGER cell of 32 bits. */
  INTEGER("integer", "int", "int4"),
  /** INTEGER cell of 64 bits. */
  BIGINT("bigint", "int8"),
  /** REAL cell whose value is that of an IEEE 754 binary32. */
  REAL("real", "float4"),
  /** REAL cell, IEEE 754 binary64. */
  DOUBLE("double precision", "float8"),
  /** TEXT cell: plain decimal digits without exponent, or NaN, Infinity, -Infinity. */
  NUMERIC("numeric", "decimal"),
  /** TEXT cell, valid UTF-8. */
  TEXT("text", "bpchar"),
  /** TEXT cell, at most the type's length in characters. */
  VARCHAR("varchar", "character varying"),
  /** TEXT cell, at most the type's length in characters, trailing blanks without meaning. */
  CHAR("char", "character"),
  /** BLOB cell. */
  BYTES("bytea"),
  /** BLOB cell of 16 bytes, most significant first. */
  UUID("uuid"),
  /** INTEGER cell: days since 1970-01-01; the extremes of long stand for infinity. */
  DATE("date"),
  /** INTEGER cell: microseconds since midnight, 0 to 86 400 000 000. */
  TIME("time", "time without time zone"),
  /** INTEGER cell: microseconds since 2000-01-01 00:00:00 of no zone; extremes: infinity. */
  TIMESTAMP("timestamp", "timestamp without time zone"),
  /** INTEGER cell: microseconds since 2000-01-01T00:00:00Z; extremes: infinity. */
  TIMESTAMPTZ("timestamptz", "timestamp with time zone"),
  /** TEXT cell: RFC 8259 text, kept to the letter. */
  JSON("json"),
  /** TEXT cell: RFC 8259 text whose spelling does not matter; keys are unique. */
  JSONB("jsonb"),
  /** TEXT cell: the text form of a type that only the engine itself understands. */
  NATIVE,
  /** A cell of any storage class, kept as it is. */
  ANY;

  /** Microseconds from 1970-01-01 to 2000-01-01, from where {@link #TIMESTAMP} counts. */
  public static final long EPOCH_MICROS = 946_684_800_000_000L;

  private static final Map<String, Kind> NAMED = new HashMap<>();

  static {
    for (Kind kind : values()) {
      kind.names.forEach(name -> NAMED.put(name, kind));
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> names;

  /** By the names that PostgreSQL gives it. */
  Kind(String... names) {
    this.names = List.of(names);
  }

  /** The kind of PostgreSQL's type of this name, without limits; null where it is none of these. */
  public static Kind named(String name) {
    return NAMED.get(name.toLowerCase(Locale.ROOT));
  }

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
