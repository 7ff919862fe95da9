package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** What a program that calls Flyway tells people when Flyway fails. */
public final class FlywayErrors {
  private FlywayErrors() {}

  /** The engine's own words where it spoke; Flyway's else. */
  public static GodwitException translated(FlywayException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GodwitException known) {
        return known;
      }
    }
    return e instanceof FlywayValidateException
        ? GodwitException.refused("Flyway: " + e.getMessage())
        : GodwitException.failed("Flyway: " + e.getMessage(), e);
  }
}
