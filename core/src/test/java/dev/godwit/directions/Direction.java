package dev.godwit.directions;

import java.util.List;
import java.util.stream.Stream;

/** From one kind of store to another, or to itself. */
record Direction(Kind from, Kind to) {
  /** All sixteen. */
  static List<Direction> all() {
    return Stream.of(Kind.values())
        .flatMap(from -> Stream.of(Kind.values()).map(to -> new Direction(from, to)))
        .toList();
  }

  @Override
  public String toString() {
    return from + " → " + to;
  }
}
