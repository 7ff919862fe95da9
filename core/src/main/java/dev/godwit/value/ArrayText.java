package dev.godwit.value;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * PostgreSQL's text of an array (manual, "Array Input and Output Syntax") as JSON: numbers and
 * booleans as such, JSON as it is, everything else as strings. Not thread-safe.
 */
final class ArrayText {
  static final Outcome MISFIT =
      Outcome.misfit("an array whose first index is not 1, which JSON cannot tell");

  private static final Set<String> NUMBERS =
      Set.of("smallint", "integer", "bigint", "real", "double precision", "numeric");

  private final boolean numbers;
  private final boolean booleans;
  private final boolean json;
  private final char delimiter;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder element = new StringBuilder();
  private String text;
  private int at;

  /** For arrays of this type, such as {@code numeric(10,2)[]}. */
  ArrayText(String type) {
    String name = type.replaceAll("(\\[\\])+$", "").replaceAll("\\(.*?\\)", "");
    numbers = NUMBERS.contains(name);
    booleans = name.equals("boolean");
    json = name.equals("json") || name.equals("jsonb");
    delimiter = name.equals("box") ? ';' : ',';
  }

  /** The JSON text, or null where it would not tell the same. */
  byte[] json(byte[] utf8) {
    text = new String(utf8, StandardCharsets.UTF_8);
    if (!text.startsWith("{")) {
      return null;
    }
    out.setLength(0);
    at = 0;
    array();
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void array() {
    out.append('[');
    at++;
    while (text.charAt(at) != '}') {
      char c = text.charAt(at);
      if (c == delimiter) {
        out.append(',');
        at++;
      } else if (c == '{') {
        array();
      } else {
        value();
      }
    }
    at++;
    out.append(']');
  }

  private void value() {
    boolean quoted = text.charAt(at) == '"';
    element.setLength(0);
    at += quoted ? 1 : 0;
    while (quoted
        ? text.charAt(at) != '"'
        : text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      element.append(text.charAt(at++));
    }
    at += quoted ? 1 : 0;
    String value = element.toString();
    if (!quoted && value.equals("NULL")) {
      out.append("null");
    } else if (json || numbers && Character.isDigit(value.charAt(value.length() - 1))) {
      out.append(value);
    } else if (booleans) {
      out.append(value.equals("t"));
    } else {
      string(value);
    }
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
