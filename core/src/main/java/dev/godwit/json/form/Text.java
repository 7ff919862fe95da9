package dev.godwit.json.form;

import java.util.Arrays;
import tools.jackson.core.JsonParser;

/** UTF-8 bytes of what a parser has read, without a String in between. */
public final class Text {
  private static final byte[] EMPTY = {};

  private Text() {}

  /** The current string or number. Half of a surrogate pair becomes bytes that are not UTF-8. */
  public static byte[] of(JsonParser parser) {
    int length = parser.getStringLength();
    return length == 0
        ? EMPTY
        : utf8(parser.getStringCharacters(), parser.getStringOffset(), length);
  }

  static byte[] utf8(char[] chars, int from, int length) {
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = chars[from + i];
      if (c >= 0x80) {
        return wide(chars, from, length, ascii, i);
      }
      ascii[i] = (byte) c;
    }
    return ascii;
  }

  private static byte[] wide(char[] chars, int from, int length, byte[] start, int done) {
    byte[] out = Arrays.copyOf(start, Math.multiplyExact(length - done, 3) + done);
    int at = done;
    for (int i = from + done; i < from + length; i++) {
      int c = chars[i];
      if (c < 0x80) {
        out[at++] = (byte) c;
      } else if (c < 0x800) {
        out[at++] = (byte) (0xc0 | c >> 6);
        out[at++] = (byte) (0x80 | c & 0x3f);
      } else if (Character.isHighSurrogate((char) c)
          && i + 1 < from + length
          && Character.isLowSurrogate(chars[i + 1])) {
        int point = Character.toCodePoint((char) c, chars[++i]);
        out[at++] = (byte) (0xf0 | point >> 18);
        out[at++] = (byte) (0x80 | point >> 12 & 0x3f);
        out[at++] = (byte) (0x80 | point >> 6 & 0x3f);
        out[at++] = (byte) (0x80 | point & 0x3f);
      } else {
        out[at++] = (byte) (0xe0 | c >> 12);
        out[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        out[at++] = (byte) (0x80 | c & 0x3f);
      }
    }
    return Arrays.copyOf(out, at);
  }
}
