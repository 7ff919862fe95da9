package dev.godwit.model;

import java.util.Locale;

/** What SQLite makes of a declared type (sqlite.org/datatype3.html, 3.1). */
public enum Affinity {
  INTEGER,
  TEXT,
  NONE,
  REAL,
  NUMERIC;

  /** The affinity of a declared type; only STRICT tables have ANY. */
  public static Affinity of(String declared, boolean strict) {
    String type = declared.toUpperCase(Locale.ROOT);
    if (strict && type.equals("ANY")) {
      return NONE;
    } else if (type.contains("INT")) {
      return INTEGER;
    } else if (type.contains("CHAR") || type.contains("CLOB") || type.contains("TEXT")) {
      return TEXT;
    } else if (type.isBlank() || type.contains("BLOB")) {
      return NONE;
    } else if (type.contains("REAL") || type.contains("FLOA") || type.contains("DOUB")) {
      return REAL;
    }
    return NUMERIC;
  }
}
