package dev.godwit.faults;

/** How a door is used. */
enum Way {
  FULL("full"),
  INCREMENTAL("incremental"),
  DIFFERENTIAL("differential"),
  RESUMABLE("resumable"),
  /** Through Flyway, with a transaction of the import's own. */
  OWN_TRANSACTION("executeInTransaction=false"),
  LOCATIONS("--locations");

  private final String shown;

  Way(String shown) {
    this.shown = shown;
  }

  /** Whether what was done before the fault may stay, for the next run to go on from. */
  boolean keepsBatches() {
    return this == RESUMABLE;
  }

  @Override
  public String toString() {
    return shown;
  }
}
