package dev.godwit.store;

import java.util.List;

/** Finds, of many things that are asked about together, those that are refused. */
public final class Halving {
  private Halving() {}

  /** Asks about all of them at once: null where none is refused, else why one of them is. */
  @FunctionalInterface
  public interface Asking<T, W, X extends Exception> {
    W of(List<T> all) throws X;
  }

  /** Hears of one that is refused, even alone. */
  @FunctionalInterface
  public interface Hearing<T, W, X extends Exception> {
    void of(T one, W why) throws X;
  }

  /** In their order; one question is enough where none is refused, and none where there is none. */
  public static <T, W, X extends Exception> void of(
      List<T> all, Asking<T, W, X> asking, Hearing<T, W, X> refused) throws X {
    if (all.isEmpty()) {
      return;
    }
    W why = asking.of(all);
    if (why == null) {
      return;
    }
    if (all.size() == 1) {
      refused.of(all.get(0), why);
      return;
    }
    int half = all.size() / 2;
    of(all.subList(0, half), asking, refused);
    of(all.subList(half, all.size()), asking, refused);
  }
}
