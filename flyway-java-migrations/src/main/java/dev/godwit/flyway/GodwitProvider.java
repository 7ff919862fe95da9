package dev.godwit.flyway;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.flywaydb.core.api.Location;
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
  private static final String LOCATIONS = "flyway.locations";
  private static final String FILES = "filesystem:";
  private static final String LOCK = "flyway.postgresql.transactional.lock";

  @Override
  public Map<String, String> getConfiguration(
      GodwitExtension extension, ClassicConfiguration configuration) {
    if (!FlywayVersion.isSupported()) {
      requireNothing(extension);
      return Map.of();
    }
    GodwitClean.join(configuration);
    boolean imports =
        ImportSettings.of(configuration).isConfigured()
            || Arrays.stream(configuration.getJavaMigrations())
                .anyMatch(SqliteImport.class::isInstance);
    Map<String, String> result = new HashMap<>();
    if (imports && mayUnlock(configuration)) {
      result.put(LOCK, "false");
    }
    if (imports && configuration.getWorkingDirectory() != null) {
      String[] written =
          Arrays.stream(configuration.getLocations())
              .map(Location::getDescriptor)
              .toArray(String[]::new);
      String[] found = located(configuration);
      if (!Arrays.equals(written, found)) {
        result.put(LOCATIONS, String.join(",", found));
      }
    }
    return result;
  }

  /**
   * Flyway's command line reads {@code filesystem:} locations from its working directory, its API
   * from the folder of the process: where only the former has one, it is that.
   */
  private static String[] located(ClassicConfiguration configuration) {
    NamedFiles places = NamedFiles.of(configuration);
    return Arrays.stream(configuration.getLocations())
        .map(
            l -> {
              boolean there =
                  l.getDescriptor().startsWith(FILES)
                      && !Files.exists(Path.of(l.getRootPath()))
                      && Files.exists(Path.of(places.file(l.getRootPath())));
              return there
                  ? FILES + places.file(l.getDescriptor().substring(FILES.length()))
                  : l.getDescriptor();
            })
        .toArray(String[]::new);
  }

  /** Where nothing is imported, an older Flyway may find the plug-in on its class path. */
  private static void requireNothing(GodwitExtension extension) {
    if (extension != null && extension.values().values().stream().anyMatch(Objects::nonNull)) {
      FlywayVersion.require();
    }
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
