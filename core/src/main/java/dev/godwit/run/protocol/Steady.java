package dev.godwit.run.protocol;

import dev.godwit.model.GodwitException;
import dev.godwit.store.Source;
import dev.godwit.store.can.Watching;
import java.util.function.Supplier;

/** Work on sources that are the same at its end as they were when they were opened. */
public final class Steady {
  private Steady() {}

  /**
   * Does the work, then has the source look at itself. Where the work fails over a source that has
   * changed, that is what is thrown: strange rows, damage and defects are what it looks like.
   */
  public static void on(Source source, Runnable work) {
    on(
        source,
        () -> {
          work.run();
          return null;
        });
  }

  public static <T> T on(Source source, Supplier<T> work) {
    T result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      try {
        Watching.of(source).requireSame();
      } catch (GodwitException changed) {
        changed.addSuppressed(e);
        throw changed;
      }
      throw e;
    }
    Watching.of(source).requireSame();
    return result;
  }
}
