package dev.godwit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The manual's pages, and the samples in them that a comment names. */
final class Manual {
  private Manual() {}

  static Path root() {
    return Path.of(System.getProperty("godwit.root", ".."));
  }

  static String page(String name) {
    try {
      return Files.readString(root().resolve("docs").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The fenced block after {@code <!-- sample: name -->}. */
  static String sample(String page, String name) {
    Matcher matcher =
        Pattern.compile(
                "<!-- sample: " + Pattern.quote(name) + " -->\n```\\w+\n(.*?)```", Pattern.DOTALL)
            .matcher(page(page));
    if (!matcher.find()) {
      throw new AssertionError(page + " has no sample " + name);
    }
    return matcher.group(1);
  }

  /** A test's own source, without indentation, to find a page's sample in. */
  static String source(Class<?> test) {
    try {
      return flat(
          Files.readString(
              root()
                  .resolve("docs/src/test/java")
                  .resolve(test.getName().replace('.', '/') + ".java")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text whose line ends and indentation do not matter. */
  static String flat(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
