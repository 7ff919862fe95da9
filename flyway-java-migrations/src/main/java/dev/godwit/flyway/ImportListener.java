package dev.godwit.flyway;

import dev.godwit.Godwit;
import dev.godwit.copy.Progress;
import dev.godwit.report.Report;

/**
 * A program that runs Flyway in process and wants to see the import: how far it is, what it did.
 */
public interface ImportListener {
  /** Hears nothing. */
  ImportListener NONE = new ImportListener() {};

  /** The import begins: {@code engine.cancel()} ends it, from any thread. */
  default void begins(Godwit engine) {}

  /** Hears how far the import is. Asked for once per import. */
  default Progress progress() {
    return Progress.NONE;
  }

  /**
   * The import ended, well or not; its transaction is still open, so a report that says exact holds
   * once Flyway's {@code migrate} returns.
   */
  default void finished(Report report) {}
}
