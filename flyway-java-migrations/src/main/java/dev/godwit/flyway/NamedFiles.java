package dev.godwit.flyway;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.api.configuration.Configuration;

/**
 * Where the files are that options name: below Flyway's working directory, as its locations are.
 */
record NamedFiles(Path folder) {
  private static final Pattern FILE = Pattern.compile("((?:jdbc:)?sqlite:|json:)?(.*)");
  private static final Pattern URL = Pattern.compile("(jdbc:)?postgres(ql)?:.*");

  static NamedFiles of(Configuration configuration) {
    String folder = configuration == null ? null : configuration.getWorkingDirectory();
    return new NamedFiles(Path.of(folder == null ? "" : folder).toAbsolutePath().normalize());
  }

  /** A file's absolute path. */
  String file(String name) {
    return folder.resolve(name).normalize().toString();
  }

  /** Where rules are: a file, or {@code classpath:} and a resource. */
  String rules(String name) {
    return name.startsWith("classpath:") ? name : file(name);
  }

  /** A store's name with the absolute path of its file; a URL as it is. */
  String source(String name) {
    Matcher store = FILE.matcher(name);
    if (URL.matcher(name).matches() || !store.matches()) {
      return name;
    }
    String prefix = store.group(1) == null ? "" : store.group(1);
    return prefix + file(store.group(2));
  }
}
