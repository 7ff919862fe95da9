package dev.godwit.cli.settings;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** {@code godwit.yml}: long options by their names, and profiles of more of them. */
public final class SettingsFile {
  public static final String NAME = "godwit.yml";
  private static final String PROFILES = "profiles";
  private static final SettingsFile NONE = new SettingsFile(Map.of(), Map.of());

  private final Map<String, Object> all;
  private final Map<String, Map<String, Object>> profiles;

  private SettingsFile(Map<String, Object> all, Map<String, Map<String, Object>> profiles) {
    this.all = all;
    this.profiles = profiles;
  }

  /** That of a folder; one without settings where there is none. */
  public static SettingsFile in(Path folder) {
    Path file = folder.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).build();
      Map<String, Object> found = map(new Load(strict).loadFromString(Files.readString(file)), "");
      Map<String, Map<String, Object>> profiles = new LinkedHashMap<>();
      Object named = found.remove(PROFILES);
      if (named != null) {
        map(named, PROFILES)
            .forEach((name, o) -> profiles.put(name, map(o, PROFILES + "." + name)));
      }
      return new SettingsFile(found, profiles);
    } catch (IOException e) {
      throw GodwitException.usage(NAME + " cannot be read");
    } catch (YamlEngineException e) {
      throw GodwitException.usage(
          NAME + " is no YAML: " + e.getMessage().lines().findFirst().get());
    }
  }

  private static Map<String, Object> map(Object value, String where) {
    if (value == null) {
      return new LinkedHashMap<>();
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach((k, v) -> result.put(String.valueOf(k), v));
      return result;
    }
    throw GodwitException.usage(
        NAME + (where.isEmpty() ? "" : ": " + where) + " is no list of option: value");
  }

  /** Whether it has settings, or profiles of them. */
  public boolean isEmpty() {
    return all.isEmpty() && profiles.isEmpty();
  }

  public Set<String> profiles() {
    return profiles.keySet();
  }

  /** Its settings: those of the profile, where one is named, go before those for all. */
  public Map<String, Setting> settings(String profile) {
    Map<String, Setting> result = new LinkedHashMap<>();
    all.forEach((name, value) -> result.put(name, setting(name, value, NAME)));
    if (profile != null) {
      String origin = NAME + ", profile " + profile;
      profiles.get(profile).forEach((name, v) -> result.put(name, setting(name, v, origin)));
    }
    return result;
  }

  /** Everything in it, that of every profile too: to be looked at for mistakes. */
  public List<Setting> everything() {
    List<Setting> result = new ArrayList<>(settings(null).values());
    profiles.forEach(
        (name, options) ->
            options.forEach((o, v) -> result.add(setting(o, v, NAME + ", profile " + name))));
    return result;
  }

  private static Setting setting(String name, Object value, String origin) {
    List<Object> given = value instanceof List<?> list ? new ArrayList<>(list) : listOf(value);
    for (Object one : given) {
      if (one == null || one instanceof Map || one instanceof List) {
        throw GodwitException.usage(origin + ": " + name + " has no value that an option can have");
      }
    }
    return new Setting(
        name, given.stream().map(String::valueOf).filter(v -> !v.equals("false")).toList(), origin);
  }

  private static List<Object> listOf(Object value) {
    List<Object> one = new ArrayList<>();
    one.add(value);
    return one;
  }
}
