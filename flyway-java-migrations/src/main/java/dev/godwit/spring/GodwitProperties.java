package dev.godwit.spring;

import dev.godwit.flyway.GodwitExtension;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("godwit");

  private GodwitProperties() {}

  /** Flyway's options, by their full names. */
  static Map<String, String> of(Environment environment) {
    Map<String, String> options = new HashMap<>();
    List<String> names = GodwitExtension.names();
    // What no option is called is handed on as it is, so that Flyway's start complains of it.
    for (String key : written(environment)) {
      if (names.stream().noneMatch(n -> plain(n).equals(plain(key)))) {
        options.put(OPTION + key, "");
      }
    }
    Binder binder = Binder.get(environment);
    for (String name : names) {
      String dashed = name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      binder
          .bind("godwit." + dashed, Bindable.listOf(String.class))
          .ifBound(values -> options.put(OPTION + name, String.join(",", values)));
    }
    return options;
  }

  /** Not those of the process's environment: GODWIT_… may be there for something else. */
  private static Set<String> written(Environment environment) {
    Set<String> keys = new TreeSet<>();
    for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
      if (source instanceof IterableConfigurationPropertySource listed
          && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
        for (ConfigurationPropertyName name : listed) {
          if (ROOT.isAncestorOf(name)) {
            keys.add(name.getElement(1, Form.ORIGINAL));
          }
        }
      }
    }
    return keys;
  }

  private static String plain(String key) {
    return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }
}
