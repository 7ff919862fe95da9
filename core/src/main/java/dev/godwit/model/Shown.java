package dev.godwit.model;

/**
 * Text on its way to a person. A name may hold anything: what would move a cursor, colour a line,
 * begin one, or turn the order of letters around is shown as the letters of its code instead.
 */
public final class Shown {
  private Shown() {}

  /** In one line, whatever it holds. */
  public static String line(String text) {
    if (text == null || text.codePoints().noneMatch(Shown::isHostile)) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isHostile(c)) {
                result.append(code(c));
              } else {
                result.appendCodePoint(c);
              }
            });
    return result.toString();
  }

  /** So many of something: {@code 1 row}, {@code 2 rows}. */
  public static String count(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** A message of several lines, each of which but the first is ours where it is indented. */
  public static String lines(String text) {
    String[] lines = text.split("\n(?= )", -1);
    for (int i = 0; i < lines.length; i++) {
      lines[i] = line(lines[i]);
    }
    return String.join("\n", lines);
  }

  /** JSON, in which such characters are the same as their escapes: they are in strings only. */
  public static String json(String json) {
    if (json.codePoints().noneMatch(c -> isHostile(c) && c > ' ')) {
      return json;
    }
    StringBuilder result = new StringBuilder();
    json.chars()
        .forEach(
            c -> {
              if (c > ' ' && isHostile(c)) {
                result.append("\\u%04x".formatted(c));
              } else {
                result.append((char) c);
              }
            });
    return result.toString();
  }

  /** Controls, breaks of lines, marks of direction, halves of pairs. */
  public static boolean isHostile(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default ->
          c == 0x61c
              || c == 0x200e
              || c == 0x200f
              || c >= 0x202a && c <= 0x202e
              || c >= 0x2066 && c <= 0x2069
              || c == 0xfeff;
    };
  }

  private static String code(int c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c);
    };
  }
}
