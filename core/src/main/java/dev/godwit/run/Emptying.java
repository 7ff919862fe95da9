package dev.godwit.run;

/** What a run takes out of its target before rows come. */
public enum Emptying {
  NOTHING,
  /** The tables of the plan, and no other. */
  TABLES,
  /** Those, and whatever refers to them or inherits from them. */
  CASCADE
}
