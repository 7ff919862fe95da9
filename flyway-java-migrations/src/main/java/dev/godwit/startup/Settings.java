package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The settings of {@code database:} as they were written, from all places: the environment before
 * the secrets, those before the named file, that before {@code NAME.yml} beside it.
 */
final class Settings {
  /** A value and where it stands: a file, line and key, or a variable. Never shows the value. */
  record Setting(String value, String origin) {
    @Override
    public String toString() {
      return origin;
    }
  }

  private static final String SECTION = "database";
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  private final Path folder;
  private final Map<String, String> environment;
  private final Map<String, String> variables;
  private final Map<String, Setting> settings = new TreeMap<>();
  private final List<String> warnings = new ArrayList<>();

  private Settings(Path folder, Map<String, String> environment, Map<String, String> variables) {
    this.folder = folder;
    this.environment = environment;
    this.variables = variables;
  }

  static Settings read(Application application, Path file, Map<String, String> environment) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path env =
        Path.of(
            environment.getOrDefault(
                application.prefix() + "ENV_PATH", folder.resolve(".env").toString()));
    // A variable that is set already is not set again, as the application itself does it.
    Map<String, String> variables = new LinkedHashMap<>(EnvFile.read(env));
    variables.putAll(environment);
    Settings result = new Settings(folder, environment, variables);
    Path beside = folder.resolve(application.name() + ".yml");
    if (Files.exists(beside) && !beside.equals(file.toAbsolutePath().normalize())) {
      result.section(beside);
    }
    result.section(file);
    result.secrets(
        Path.of(
            environment.getOrDefault(
                application.prefix() + "SECRETS_PATH", folder.resolve("secrets.yml").toString())),
        environment.containsKey(application.prefix() + "SECRETS_PATH"));
    result.variables(application.prefix() + "DB_");
    return result;
  }

  private void section(Path file) {
    YamlSection yaml = YamlSection.read(file, SECTION);
    yaml.entries().forEach((key, e) -> settings.put(key, setting(e.value(), yaml.origin(key))));
  }

  private Setting setting(String written, String origin) {
    Matcher matcher = VARIABLE.matcher(written);
    StringBuilder value = new StringBuilder();
    while (matcher.find()) {
      String found = variables.get(matcher.group(1));
      if (found == null) {
        throw GodwitException.usage(
            origin
                + " names the variable "
                + matcher.group(1)
                + ", which neither the environment nor .env sets");
      }
      matcher.appendReplacement(value, Matcher.quoteReplacement(found));
    }
    return new Setting(matcher.appendTail(value).toString(), origin);
  }

  private void secrets(Path file, boolean named) {
    if (!named && !Files.exists(file)) {
      return;
    }
    YamlSection yaml = YamlSection.read(file, null);
    if (yaml.entries().containsKey("database_password")) {
      String origin = yaml.origin("database_password");
      settings.put("password", setting(yaml.entries().get("database_password").value(), origin));
      warnIfOthersRead(file);
    }
  }

  private void warnIfOthersRead(Path file) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.GROUP_READ)
          || permissions.contains(PosixFilePermission.OTHERS_READ)) {
        warnings.add(file + " can be read by others; chmod 600 it");
      }
    } catch (IOException | UnsupportedOperationException e) {
      // A file system without such permissions has nothing to warn of.
      return;
    }
  }

  private void variables(String prefix) {
    variables.forEach(
        (name, value) -> {
          if (name.startsWith(prefix)) {
            String key = name.substring(prefix.length()).toLowerCase(java.util.Locale.ROOT);
            settings.put(key, new Setting(value, name));
          }
        });
    String password = environment.get("PGPASSWORD");
    if (password != null) {
      settings.putIfAbsent("password", new Setting(password, "PGPASSWORD"));
    }
  }

  /** Everything that was written, by key, known or not. */
  Map<String, Setting> all() {
    return settings;
  }

  /** The setting, or null where it was left out everywhere. */
  Setting get(String key) {
    return settings.get(key);
  }

  List<String> warnings() {
    return warnings;
  }

  /**
   * A path as it is written: relative to the configuration, after {@code ~/} to the user's home.
   */
  Path path(String written) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
    return written.startsWith("~/")
        ? Path.of(home).resolve(written.substring(2)).toAbsolutePath().normalize()
        : folder.resolve(written).normalize();
  }
}
