package dev.godwit.model;

/** What happens to a row whose key the target already holds. */
public enum OnConflict {
  FAIL,
  SKIP,
  UPDATE
}
