package dev.godwit.model;

import java.util.Locale;

/** What happens to a row whose key the target already holds with other values. */
public enum OnConflict {
  /** Nothing is written, and the rows are named. */
  FAIL,
  /** The target's row stays. */
  SKIP,
  /** The source's values go over it. */
  UPDATE,
  /** The table is emptied first, of whatever it holds. */
  REPLACE;

  /** In lower case, as rules have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
