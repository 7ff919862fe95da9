package dev.godwit.flyway;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.extensibility.Plugin;
import org.flywaydb.core.internal.license.VersionPrinter;

/** Which Flyway this is, and whether the plug-in can work with it. */
final class FlywayVersion {
  private static final String LOWEST = "11.14.1";

  private FlywayVersion() {}

  /** Whether it has what the plug-in calls. Never throws. */
  static boolean isSupported() {
    try {
      return MigrationVersion.fromVersion(VersionPrinter.getVersion()).isAtLeast(LOWEST);
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /**
   * Refuses to import with a Flyway that is too old.
   *
   * @throws FlywayException saying which is needed
   */
  static void require() {
    if (!isSupported()) {
      throw new FlywayException(
          "Godwit's import needs Flyway " + LOWEST + " or newer; this is " + name());
    }
  }

  private static String name() {
    try {
      return VersionPrinter.getVersion();
    } catch (RuntimeException | LinkageError e) {
      return "older";
    }
  }

  /** The plug-in of this class as it was configured, or null. */
  static <T extends Plugin> T plugin(Configuration configuration, Class<T> type) {
    require();
    return configuration.getPluginRegister().getExact(type);
  }
}
