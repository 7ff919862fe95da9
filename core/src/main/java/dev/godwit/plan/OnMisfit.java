package dev.godwit.plan;

/** What happens to a value that its column cannot hold exactly. */
public enum OnMisfit {
  /** The run is refused. */
  FAIL,
  /** The row goes, whole and with the reason, to a table in the target. */
  QUARANTINE,
  /** The value becomes NULL, the row arrives: a loss that the user asked for. */
  NULL,
  /** The column becomes text where Godwit makes it. */
  TEXT
}
