package dev.godwit.postgres.address;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A file of passwords as libpq has it: lines of {@code host:port:database:user:password}, where a
 * star stands for all, and a backslash before a colon or backslash for that.
 */
public final class Passfile {
  private Passfile() {}

  /** That of the first line that fits the first of the places. */
  public static Optional<String> password(String file, ServerAddress address, String user) {
    ServerAddress.Place place = address.places().get(0);
    List<String> wanted =
        List.of(place.host(), Integer.toString(place.port()), address.database(), user);
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        List<String> fields = line.startsWith("#") ? List.of() : fields(line);
        boolean fits = fields.size() == 5;
        for (int i = 0; fits && i < wanted.size(); i++) {
          fits = fields.get(i).equals("*") || fields.get(i).equals(wanted.get(i));
        }
        if (fits) {
          return Optional.of(fields.get(4));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw GodwitException.usage("the URL's passfile cannot be read: " + file);
    }
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < 4) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }
}
