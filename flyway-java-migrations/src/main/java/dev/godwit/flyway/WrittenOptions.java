package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Nearest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.extensibility.ConfigurationExtension;
import org.flywaydb.core.extensibility.Plugin;

/**
 * Sees every option that was written below {@code flyway.godwit.}, misspelt ones too, and below
 * {@code flyway.postgresql.}: to an extension without a namespace, Flyway hands the whole tree of
 * what is called like one of its fields.
 */
public final class WrittenOptions implements ConfigurationExtension {
  private OptionTree godwit;
  private OptionTree postgresql;

  @Override
  public String getNamespace() {
    return "";
  }

  @Override
  public String getConfigurationParameterFromEnvironmentVariable(String variable) {
    return null;
  }

  @Override
  public Plugin copy() {
    WrittenOptions copy = new WrittenOptions();
    copy.godwit = godwit;
    copy.postgresql = postgresql;
    return copy;
  }

  public OptionTree getGodwit() {
    return godwit;
  }

  /** Flyway calls it once for each set of properties. */
  public void setGodwit(OptionTree tree) {
    if (godwit != null) {
      addMissing(godwit, tree);
    }
    godwit = tree;
  }

  /** The former is somebody's copy, too, and stays as it is. */
  @SuppressWarnings("unchecked") // Whatever Flyway makes of properties has texts as its keys.
  private static void addMissing(Map<String, Object> from, Map<String, Object> into) {
    from.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> below && into.get(key) instanceof Map<?, ?> there) {
            addMissing((Map<String, Object>) below, (Map<String, Object>) there);
          } else {
            into.putIfAbsent(key, value);
          }
        });
  }

  public OptionTree getPostgresql() {
    return postgresql;
  }

  public void setPostgresql(OptionTree postgresql) {
    this.postgresql = postgresql;
  }

  /** Whether {@code flyway.postgresql.transactional.lock} was written, whatever it says. */
  boolean saysTransactionalLock() {
    return postgresql != null
        && postgresql.get("transactional") instanceof Map<?, ?> tree
        && tree.containsKey("lock");
  }

  void requireKnown() {
    List<String> names = GodwitExtension.names();
    for (String key : written().keySet()) {
      int end = key.lastIndexOf('.');
      String name = key.substring(end + 1);
      boolean placed = end < 0 || isVersion(key.substring(0, end)) && !name.equals("version");
      if (!placed || !names.contains(name)) {
        throw GodwitException.usage(
            "unknown option "
                + GodwitExtension.PREFIX
                + key
                + "; did you mean "
                + GodwitExtension.PREFIX
                + (placed ? key.substring(0, end + 1) : "")
                + Nearest.to(placed ? name : key, names)
                + "?");
      }
    }
  }

  /**
   * What was written for this version alone, {@code flyway.godwit.2.source}, by option. Of several
   * such lines of one version, Flyway itself keeps one, but for those of flyway.toml.
   */
  Map<String, String> of(MigrationVersion version) {
    Map<String, String> result = new TreeMap<>();
    written()
        .forEach(
            (key, value) -> {
              int end = key.lastIndexOf('.');
              if (end > 0
                  && isVersion(key.substring(0, end))
                  && MigrationVersion.fromVersion(key.substring(0, end)).equals(version)) {
                result.put(key.substring(end + 1), value);
              }
            });
    return result;
  }

  /** Whether anything was written for a version alone. */
  boolean namesVersions() {
    return written().keySet().stream().anyMatch(k -> k.contains("."));
  }

  private static boolean isVersion(String text) {
    return text.matches("\\d+([._]\\d+)*");
  }

  /** Every option with its value, by all that stands behind {@code flyway.godwit.}. */
  private Map<String, String> written() {
    Map<String, String> result = new TreeMap<>();
    if (godwit != null) {
      flatten("", godwit, result);
    }
    return result;
  }

  private static void flatten(String before, Map<?, ?> tree, Map<String, String> into) {
    tree.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> below) {
            flatten(before + key + ".", below, into);
          } else {
            into.put(before + key, String.valueOf(value));
          }
        });
  }
}
