package dev.godwit.model;

import java.util.List;

/** How large a value may be for Java's heap: it is read, and read back to be compared. */
public final class Heap {
  private static final int COPIES = 2;

  /** What all the rest takes. */
  private static final long REST = 32L << 20;

  private static final int MEGA = 1 << 20;

  private Heap() {}

  /** Whether a value of so many bytes can be moved. */
  public static boolean holds(long bytes) {
    return needed(bytes) <= Runtime.getRuntime().maxMemory();
  }

  private static long needed(long bytes) {
    return COPIES * bytes + REST;
  }

  /** Refuses a value of so many bytes. */
  public static GodwitException refusal(String what, long bytes) {
    String way = "-Xmx" + (needed(bytes) / MEGA + 1) + "m";
    return refusal(what, "a value of " + bytes + " bytes", way, null);
  }

  /** Refuses a value of Godwit's own work that Java had no room for. */
  public static GodwitException refusal(String what, OutOfMemoryError cause) {
    return refusal(what, "a value", "-Xmx", cause);
  }

  private static GodwitException refusal(
      String what, String size, String way, OutOfMemoryError cause) {
    return new GodwitException(
        GodwitException.Reason.REFUSED,
        what
            + ": "
            + size
            + " is too large for Java's heap of "
            + Runtime.getRuntime().maxMemory() / MEGA
            + " MB; nothing was kept. Give it more ("
            + way
            + "), or leave the column out by a rule",
        List.of(),
        cause);
  }
}
