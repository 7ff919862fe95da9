package dev.godwit.model;

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

  /** Refuses a value; {@code bytes} is -1 where its size is not known. */
  public static GodwitException refusal(String what, long bytes) {
    long most = Runtime.getRuntime().maxMemory() / MEGA;
    String size = bytes < 0 ? "a value" : "a value of " + bytes + " bytes";
    String way = bytes < 0 ? "-Xmx" : "-Xmx" + (needed(bytes) / MEGA + 1) + "m";
    return GodwitException.refused(
        what
            + ": "
            + size
            + " is too large for Java's heap of "
            + most
            + " MB; nothing was kept. Give it more ("
            + way
            + "), or leave the column out by a rule");
  }
}
