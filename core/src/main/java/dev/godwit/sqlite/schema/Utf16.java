package dev.godwit.sqlite.schema;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/**
 * Text of a UTF-16 database as UTF-8. A lone surrogate becomes its three bytes, which are not valid
 * UTF-8, so that it is found later instead of being replaced here.
 */
public enum Utf16 {
  LITTLE_ENDIAN,
  BIG_ENDIAN;

  /** The converter for {@code PRAGMA encoding}, or null where that is UTF-8. */
  public static Utf16 of(String encoding) {
    return switch (encoding) {
      case "UTF-16le" -> LITTLE_ENDIAN;
      case "UTF-16be" -> BIG_ENDIAN;
      default -> null;
    };
  }

  public byte[] toUtf8(byte[] utf16) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(utf16.length);
    for (int i = 0; i + 1 < utf16.length; i += 2) {
      int c = unit(utf16, i);
      if (c >= 0xd800 && c < 0xdc00 && i + 3 < utf16.length) {
        int low = unit(utf16, i + 2);
        if (low >= 0xdc00 && low < 0xe000) {
          c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
          i += 2;
        }
      }
      write(out, c);
    }
    if (utf16.length % 2 == 1) {
      out.write(0xff);
    }
    return out.toByteArray();
  }

  /** The way back, for valid UTF-8. */
  public byte[] fromUtf8(byte[] utf8) {
    return new String(utf8, UTF_8).getBytes(this == LITTLE_ENDIAN ? UTF_16LE : UTF_16BE);
  }

  private int unit(byte[] b, int i) {
    return this == LITTLE_ENDIAN
        ? (b[i] & 0xff) | ((b[i + 1] & 0xff) << 8)
        : ((b[i] & 0xff) << 8) | (b[i + 1] & 0xff);
  }

  private static void write(ByteArrayOutputStream out, int c) {
    if (c < 0x80) {
      out.write(c);
    } else if (c < 0x800) {
      out.write(0xc0 | (c >> 6));
      out.write(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
      out.write(0xe0 | (c >> 12));
      out.write(0x80 | ((c >> 6) & 0x3f));
      out.write(0x80 | (c & 0x3f));
    } else {
      out.write(0xf0 | (c >> 18));
      out.write(0x80 | ((c >> 12) & 0x3f));
      out.write(0x80 | ((c >> 6) & 0x3f));
      out.write(0x80 | (c & 0x3f));
    }
  }
}
