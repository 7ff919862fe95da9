package dev.godwit.flyway;

import dev.godwit.report.Report;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.extensibility.ConfigurationExtension;

/** Runs {@code migrate} with options given as arguments: for a JVM with another Flyway. */
final class FlywayMain {
  private FlywayMain() {}

  public static void main(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      options.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    FluentConfiguration configuration = Flyway.configure().configuration(options);
    configuration
        .getPluginRegister()
        .getExact(GodwitExtension.class)
        .listen(
            new ImportListener() {
              @Override
              public void finished(Report report) {
                System.out.println("verdict " + report.verdict());
              }
            });
    Flyway flyway = configuration.load();
    flyway
        .getConfiguration()
        .getPluginRegister()
        .getInstancesOf(ConfigurationExtension.class)
        .stream()
        .filter(org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension.class::isInstance)
        .map(org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension.class::cast)
        .forEach(p -> System.out.println("lock " + p.isTransactionalLock()));
    System.out.println("executed " + flyway.migrate().migrationsExecuted);
  }
}
