package dev.godwit.json.form;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The JSON text of a value that a parser reads, without blanks: members in their order, repeated
 * ones too, numbers digit by digit. Holds one value at a time.
 */
public final class JsonValue {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonOut out = new JsonOut(bytes, 1 << 12);

  /** The value at the parser's current token; leaves it at the value's last. */
  public byte[] of(JsonParser parser) {
    return taken(parser, 0);
  }

  private byte[] taken(JsonParser parser, int opened) {
    try {
      bytes.reset();
      if (opened > 0) {
        out.write('{');
      }
      copy(parser, parser.currentToken(), opened);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An object whose opening brace is read already, the parser being one token on. */
  byte[] rest(JsonParser parser) {
    return taken(parser, 1);
  }

  private void copy(JsonParser parser, JsonToken first, int opened) throws IOException {
    int depth = opened;
    boolean comma = false;
    JsonToken token = first;
    while (true) {
      boolean end = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
      if (comma && !end) {
        out.write(',');
      }
      comma = token != JsonToken.PROPERTY_NAME;
      if (end) {
        depth--;
      }
      switch (token) {
        case START_OBJECT -> out.write('{');
        case START_ARRAY -> out.write('[');
        case END_OBJECT -> out.write('}');
        case END_ARRAY -> out.write(']');
        case PROPERTY_NAME -> {
          string(parser);
          out.write(':');
        }
        default -> scalar(parser, token);
      }
      if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
        depth++;
        comma = false;
      }
      if (depth == 0) {
        return;
      }
      token = parser.nextToken();
    }
  }

  private void scalar(JsonParser parser, JsonToken token) throws IOException {
    switch (token) {
      case VALUE_STRING -> string(parser);
      case VALUE_TRUE -> out.write(TRUE);
      case VALUE_FALSE -> out.write(FALSE);
      case VALUE_NULL -> out.write(NULL);
      default -> out.write(Text.of(parser));
    }
  }

  /** Half of a surrogate pair stays an escape: it has no UTF-8. */
  private void string(JsonParser parser) throws IOException {
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    int end = from + parser.getStringLength();
    for (int i = from; i < end; i++) {
      boolean pair =
          Character.isHighSurrogate(chars[i])
              && i + 1 < end
              && Character.isLowSurrogate(chars[i + 1]);
      if (Character.isSurrogate(chars[i]) && !pair) {
        halves(chars, from, end);
        return;
      }
      i += pair ? 1 : 0;
    }
    out.text(Text.of(parser));
  }

  private void halves(char[] chars, int from, int end) throws IOException {
    out.write('"');
    for (int i = from; i < end; i++) {
      // All as escapes: rare, and JSON all the same.
      out.ascii(String.format("\\u%04x", (int) chars[i]));
    }
    out.write('"');
  }
}
