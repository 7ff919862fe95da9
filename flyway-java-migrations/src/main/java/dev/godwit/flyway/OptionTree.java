package dev.godwit.flyway;

import java.util.HashMap;
import org.flywaydb.core.extensibility.ConfigurationExtension;

/**
 * Whatever was written below one word, such as {@code flyway.godwit.}, known or not. Flyway makes
 * and fills it, and insists on the interface; it is no plug-in.
 */
public final class OptionTree extends HashMap<String, Object> implements ConfigurationExtension {
  private static final long serialVersionUID = 1;

  @Override
  public String getNamespace() {
    return "";
  }

  @Override
  public String getConfigurationParameterFromEnvironmentVariable(String variable) {
    return null;
  }
}
