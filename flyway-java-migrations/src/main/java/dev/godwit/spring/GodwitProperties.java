package dev.godwit.spring;

import dev.godwit.flyway.GodwitExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** The properties {@code godwit.*} as Spring spells them: owner-person, ownerPerson, lists. */
final class GodwitProperties {
  private static final String OPTION = "flyway.godwit.";
  private static final String PLACEHOLDER = "flyway.placeholders.godwit.";
  private static final Pattern KEY = Pattern.compile("((?:\\d+\\.)+)?(.*)");
  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("godwit");

  private GodwitProperties() {}

  /** Flyway's options, by their full names. */
  static Map<String, String> of(Environment environment) {
    Map<String, String> options = new HashMap<>();
    List<String> names = GodwitExtension.names();
    Binder binder = Binder.get(environment);
    Set<String> versions = new TreeSet<>(Set.of(""));
    for (String key : written(environment)) {
      Matcher parts = KEY.matcher(key);
      String version = parts.matches() && parts.group(1) != null ? parts.group(1) : "";
      versions.add(version);
      // What no option is called is handed on as it is, so that Flyway's start complains of it.
      if (names.stream().noneMatch(n -> plain(n).equals(plain(parts.group(2))))) {
        options.put(OPTION + key, "");
      }
    }
    for (String version : versions) {
      // Of several options of one version Flyway keeps one, but it keeps all placeholders.
      String prefix = version.isEmpty() ? OPTION : PLACEHOLDER + version;
      for (String name : names) {
        String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        binder
            .bind("godwit." + version + dashed, Bindable.listOf(String.class))
            .ifBound(values -> options.put(prefix + name, String.join(",", values)));
      }
    }
    return options;
  }

  /**
   * The option, {@code 2.} before it where it is that of a version. Not those of the process's
   * environment: GODWIT_… may be there for something else.
   */
  private static Set<String> written(Environment environment) {
    Set<String> keys = new TreeSet<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource listed
          && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
        for (ConfigurationPropertyName name : listed) {
          if (ROOT.isAncestorOf(name)) {
            keys.add(key(name));
          }
        }
      }
    }
    return keys;
  }

  private static String key(ConfigurationPropertyName name) {
    StringBuilder key = new StringBuilder();
    int i = 1;
    while (i < name.getNumberOfElements() - 1
        && name.getElement(i, Form.ORIGINAL).matches("\\d+")) {
      key.append(name.getElement(i++, Form.ORIGINAL)).append('.');
    }
    return key + name.getElement(i, Form.ORIGINAL);
  }

  private static String plain(String key) {
    return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }
}
