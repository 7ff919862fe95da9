package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.CutoverProfile.Secrets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Tells what is secret, by its name or by its look. */
final class SecretRules {
  private final Secrets rules;
  private final List<Pattern> values;

  SecretRules(Secrets rules) {
    this.rules = rules;
    this.values = rules.values().stream().map(Pattern::compile).toList();
  }

  /** Whether a key or variable of this name holds a secret: botToken, api_key, SMTP_PASS. */
  boolean isSecretName(String name) {
    String snake = snake(name);
    return rules.names().containsKey(name)
        || rules.keys().stream().anyMatch(k -> snake.equals(k) || snake.endsWith("_" + k));
  }

  boolean isSecretValue(String value) {
    return values.stream().anyMatch(p -> p.matcher(value).matches());
  }

  /** What a variable's secret is called in the secrets file. */
  String nameOf(String variable) {
    return rules.names().getOrDefault(variable, variable.toLowerCase(Locale.ROOT));
  }

  /** What a secret at this place of a configuration is called. */
  static String nameAt(List<String> path) {
    return snake(String.join("_", path));
  }

  private static String snake(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_|_$", "")
        .toLowerCase(Locale.ROOT);
  }
}
