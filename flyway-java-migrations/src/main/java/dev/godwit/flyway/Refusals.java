package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import org.flywaydb.core.api.FlywayException;

/** What people are told of an import that failed. */
final class Refusals {
  private static final int MEGA = 1 << 20;

  private Refusals() {}

  /** What an exception says, or what it is where it says nothing. */
  static String of(Throwable e) {
    return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
  }

  /** {@code listeners}: the program's own listener threw it. */
  static String ofFailure(Throwable e, boolean listeners) {
    if (e instanceof GodwitException || e instanceof FlywayException) {
      return of(e);
    }
    if (listeners) {
      return "the import's listener ended it: " + of(e) + "; nothing was kept";
    }
    if (e instanceof OutOfMemoryError) {
      return "the import needs more memory than Java's "
          + Runtime.getRuntime().maxMemory() / MEGA
          + " MB; nothing was kept. Give it more with -Xmx, then run again";
    }
    if (e instanceof LinkageError) {
      return "a class that the import needs is not there, or is there twice ("
          + e
          + "); nothing was kept. Take godwit-flyway or godwit-flyway-plugin, never both, and one"
          + " version of each library";
    }
    return "the import failed for a reason that Godwit did not expect ("
        + e.getClass().getSimpleName()
        + "); nothing was kept. flyway -X shows where; please report it";
  }
}
