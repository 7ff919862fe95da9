package dev.godwit.model;

/** The engines that a store can be of. Only {@code Stores} decides by them. */
public enum Engine {
  SQLITE,
  POSTGRESQL,
  JSON
}
