package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Nearest;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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

  public void setGodwit(OptionTree godwit) {
    this.godwit = godwit;
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
    if (godwit == null) {
      return;
    }
    List<String> names = GodwitExtension.names();
    for (String key : new TreeSet<>(godwit.keySet())) {
      if (!names.contains(key)) {
        throw GodwitException.usage(
            "unknown option "
                + GodwitExtension.PREFIX
                + key
                + "; did you mean "
                + GodwitExtension.PREFIX
                + Nearest.to(key, names)
                + "?");
      }
    }
  }
}
