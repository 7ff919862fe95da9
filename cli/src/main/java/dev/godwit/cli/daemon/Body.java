package dev.godwit.cli.daemon;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as a client sent it, to the last digit; what would not come back so is refused. */
final class Body {
  static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** Digits on either side of the point: both engines hold as many, and nobody counts further. */
  private static final int MOST_DIGITS = 1000;

  private Body() {}

  /** The object; {@code null} where this is none, or none that could be kept exactly. */
  static JsonNode object(byte[] body) {
    try {
      // Left to itself, Jackson guesses the encoding, and takes bytes that are no UTF-8.
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      JsonNode tree = MAPPER.readTree(text);
      return tree.isObject() && isExact(tree) ? tree : null;
    } catch (CharacterCodingException | JacksonException e) {
      // Its own message quotes the body.
      return null;
    }
  }

  private static boolean isExact(JsonNode node) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> e : node.properties()) {
        if (!isText(e.getKey()) || !isExact(e.getValue())) {
          return false;
        }
      }
    } else if (node.isArray()) {
      for (JsonNode each : node) {
        if (!isExact(each)) {
          return false;
        }
      }
    } else if (node.isString()) {
      return isText(node.asString());
    } else if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return Math.abs((long) number.scale()) <= MOST_DIGITS && number.precision() <= MOST_DIGITS;
    }
    return true;
  }

  /** Whether UTF-8 and PostgreSQL have it: no half of a surrogate pair, no U+0000. */
  private static boolean isText(String text) {
    return text.codePoints().allMatch(c -> c != 0 && (c < 0xd800 || c > 0xdfff));
  }
}
