package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code .env} file as TeleClaude's library for it reads one: {@code export} allowed, values bare
 * or in quotes, comments after a blank and a {@code #}. In double quotes {@code \n}, {@code \"} and
 * {@code \\} are what they mean; nothing is expanded.
 */
public final class EnvFile {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.]*)\\s*=\\s*"
              + "(?:'([^']*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|(.*?))\\s*(?:(?<=\\s|['\"])#.*)?");

  private EnvFile() {}

  /** The variables of a file in their order; none where there is no such file. */
  public static Map<String, String> read(Path file) {
    Map<String, String> result = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return result;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        Matcher matcher = LINE.matcher(line);
        if (!line.isBlank() && !line.strip().startsWith("#") && matcher.matches()) {
          result.put(matcher.group(1), value(matcher));
        }
      }
      return result;
    } catch (IOException e) {
      throw GodwitException.usage(
          file + " cannot be read (" + e.getClass().getSimpleName() + "); check who may read it");
    }
  }

  private static String value(Matcher matcher) {
    if (matcher.group(2) != null) {
      return matcher.group(2);
    }
    if (matcher.group(3) != null) {
      return matcher.group(3).replace("\\n", "\n").replaceAll("\\\\([\"\\\\])", "$1");
    }
    return matcher.group(4);
  }
}
