package dev.godwit.verify;

/** How closely two stores are compared. */
public enum Depth {
  NONE,
  COUNTS,
  DIGEST
}
