package dev.godwit.inspect;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Tells JSON that PostgreSQL's jsonb keeps from JSON that it would change, and from no JSON. */
final class JsonShape {
  // PostgreSQL's parser is recursive: its stack ends somewhere past 6000 levels.
  private static final int DEPTH = 1000;
  private static final int LONGEST_NUMBER = 1000;

  private static final JsonFactory PLAIN = factory(false);
  private static final JsonFactory UNIQUE_KEYS = factory(true);

  private JsonShape() {}

  /** {@link Mark#JSON}, {@link Mark#LOOSE_JSON} or {@link Mark#NOT_JSON}. The text is UTF-8. */
  static Mark of(byte[] text) {
    if (text.length == 0 || (text[0] & 0xff) > 127) {
      return Mark.NOT_JSON;
    } else if (parses(UNIQUE_KEYS, text)) {
      return hasOddities(text) ? Mark.LOOSE_JSON : Mark.JSON;
    }
    return parses(PLAIN, text) ? Mark.LOOSE_JSON : Mark.NOT_JSON;
  }

  private static JsonFactory factory(boolean uniqueKeys) {
    return JsonFactory.builder()
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, uniqueKeys)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  private static boolean parses(JsonFactory factory, byte[] text) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
      int depth = 0;
      boolean found = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (depth == 0 && found) {
          return false; // a second value
        }
        found = true;
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      }
      return found;
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Escapes of NUL or of surrogates, and exponents so large that a numeric cannot hold them. */
  private static boolean hasOddities(byte[] text) {
    for (int i = 0; i + 5 < text.length; i++) {
      if (text[i] == '\\') {
        String escape = new String(text, i + 1, 5, StandardCharsets.ISO_8859_1);
        if (escape.equals("u0000") || escape.matches("u[dD][89a-fA-F]..")) {
          return true;
        }
        i++;
      } else if ((text[i] == 'e' || text[i] == 'E') && hasDigits(text, i + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Whether four digits follow, a sign before them or not. In a string that is no harm. */
  private static boolean hasDigits(byte[] text, int at) {
    int i = text[at] == '+' || text[at] == '-' ? at + 1 : at;
    int digits = 0;
    while (i < text.length && text[i] >= '0' && text[i] <= '9') {
      i++;
      digits++;
    }
    return digits >= 4;
  }
}
