package dev.godwit.sqlite.schema;

import java.util.Map;

/**
 * How the rows of one table are read: from which table of the file, under which column names where
 * those differ, and whether SQLite knows their order. {@code virtual} tables take no index hints.
 */
public record Reading(String from, Map<String, String> names, boolean virtual, boolean ordered) {
  public Reading {
    names = Map.copyOf(names);
  }

  /** A table read as itself, in the order of its key. */
  static Reading plain(String table) {
    return new Reading(table, Map.of(), false, true);
  }

  /** A table whose key is in an order that only the application knows. */
  static Reading unordered(String table) {
    return new Reading(table, Map.of(), false, false);
  }

  /** A virtual table read through its module. */
  static Reading virtual(String table) {
    return new Reading(table, Map.of(), true, true);
  }

  /** The name of a column in the table that is read. */
  public String name(String column) {
    return names.getOrDefault(column, column);
  }
}
