package dev.godwit.run.sync;

import dev.godwit.plan.Conflicts;
import dev.godwit.verify.Fate;

/**
 * Says who wins where source and target differ. {@code deletes}: what the source lacks may go;
 * {@code insists}: both sides are to be equal, so that what only the target changed matters.
 */
record Referee(Conflicts rule, boolean deletes, boolean insists) {

  /** Which side has changed a row since the last run. */
  enum Changed {
    SOURCE,
    TARGET,
    BOTH,
    NEITHER,
    /** What the last run left is not known. */
    UNKNOWN
  }

  /** Where a row is. */
  enum Where {
    SOURCE,
    TARGET,
    BOTH
  }

  /** What becomes of a row that is not the same on both sides. */
  Fate of(Changed changed, Where where) {
    if (rule == Conflicts.SOURCE) {
      return take(where);
    }
    return switch (changed) {
      case NEITHER -> Fate.KEEP;
      case SOURCE -> take(where);
      case TARGET -> ofTargets(where);
      case BOTH -> ofBoth(where);
      case UNKNOWN -> unknown(where);
    };
  }

  /** An incremental run takes nothing out. */
  private Fate take(Where where) {
    return where == Where.TARGET && !deletes ? Fate.LEAVE : Fate.TAKE;
  }

  private Fate ofTargets(Where where) {
    return switch (rule) {
      case NEWER -> where == Where.BOTH ? Fate.LATER : Fate.KEEP;
      case TARGET, MERGE -> Fate.KEEP;
      default -> where == Where.SOURCE ? Fate.TAKE : insists ? Fate.CONFLICT : Fate.LEAVE;
    };
  }

  private Fate unknown(Where where) {
    if (where == Where.SOURCE) {
      return Fate.TAKE;
    }
    Fate fate = ofBoth(where);
    // Nobody can tell which columns were changed.
    return fate == Fate.MERGE ? Fate.CONFLICT : fate;
  }

  private Fate ofBoth(Where where) {
    if (rule == Conflicts.TARGET) {
      return Fate.KEEP;
    }
    if (where == Where.TARGET && !insists) {
      return Fate.LEAVE;
    }
    return switch (rule) {
      case NEWER ->
          where == Where.BOTH ? Fate.LATER : where == Where.SOURCE ? Fate.TAKE : Fate.KEEP;
      case MERGE -> where == Where.BOTH ? Fate.MERGE : Fate.CONFLICT;
      default -> Fate.CONFLICT;
    };
  }
}
