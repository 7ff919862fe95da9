package dev.godwit.json.read;

import dev.godwit.model.GodwitException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How tables lie in a file or folder. */
public enum Shape {
  /** A folder with a file of lines for each table, and {@code catalog.json}. */
  FOLDER,
  /** One file: an object with an array of records for each table. */
  TABLES,
  /** One file: an array of records. */
  ARRAY,
  /** One file: an object with a record for each key. */
  KEYED,
  /** One file: a record on each line. */
  LINES,
  /** One file: as {@link #TABLES}, the values of the table {@code document} beside the arrays. */
  STATE,
  /** One file: a {@link #STATE} as {@code data}, after {@code timestamp} and {@code version}. */
  BACKUP;

  /** The one-row table of what stands beside the tables. */
  public static final String DOCUMENT = "document";

  /** The column that names the members that a record lacks. */
  public static final String MISSING = "_missing";

  static Shape of(String word) {
    return Arrays.stream(values())
        .filter(s -> s.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                GodwitException.usage(
                    "shape="
                        + word
                        + ": one of "
                        + Arrays.stream(values())
                            .map(Shape::word)
                            .collect(Collectors.joining(", "))));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
