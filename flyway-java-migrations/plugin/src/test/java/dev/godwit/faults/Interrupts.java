package dev.godwit.faults;

/** Loaded into a running program: interrupts the thread that runs its main method. */
public final class Interrupts {
  private Interrupts() {}

  public static void agentmain(String word) {
    Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("main"))
        .forEach(Thread::interrupt);
  }
}
