package dev.godwit.cli.cutover.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The secrets that were taken out, in the order in which they were found. Never shows a value. */
final class SecretsFound {
  private record Secret(String value, List<String> origins) {}

  private final Map<String, Secret> secrets = new LinkedHashMap<>();
  private final List<String> doubles = new ArrayList<>();

  /**
   * Keeps a secret; one that is there under this name with another value gets a name of its own.
   * Returns the name that it has now.
   */
  String keep(String name, String value, String origin) {
    String free = name;
    for (int i = 2; secrets.containsKey(free); i++) {
      Secret known = secrets.get(free);
      if (known.value().equals(value)) {
        if (!known.origins().contains(origin)) {
          known.origins().add(origin);
        }
        return free;
      }
      free = name + "_" + i;
    }
    if (!free.equals(name)) {
      doubles.add(
          origin
              + " has another value than "
              + String.join(", ", secrets.get(name).origins())
              + ", so it is kept as "
              + free);
    }
    secrets.put(free, new Secret(value, new ArrayList<>(List.of(origin))));
    return free;
  }

  /** What a configuration writes in a secret's place: the application puts it in again. */
  static String reference(String name) {
    return "${" + name.toUpperCase(Locale.ROOT) + "}";
  }

  int count() {
    return secrets.size();
  }

  List<String> doubles() {
    return doubles;
  }

  /** Values by the names that references use; for checks only. */
  Map<String, String> byReference() {
    Map<String, String> result = new LinkedHashMap<>();
    secrets.forEach((name, s) -> result.put(name.toUpperCase(Locale.ROOT), s.value()));
    return result;
  }

  /** The secrets file, without its head. */
  String yaml() {
    var map = Yaml.map();
    secrets.forEach(
        (name, s) -> {
          Yaml.put(map, name, Yaml.quoted(s.value()));
          Yaml.remarkAbove(map, name, "from " + String.join(", and ", s.origins()));
        });
    return Yaml.write(map);
  }
}
