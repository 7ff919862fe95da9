package dev.godwit.json;

/** Tells strict UTF-8 from anything else. */
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] b) {
    int i = 0;
    while (i < b.length) {
      if (b[i] >= 0) {
        i++;
        continue;
      }
      int length = sequence(b, i);
      if (length < 0) {
        return false;
      }
      i += length;
    }
    return true;
  }

  /** The length of the sequence that starts with the byte at i, which is over 127, or -1. */
  static int sequence(byte[] b, int i) {
    int first = b[i] & 0xff;
    int length = first < 0xc2 ? -1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : -1;
    if (length < 0 || i + length > b.length) {
      return -1;
    }
    int second = b[i + 1] & 0xff;
    // Neither overlong, nor a surrogate, nor past U+10FFFF.
    int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return -1;
    }
    for (int k = 2; k < length; k++) {
      if ((b[i + k] & 0xc0) != 0x80) {
        return -1;
      }
    }
    return length;
  }
}
