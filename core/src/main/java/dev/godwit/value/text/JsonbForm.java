package dev.godwit.value.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * JSON as jsonb prints it: members by the length of their names and then by their bytes, numbers
 * without exponents, a blank behind each comma and colon. For texts that {@code JsonCoercion} took.
 */
public final class JsonbForm {
  private static final Comparator<String> NAMES =
      Comparator.<String>comparingInt(n -> ServerText.utf8(n).length)
          .thenComparing((a, b) -> Arrays.compareUnsigned(ServerText.utf8(a), ServerText.utf8(b)));

  private final JsonParser parser;
  private final DecimalText decimal = new DecimalText();

  private JsonbForm(JsonParser parser) {
    this.parser = parser;
  }

  static String of(byte[] json) {
    try (JsonParser parser = JsonText.parser(json)) {
      parser.nextToken();
      StringBuilder out = new StringBuilder(json.length);
      new JsonbForm(parser).value(out);
      return out.toString();
    }
  }

  private void value(StringBuilder out) {
    switch (parser.currentToken()) {
      case START_OBJECT -> object(out);
      case START_ARRAY -> array(out);
      case VALUE_STRING -> string(parser.getString(), out);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(out);
      default -> out.append(parser.getString());
    }
  }

  private void object(StringBuilder out) {
    Map<String, String> members = new TreeMap<>(NAMES);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      StringBuilder value = new StringBuilder();
      value(value);
      members.put(name, value.toString());
    }
    out.append('{');
    members.forEach(
        (name, value) -> {
          out.append(out.charAt(out.length() - 1) == '{' ? "" : ", ");
          string(name, out);
          out.append(": ").append(value);
        });
    out.append('}');
  }

  private void array(StringBuilder out) {
    out.append('[');
    String between = "";
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      out.append(between);
      value(out);
      between = ", ";
    }
    out.append(']');
  }

  private void number(StringBuilder out) {
    byte[] digits = parser.getString().getBytes(StandardCharsets.US_ASCII);
    decimal.scan(digits);
    out.append(new String(decimal.plain(), StandardCharsets.US_ASCII));
  }

  public static void string(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
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
