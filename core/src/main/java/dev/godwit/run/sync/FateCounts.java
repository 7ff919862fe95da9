package dev.godwit.run.sync;

import dev.godwit.verify.Fate;
import dev.godwit.verify.Trio;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How many rows of one table were judged how, and the first of them. */
final class FateCounts {
  static final int NAMED = 20;
  static final int WARNED = 5;

  /** Keys that stay different. */
  final Set<Trio> left = new LinkedHashSet<>();

  final Set<Trio> conflicts = new LinkedHashSet<>();

  /** Rows that came or changed without the watermark telling of it, by name. */
  final List<String> misled = new ArrayList<>();

  long conflictRows;
  long misledRows;

  /** Changed rows that the watermark is not meant to tell of. */
  long below;

  /** Rows about which a rule decided. */
  long settled;

  long woven;
  long inserts;
  long updates;
  long deletes;
  long missing;
  long keptChanged;
  long keptInTarget;

  /** Whether source and target do not hold the same in the end. */
  boolean differs() {
    return missing + keptChanged + keptInTarget > 0;
  }

  void count(Trio t, Referee.Changed changed) {
    switch (t.fate()) {
      case TAKE -> {
        inserts += t.onlyInSource();
        updates += t.changed();
        deletes += t.onlyInTarget();
        settled += t.changed() > 0 && changed == Referee.Changed.BOTH ? 1 : 0;
      }
      case MERGE -> {
        updates += t.changed();
        woven++;
        keptChanged += t.changed();
        first(t, left, NAMED);
      }
      case CONFLICT -> {
        conflictRows++;
        first(t, conflicts, WARNED);
      }
      default -> {
        missing += t.onlyInSource();
        updates += t.moves() ? t.changed() : 0;
        keptChanged += t.changed();
        keptInTarget += t.onlyInTarget();
        settled += t.fate() == Fate.KEEP && changed != Referee.Changed.NEITHER ? 1 : 0;
        first(t, left, NAMED);
      }
    }
  }

  void misled(String row) {
    misledRows++;
    if (misled.size() < WARNED) {
      misled.add(row);
    }
  }

  private static void first(Trio t, Set<Trio> some, int most) {
    if (some.size() < most) {
      some.add(t);
    }
  }
}
