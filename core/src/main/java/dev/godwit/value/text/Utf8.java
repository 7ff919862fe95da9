package dev.godwit.value.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Tells strict UTF-8 from anything else, and counts its characters: no overlong forms, no
 * surrogates, nothing past U+10FFFF.
 */
public final class Utf8 {
  public static final int INVALID = -1;
  public static final int NUL = -2;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH = 0x8080808080808080L;
  private static final long ONES = 0x0101010101010101L;

  private Utf8() {}

  /** The number of code points, or {@link #INVALID}, or {@link #NUL}, whichever is met first. */
  public static int characters(byte[] b) {
    int n = b.length;
    int count = 0;
    int i = 0;
    while (i + 8 <= n) {
      long odd = odd(b, i);
      if (odd == 0) {
        i += 8;
        count += 8;
        continue;
      }
      int plain = Long.numberOfTrailingZeros(odd) >>> 3;
      i += plain;
      count += plain;
      int length = sequence(b, i);
      if (length < 0) {
        return length;
      }
      i += length;
      count++;
    }
    // The rest as one word too, together with some bytes already seen.
    return n >= 8 && odd(b, n - 8) == 0 ? count + n - i : rest(b, i, count, false);
  }

  /** The number of code points, NULs among them, or {@link #INVALID}. */
  public static int charactersAndNuls(byte[] b) {
    return rest(b, 0, 0, true);
  }

  private static int rest(byte[] b, int start, int before, boolean nuls) {
    int count = before;
    int i = start;
    while (i < b.length) {
      int length = b[i] > 0 || nuls && b[i] == 0 ? 1 : sequence(b, i);
      if (length < 0) {
        return length;
      }
      i += length;
      count++;
    }
    return count;
  }

  /**
   * Zero where eight bytes are of ASCII and none is zero; else the lowest bit that is set is that
   * of the first byte which is not.
   */
  private static long odd(byte[] b, int i) {
    long word = (long) WORD.get(b, i);
    return (word | (word - ONES)) & HIGH;
  }

  /**
   * The number of bytes of the character at {@code i}, which is not of ASCII; else {@link
   * #INVALID}, or -2 for a zero byte.
   */
  public static int sequence(byte[] b, int i) {
    int n = b.length;
    int first = b[i] & 0xff;
    if (first == 0) {
      return NUL;
    }
    if (first < 0xc2) {
      return INVALID;
    }
    if (first < 0xe0) {
      return i + 1 < n && continues(b[i + 1]) ? 2 : INVALID;
    }
    if (first < 0xf0) {
      return i + 2 < n && second3(first, b[i + 1] & 0xff) && continues(b[i + 2]) ? 3 : INVALID;
    }
    return i + 3 < n
            && second4(first, b[i + 1] & 0xff)
            && continues(b[i + 2])
            && continues(b[i + 3])
        ? 4
        : INVALID;
  }

  private static boolean continues(byte b) {
    return (b & 0xc0) == 0x80;
  }

  /** Neither overlong nor a surrogate. */
  private static boolean second3(int first, int second) {
    int low = first == 0xe0 ? 0xa0 : 0x80;
    int high = first == 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high;
  }

  /** Neither overlong nor past U+10FFFF. */
  private static boolean second4(int first, int second) {
    int low = first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xf4 ? 0x8f : 0xbf;
    return first <= 0xf4 && second >= low && second <= high;
  }
}
