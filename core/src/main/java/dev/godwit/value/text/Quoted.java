package dev.godwit.value.text;

/** How texts stand within arrays, rows and ranges of PostgreSQL. */
public final class Quoted {
  private static final String BLANKS = " \t\n\u000b\f\r";

  private Quoted() {}

  public static boolean isBlank(char c) {
    return BLANKS.indexOf(c) >= 0;
  }

  /** In an array: quotes and backslashes behind a backslash. */
  public static void array(String value, char delimiter, StringBuilder out) {
    boolean quoted = value.isEmpty() || value.equalsIgnoreCase("NULL");
    quote(value, quoted, "\"\\{}" + delimiter, true, out);
  }

  /** In a row: quotes and backslashes twice. */
  public static void row(String value, StringBuilder out) {
    quote(value, value.isEmpty(), "\"\\(),", false, out);
  }

  /** In a range: as in a row, with its own brackets. */
  public static void range(String value, StringBuilder out) {
    quote(value, value.isEmpty(), "\"\\()[],", false, out);
  }

  private static void quote(
      String value, boolean always, String special, boolean backslash, StringBuilder out) {
    boolean quoted = always;
    for (int i = 0; !quoted && i < value.length(); i++) {
      quoted = isBlank(value.charAt(i)) || special.indexOf(value.charAt(i)) >= 0;
    }
    if (!quoted) {
      out.append(value);
      return;
    }
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append(backslash ? '\\' : c);
      }
      out.append(c);
    }
    out.append('"');
  }
}
