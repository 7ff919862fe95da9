package dev.godwit.value;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.util.JsonRecyclerPools;

/** Parsers for JSON in cells, and what can be told of escapes without one. */
final class JsonText {
  static final int DEPTH = 5000;

  // Charset detection would take two bytes of JSON for UTF-16, and skip a byte order mark.
  // Numbers that are none are let through so that they can be named.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .recyclerPool(JsonRecyclerPools.threadLocalPool())
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEPTH)
                  .maxNumberLength(200_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonText() {}

  static JsonParser parser(byte[] utf8) {
    return FACTORY.createParser(ObjectReadContext.empty(), utf8, 0, utf8.length);
  }

  /** Whether an escape spells U+0000. For valid JSON only, whose backslashes are all in strings. */
  static boolean escapesNul(byte[] json) {
    for (int i = backslash(json, 0); i >= 0; i = backslash(json, i + 2)) {
      if (json[i + 1] == 'u' && unit(json, i) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether an escape spells half of a surrogate pair. For valid JSON only. */
  static boolean escapesLoneSurrogate(byte[] json) {
    for (int i = backslash(json, 0); i >= 0; i = backslash(json, i + 2)) {
      int unit = json[i + 1] == 'u' ? unit(json, i) : 0;
      if (unit >= 0xdc00 && unit <= 0xdfff) {
        return true;
      }
      if (unit >= 0xd800 && unit <= 0xdbff) {
        // In valid JSON a string's closing quote comes after the escape, so this is in bounds.
        i += 6;
        if (json[i] != '\\' || json[i + 1] != 'u' || (unit(json, i) & 0xfc00) != 0xdc00) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The text with another letter in place of each escape of a surrogate, or the very same array
   * where there is none: as valid, or not, as before.
   */
  static byte[] withoutSurrogates(byte[] json) {
    byte[] result = json;
    for (int i = backslash(json, 0); i >= 0 && i + 6 <= json.length; i = backslash(json, i + 2)) {
      if (json[i + 1] == 'u' && (unit(json, i) & 0xfffff800) == 0xd800) {
        result = result == json ? json.clone() : result;
        result[i + 2] = '0';
      }
    }
    return result;
  }

  private static int backslash(byte[] json, int from) {
    for (int i = from; i < json.length; i++) {
      if (json[i] == '\\') {
        return i;
      }
    }
    return -1;
  }

  /** The escaped UTF-16 unit at a backslash; negative where its four digits are none. */
  private static int unit(byte[] json, int at) {
    int unit = 0;
    for (int i = at + 2; i < at + 6; i++) {
      unit = unit << 4 | Character.digit(json[i], 16);
    }
    return unit;
  }
}
