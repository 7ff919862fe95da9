package dev.godwit.json.form;

import dev.godwit.value.text.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes JSON as bytes through a buffer of its own. Knows nothing of structure: the caller writes
 * braces and commas. Not thread-safe.
 */
public final class JsonOut implements AutoCloseable {
  private static final int SIZE = 1 << 18;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEAST = "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);

  /** What follows the backslash; 'u' asks for four digits, 0 for no escape, 1 for UTF-8. */
  private static final byte[] ESCAPES = new byte[256];

  static {
    java.util.Arrays.fill(ESCAPES, 0, 0x20, (byte) 'u');
    java.util.Arrays.fill(ESCAPES, 0x80, 0x100, (byte) 1);
    ESCAPES['\b'] = 'b';
    ESCAPES['\t'] = 't';
    ESCAPES['\n'] = 'n';
    ESCAPES['\f'] = 'f';
    ESCAPES['\r'] = 'r';
    ESCAPES['"'] = '"';
    ESCAPES['\\'] = '\\';
  }

  private final OutputStream out;
  private final byte[] buffer;

  /** Longer texts are checked before they are written, and then leave in pieces. */
  private final int small;

  private final byte[] digits = new byte[20];
  private int at;

  public JsonOut(OutputStream out) {
    this(out, SIZE);
  }

  /** With a buffer of at least 64 bytes. */
  public JsonOut(OutputStream out, int size) {
    this.out = out;
    this.buffer = new byte[size];
    this.small = size / 8;
  }

  public void flush() throws IOException {
    out.write(buffer, 0, at);
    at = 0;
  }

  private void need(int bytes) throws IOException {
    if (buffer.length - at < bytes) {
      flush();
    }
  }

  public void write(int c) throws IOException {
    need(1);
    buffer[at++] = (byte) c;
  }

  public void write(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length / 2) {
      flush();
      out.write(bytes);
      return;
    }
    need(bytes.length);
    System.arraycopy(bytes, 0, buffer, at, bytes.length);
    at += bytes.length;
  }

  public void ascii(String text) throws IOException {
    write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** JSON text of one value, on one line: in JSON, line ends stand only between tokens. */
  public void value(byte[] json) throws IOException {
    for (byte b : json) {
      need(1);
      buffer[at++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
    }
  }

  void integer(long value) throws IOException {
    if (value == Long.MIN_VALUE) {
      write(LEAST);
      return;
    }
    need(20);
    long rest = Math.abs(value);
    int i = digits.length;
    do {
      digits[--i] = (byte) ('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      buffer[at++] = '-';
    }
    System.arraycopy(digits, i, buffer, at, digits.length - i);
    at += digits.length - i;
  }

  /** Bytes as a string of Base64. */
  void base64(byte[] bytes) throws IOException {
    write('"');
    int step = 3 << 14;
    for (int i = 0; i < bytes.length; i += step) {
      byte[] piece =
          bytes.length <= step
              ? bytes
              : java.util.Arrays.copyOfRange(bytes, i, Math.min(i + step, bytes.length));
      write(Base64.getEncoder().encode(piece));
    }
    write('"');
  }

  public void string(String text) throws IOException {
    text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** UTF-8 as a string; writes nothing and answers false where it is not valid UTF-8. */
  public boolean text(byte[] utf8) throws IOException {
    if (utf8.length > small) {
      if (Utf8.charactersAndNuls(utf8) < 0) {
        return false;
      }
      write('"');
      for (int i = 0; i < utf8.length; i += small) {
        need(small * 6);
        escape(utf8, i, Math.min(i + small, utf8.length), false);
      }
      write('"');
      return true;
    }
    need(utf8.length * 6 + 2);
    int start = at;
    buffer[at++] = '"';
    if (!escape(utf8, 0, utf8.length, true)) {
      at = start;
      return false;
    }
    buffer[at++] = '"';
    return true;
  }

  private boolean escape(byte[] b, int from, int to, boolean check) {
    byte[] buf = buffer;
    int p = at;
    int i = from;
    while (i < to) {
      while (i + 8 <= to) {
        long word = (long) WORD.get(b, i);
        WORD.set(buf, p, word);
        int plain = Long.numberOfTrailingZeros(odd(word)) >>> 3;
        i += plain;
        p += plain;
        if (plain < 8) {
          break;
        }
      }
      if (i == to) {
        break;
      }
      byte c = b[i];
      byte escape = ESCAPES[c & 0xff];
      if (escape == 0) {
        buf[p++] = c;
        i++;
      } else if (escape == 1) {
        int length = check ? Utf8.sequence(b, i) : 1;
        if (length < 0) {
          return false;
        }
        for (int end = i + length; i < end; i++) {
          buf[p++] = b[i];
        }
      } else {
        buf[p++] = '\\';
        buf[p++] = escape;
        if (escape == 'u') {
          buf[p++] = '0';
          buf[p++] = '0';
          buf[p++] = HEX[c >> 4 & 15];
          buf[p++] = HEX[c & 15];
        }
        i++;
      }
    }
    at = p;
    return true;
  }

  /** The lowest bit that is set is in the first byte of eight that does not stand for itself. */
  private static long odd(long word) {
    long quote = word ^ ONES * '"';
    long backslash = word ^ ONES * '\\';
    return (word | (word - ONES * ' ') | (quote - ONES) | (backslash - ONES)) & HIGH;
  }

  @Override
  public void close() throws IOException {
    try (out) {
      flush();
    }
  }
}
