package dev.godwit.json.form;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A file's bytes, but for UTF-8 that the parser takes though it is none: overlong forms, and what
 * lies past U+10FFFF. A byte that no parser takes stands there instead, so that the parser names
 * the place. UTF-16 and UTF-32 are left alone.
 */
final class StrictUtf8 extends FilterInputStream {
  private static final byte NEVER = (byte) 0xff;

  private boolean begun;
  private boolean other;
  private int before;

  StrictUtf8(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int from, int length) throws IOException {
    int n = in.read(b, from, length);
    if (n > 0 && !begun) {
      begun = true;
      other = isOther(b, from, Math.min(n, 4));
    }
    if (!other) {
      check(b, from, n);
    }
    return n;
  }

  /** As the parser tells them: by a mark, or by a NUL in the first characters. */
  private static boolean isOther(byte[] b, int from, int n) {
    for (int i = from; i < from + n; i++) {
      if (b[i] == 0) {
        return true;
      }
    }
    int mark = n < 2 ? 0 : (b[from] & 0xff) << 8 | b[from + 1] & 0xff;
    return mark == 0xfeff || mark == 0xfffe;
  }

  private void check(byte[] b, int from, int n) {
    for (int i = from; i < from + n; i++) {
      int c = b[i] & 0xff;
      if (c >= 0x80
          && (c == 0xc0
              || c == 0xc1
              || c > 0xf4
              || before == 0xe0 && c < 0xa0
              || before == 0xf0 && c < 0x90
              || before == 0xf4 && c > 0x8f)) {
        b[i] = NEVER;
      }
      before = c;
    }
  }
}
