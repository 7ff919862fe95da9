package dev.godwit.faults;

/** What may be in the target after a fault; runs in batches may keep whole batches besides. */
enum Leaves {
  /** It is as it was. */
  NOTHING("as before"),
  /** The fault is borne: everything arrived. */
  ALL("complete"),
  /** One of the two, and the exit code tells which. */
  EITHER("as before, or complete"),
  /** One of the two; where the exit code says "done", it is. */
  UNKNOWN("as before, or complete, perhaps unanswered");

  private final String shown;

  Leaves(String shown) {
    this.shown = shown;
  }

  @Override
  public String toString() {
    return shown;
  }
}
