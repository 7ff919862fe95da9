package dev.godwit.format;

import dev.godwit.format.note.Contents.Entry;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names for files of tables, beside those that are there. */
final class FileNames {
  private final Set<String> taken;
  private final Stage stage;
  private final Published place;

  FileNames(Stream<String> taken, Stage stage, Published place) {
    this.taken = taken.map(f -> f.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
    this.stage = stage;
    this.place = place;
  }

  /** A name that no file has: files that are there stay what they are until all is kept. */
  String free(String below, Entry entry, boolean replaces, String suffix) {
    String base = below + safe(entry.name());
    String file = base + suffix;
    boolean own =
        replaces
            && place.noted().entry(entry.table()).stream()
                .flatMap(e -> e.parts().stream())
                .anyMatch(p -> p.file().equals(base + suffix));
    for (int i = 2;
        taken.contains(file.toLowerCase(Locale.ROOT))
            || Files.exists(stage.folder().resolve(file))
            || (!own && Files.exists(place.file(file)));
        i++) {
      file = base + "." + i + suffix;
      own = false;
    }
    return file;
  }

  /** A file's name for a table's; the catalog knows the table's own. */
  private static String safe(String table) {
    String plain = table.replaceAll("[^\\p{L}\\p{N}_-]", "_");
    int letters = plain.codePointCount(0, plain.length());
    String cut = plain.substring(0, plain.offsetByCodePoints(0, Math.min(letters, 60)));
    return cut.isEmpty() ? "_" : spelled(cut);
  }

  /** The locale decides which letters the name of a file may have: LANG=C knows those of ASCII. */
  private static String spelled(String name) {
    try {
      return Path.of(name).toString();
    } catch (InvalidPathException e) {
      return name.replaceAll("[^\\p{ASCII}]", "_");
    }
  }
}
