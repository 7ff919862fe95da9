package dev.godwit.postgres.address;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of libpq's connection service file, where {@code psql} looks for it: {@code
 * PGSERVICEFILE}, else {@code .pg_service.conf} in the home folder; then {@code pg_service.conf} in
 * {@code PGSYSCONFDIR}.
 */
public final class ServiceFile {
  private ServiceFile() {}

  /** What it says of the service, by libpq's keywords. */
  public static Map<String, String> read(String service, Map<String, String> environment) {
    String named = environment.getOrDefault("PGSERVICEFILE", "");
    Path own =
        named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".pg_service.conf")
            : Path.of(named);
    if (!named.isEmpty() && !Files.isReadable(own)) {
      throw GodwitException.usage("PGSERVICEFILE: " + own + " cannot be read");
    }
    String folder = environment.getOrDefault("PGSYSCONFDIR", "/etc/postgresql-common");
    for (Path file : List.of(own, Path.of(folder, "pg_service.conf"))) {
      Map<String, String> found = Files.isReadable(file) ? section(service, file) : null;
      if (found != null) {
        return found;
      }
    }
    throw GodwitException.usage(
        "service " + service + " is in no file of services; " + own + " was looked into");
  }

  private static Map<String, String> section(String service, Path file) {
    Map<String, String> result = null;
    for (String raw : lines(file)) {
      String line = raw.strip();
      if (line.startsWith("[")) {
        if (result != null) {
          return result;
        }
        result = line.equals("[" + service + "]") ? new LinkedHashMap<>() : null;
      } else if (result != null && !line.isEmpty() && !line.startsWith("#")) {
        int equals = line.indexOf('=');
        if (equals < 1 || line.substring(0, equals).matches(".*\\s")) {
          throw GodwitException.usage(
              file
                  + ", service "
                  + service
                  + ": only lines of name=value are understood, without spaces before the =");
        }
        // The first of two wins, as with libpq.
        result.putIfAbsent(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return result;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw GodwitException.usage(file + " cannot be read as text in UTF-8");
    }
  }
}
