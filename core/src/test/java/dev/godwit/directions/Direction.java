package dev.godwit.directions;

import dev.godwit.model.Engine;
import java.util.List;
import java.util.stream.Stream;

/** From one engine to another, or to itself. */
record Direction(Engine from, Engine to) {
  /** All nine. */
  static List<Direction> all() {
    return Stream.of(Engine.values())
        .flatMap(from -> Stream.of(Engine.values()).map(to -> new Direction(from, to)))
        .toList();
  }

  @Override
  public String toString() {
    return name(from) + " → " + name(to);
  }

  private static String name(Engine engine) {
    return switch (engine) {
      case SQLITE -> "SQLite";
      case POSTGRESQL -> "PostgreSQL";
      case JSON -> "JSON";
    };
  }
}
