package dev.godwit.flyway;

import java.util.Map;
import org.flywaydb.core.api.configuration.ClassicConfiguration;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.flywaydb.core.extensibility.ConfigurationProvider;
import org.flywaydb.core.internal.plugin.PluginRegister;

/**
 * Makes rows and history row one transaction wherever an import is configured, by switching {@code
 * flyway.postgresql.transactional.lock} off unless the user said otherwise. Runs whenever Flyway is
 * set up, so wrong options are found here, before anything is done.
 */
public final class GodwitProvider implements ConfigurationProvider<GodwitExtension> {
  private static final String LOCK = "flyway.postgresql.transactional.lock";

  @Override
  public Map<String, String> getConfiguration(
      GodwitExtension extension, ClassicConfiguration configuration) {
    ImportSettings settings = ImportSettings.of(configuration);
    return settings.isConfigured() && mayUnlock(configuration) ? Map.of(LOCK, "false") : Map.of();
  }

  @Override
  public Class<GodwitExtension> getConfigurationExtensionClass() {
    return GodwitExtension.class;
  }

  private static boolean mayUnlock(ClassicConfiguration configuration) {
    PluginRegister plugins = configuration.getPluginRegister();
    WrittenOptions written = plugins.getExact(WrittenOptions.class);
    // Flyway's PostgreSQL part says "true" by itself as soon as it is copied: only what was written
    // tells what the user wants. Without that part the option would be unknown.
    return written != null
        && !written.saysTransactionalLock()
        && plugins.getInstancesOf(ConfigurationExtension.class).stream()
            .anyMatch(e -> e.getNamespace().equals("postgresql"));
  }
}
