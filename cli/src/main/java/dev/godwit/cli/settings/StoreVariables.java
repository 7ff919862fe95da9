package dev.godwit.cli.settings;

import dev.godwit.model.GodwitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Stores that a variable holds: {@code env:DATABASE_URL}, where one writes that. */
public final class StoreVariables {
  private static final Pattern WORD =
      Pattern.compile("(--(?:from|to|connection-url|sqlite-path|json-path)=)?env:(\\w+)");

  /** URLs of other programs' kinds, and what is the same here. */
  private static final Map<String, String> SPELLINGS =
      Map.of(
          // SQLAlchemy and Django: three slashes go before a path, which may begin with another.
          "^sqlite:///", "sqlite:",
          "^(postgres|postgresql)\\+\\w+://", "postgresql://",
          "^(postgis|pgsql)://", "postgresql://");

  private StoreVariables() {}

  /** The words of a command line, with what the variables hold. */
  public static List<String> resolved(List<String> words, Map<String, String> environment) {
    List<String> result = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      Matcher match = WORD.matcher(words.get(i));
      if (!match.matches()) {
        result.add(words.get(i));
        continue;
      }
      String value = value(match.group(2), environment);
      boolean named = match.group(1) != null;
      boolean follows = !named && i > 0 && WORD.matcher(words.get(i - 1) + "=env:X").matches();
      if (follows) {
        // One word: what a variable holds is never an option.
        result.set(result.size() - 1, words.get(i - 1) + "=" + value);
      } else {
        result.add(named ? match.group(1) + value : value);
      }
    }
    return result;
  }

  private static String value(String name, Map<String, String> environment) {
    String value = environment.getOrDefault(name, "").strip();
    if (value.isEmpty() || value.startsWith("-")) {
      throw GodwitException.usage(
          "env:"
              + name
              + ": the variable "
              + name
              + (value.isEmpty() ? " is not set" : " holds no store"));
    }
    for (Map.Entry<String, String> spelling : SPELLINGS.entrySet()) {
      value = value.replaceFirst(spelling.getKey(), spelling.getValue());
    }
    return value;
  }
}
