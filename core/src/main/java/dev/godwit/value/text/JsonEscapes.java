package dev.godwit.value.text;

/** The escapes in JSON's strings, looked at without a parser. */
public final class JsonEscapes {
  private static final String LETTERS = "\"\\/bfnrt";
  private static final String MEANINGS = "\"\\/\b\f\n\r\t";

  private JsonEscapes() {}

  /**
   * How long the escape at this backslash is, a pair of surrogates being one; 0 where it is none,
   * or one of U+0000 or of a lone surrogate.
   */
  static int length(byte[] json, int at) {
    if (at + 1 >= json.length) {
      return 0;
    }
    if (json[at + 1] != 'u') {
      return LETTERS.indexOf(json[at + 1]) < 0 ? 0 : 2;
    }
    int unit = at + 6 <= json.length ? unit(json, at) : 0;
    if (unit <= 0 || (unit & 0xfc00) == 0xdc00) {
      return 0;
    }
    return (unit & 0xfc00) != 0xd800 ? 6 : isLow(json, at + 6) ? 12 : 0;
  }

  private static boolean isLow(byte[] json, int at) {
    return at + 6 <= json.length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && (unit(json, at) & 0xfffffc00) == 0xdc00;
  }

  /**
   * Writes a string without its escapes, each of which has a {@link #length}; returns how many
   * bytes are left, never more than there were.
   */
  public static int undo(byte[] json, int from, int to, byte[] into) {
    int length = 0;
    int i = from;
    while (i < to) {
      if (json[i] != '\\') {
        into[length++] = json[i++];
      } else if (json[i + 1] != 'u') {
        into[length++] = (byte) MEANINGS.charAt(LETTERS.indexOf(json[i + 1]));
        i += 2;
      } else {
        int unit = unit(json, i);
        boolean pair = Character.isHighSurrogate((char) unit);
        int c = pair ? Character.toCodePoint((char) unit, (char) unit(json, i + 6)) : unit;
        length = put(c, into, length);
        i += pair ? 12 : 6;
      }
    }
    return length;
  }

  /** Writes a character as UTF-8, half of a surrogate pair as if it were one; returns its end. */
  public static int put(int c, byte[] to, int at) {
    int i = at;
    if (c < 0x80) {
      to[i++] = (byte) c;
      return i;
    }
    if (c < 0x800) {
      to[i++] = (byte) (0xc0 | c >> 6);
    } else {
      if (c < 0x10000) {
        to[i++] = (byte) (0xe0 | c >> 12);
      } else {
        to[i++] = (byte) (0xf0 | c >> 18);
        to[i++] = (byte) (0x80 | c >> 12 & 0x3f);
      }
      to[i++] = (byte) (0x80 | c >> 6 & 0x3f);
    }
    to[i++] = (byte) (0x80 | c & 0x3f);
    return i;
  }

  /** Whether an escape spells U+0000. For valid JSON only, whose backslashes are all in strings. */
  public static boolean escapesNul(byte[] json) {
    for (int i = backslash(json, 0); i >= 0; i = backslash(json, i + 2)) {
      if (json[i + 1] == 'u' && unit(json, i) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether an escape spells half of a surrogate pair. For valid JSON only. */
  public static boolean escapesLoneSurrogate(byte[] json) {
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
  public static byte[] withoutSurrogates(byte[] json) {
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
