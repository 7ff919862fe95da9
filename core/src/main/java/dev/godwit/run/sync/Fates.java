package dev.godwit.run.sync;

import dev.godwit.copy.Declined;
import dev.godwit.model.Row;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.Fate;
import dev.godwit.verify.ThreeWay;
import dev.godwit.verify.Trio;
import dev.godwit.verify.Verifier;
import dev.godwit.verify.Weaving;

/**
 * Decides about each key of a table that is not the same on both sides, by a referee where one row
 * is enough to tell, else with both rows at hand. {@code unknown}: what the last run left is not
 * known; {@code grown} are the places of columns that this run makes in the target.
 */
record Fates(
    Referee referee,
    Declined declined,
    boolean unknown,
    ThreeWay sides,
    Comparison comparison,
    int[] grown,
    NewRows news,
    FateCounts judged) {

  /** Gives each key of a group its fate, and counts it. */
  void judge(ThreeWay.Group group) {
    boolean both = false;
    if (!unknown && !sides.isKnown()) {
      group.keys().forEach(Trio::alike);
    }
    for (Trio t : group.keys()) {
      if (!t.isSame()) {
        t.fate(fate(t));
        both |= needsBoth(t);
      }
    }
    if (both) {
      group.rewind();
      Verifier.each(comparison.target(), row -> keep(group.inTarget(row), row));
      group.rewind();
      Weaving weaving = sides.weaving();
      Verifier.each(comparison.source(), row -> settle(group.inSource(row), row, weaving));
    }
    for (Trio t : group.keys()) {
      if (!t.isSame()) {
        judged.count(t, changed(t));
      }
    }
    if (news.isChecked()) {
      group.rewind();
      Verifier.each(comparison.source(), row -> check(group.inSource(row), row));
    }
  }

  private Fate fate(Trio t) {
    if (declined.size() > 0 && declined.removes(t.lanes())) {
      return Fate.TAKE;
    }
    return declined.size() > 0 && declined.holds(t.lanes())
        ? Fate.LEAVE
        : referee.of(changed(t), where(t));
  }

  private boolean needsBoth(Trio t) {
    boolean stays = t.fate() == Fate.KEEP || t.fate() == Fate.LEAVE;
    return t.fate() == Fate.LATER
        || t.fate() == Fate.MERGE
        || stays && grown.length > 0 && t.changed() > 0;
  }

  private Referee.Changed changed(Trio t) {
    if (unknown) {
      return Referee.Changed.UNKNOWN;
    }
    boolean ofSource = !t.isSourceAsLeft();
    // What a new column holds comes from the source, where the rows are alike without it.
    if (sides.hasMoved() && t.wasAlike()) {
      return Referee.Changed.SOURCE;
    }
    if (t.isTaken()) {
      return Referee.Changed.BOTH;
    }
    if (!t.isTargetAsLeft()) {
      return ofSource ? Referee.Changed.BOTH : Referee.Changed.TARGET;
    }
    return ofSource ? Referee.Changed.SOURCE : Referee.Changed.NEITHER;
  }

  private static Referee.Where where(Trio t) {
    if (t.onlyInTarget() > 0) {
      return Referee.Where.TARGET;
    }
    return t.changed() > 0 ? Referee.Where.BOTH : Referee.Where.SOURCE;
  }

  private void keep(Trio t, Row row) {
    if (t != null && needsBoth(t)) {
      t.row(row.copy());
    }
  }

  private void settle(Trio t, Row row, Weaving weaving) {
    if (t == null || t.row() == null) {
      return;
    }
    boolean newer = news.isLater(row, t.row());
    if (t.fate() == Fate.LATER) {
      t.fate(newer ? Fate.TAKE : Fate.KEEP);
    }
    switch (t.fate()) {
      case MERGE -> {
        Row both = weaving.weave(t, row, t.row(), newer ? row : t.row());
        t.row(both);
        t.fate(both == null ? Fate.CONFLICT : Fate.MERGE);
      }
      case KEEP, LEAVE -> t.row(grown(row, t.row()));
      default -> t.row(null);
    }
  }

  /** The target's row with what the source has in new columns; null where nothing has changed. */
  private Row grown(Row source, Row kept) {
    for (int place : grown) {
      kept.copy(place, source, place);
    }
    return grown.length == 0 ? null : kept;
  }

  /** Rows that the watermark does not tell of, and that come all the same. */
  private void check(Trio t, Row row) {
    if (t == null || t.fate() != Fate.TAKE || news.has(row)) {
      return;
    }
    if (news.mayMiss()) {
      judged.below++;
    } else {
      judged.misled(sides.key(row));
    }
  }
}
