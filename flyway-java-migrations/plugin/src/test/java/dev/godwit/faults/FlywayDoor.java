package dev.godwit.faults;

import dev.godwit.copy.Progress;
import dev.godwit.flyway.GodwitExtension;
import dev.godwit.flyway.ImportListener;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** A program that calls Flyway, Flyway's options given as arguments {@code name=value}. */
final class FlywayDoor {
  private FlywayDoor() {}

  public static void main(String[] arguments) {
    run(JavaDoor.options(arguments));
  }

  /** Returns once Flyway has migrated; else throws what it threw. */
  static void run(Map<String, String> options) {
    String listener = options.remove("listener");
    FluentConfiguration configuration = Flyway.configure().configuration(options);
    configuration
        .getPluginRegister()
        .getExact(GodwitExtension.class)
        .listen(
            new ImportListener() {
              @Override
              public Progress progress() {
                return Listening.of(listener);
              }
            });
    configuration.load().migrate();
  }
}
