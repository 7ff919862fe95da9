package dev.godwit.inspect;

/** Looks at UTF-8 as PostgreSQL does: no overlong forms, no surrogates, nothing past U+10FFFF. */
final class Utf8 {
  static final long BAD = -1;

  private Utf8() {}

  /** The number of characters, or {@link #BAD}. */
  static long characters(byte[] text) {
    int i = 0;
    long count = 0;
    while (i < text.length) {
      int b = text[i];
      int length = b >= 0 ? 1 : length(text, i);
      if (length == 0) {
        return BAD;
      }
      i += length;
      count++;
    }
    return count;
  }

  static boolean hasNul(byte[] text) {
    for (byte b : text) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /** The bytes of the character at {@code i}, 0 where it is malformed. */
  private static int length(byte[] text, int i) {
    int lead = text[i] & 0xff;
    int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
    if (i + length > text.length) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((text[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    if (length > 2) {
      int second = text[i + 1] & 0xff;
      boolean bad =
          (lead == 0xe0 && second < 0xa0)
              || (lead == 0xed && second > 0x9f)
              || (lead == 0xf0 && second < 0x90)
              || (lead == 0xf4 && second > 0x8f);
      return bad ? 0 : length;
    }
    return length;
  }
}
