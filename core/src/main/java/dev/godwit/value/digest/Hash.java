package dev.godwit.value.digest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A running hash of two independent 64-bit lanes, fast on long byte arrays. Not for adversaries: it
 * finds accidents, and its seeds are public.
 */
public final class Hash {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long A = 0xa0761d6478bd642fL;
  private static final long B = 0xe7037ed1a0b428dbL;
  private static final long C = 0x8ebc6af09c88c6e3L;
  private static final long D = 0x589965cc75374cc3L;

  private long a;
  private long b;

  public void start(long seed) {
    a = mix(seed ^ A, C);
    b = mix(seed ^ B, D);
  }

  /** Goes on from lanes that were taken before. */
  public void start(long laneA, long laneB) {
    a = laneA;
    b = laneB;
  }

  public long a() {
    return a;
  }

  long b() {
    return b;
  }

  public void add(long value) {
    a = mix(value ^ A, a ^ C);
    b = mix(value ^ D, b ^ B);
  }

  /** The length is part of what is hashed, so that neighbours do not run into each other. */
  public void add(byte[] bytes, int length) {
    add(bytes, 0, length);
  }

  public void add(byte[] bytes, int from, int to) {
    long x = a;
    long y = b;
    int i = from;
    for (; i + 16 <= to; i += 16) {
      long v = (long) WORD.get(bytes, i);
      long w = (long) WORD.get(bytes, i + 8);
      x = mix(v ^ A, w ^ x);
      y = mix(v ^ y, w ^ D);
    }
    long v = i + 8 <= to ? (long) WORD.get(bytes, i) : tail(bytes, i, to);
    long w = tail(bytes, i + 8, to);
    x = mix(v ^ A, w ^ x);
    y = mix(v ^ y, w ^ D);
    a = mix(x ^ C, to - from ^ B);
    b = mix(y ^ B, to - from ^ C);
  }

  /** Fewer than eight bytes, or none, as the low bytes of a word. */
  private static long tail(byte[] bytes, int from, int to) {
    if (from >= to) {
      return 0;
    }
    if (to >= 8) {
      // What stands before them is read too, and shifted out.
      return (long) WORD.get(bytes, to - 8) >>> 8 * (8 - to + from);
    }
    long word = 0;
    for (int i = to - 1; i >= from; i--) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  /** The same for UTF-16 units; their hash is not that of the same text as bytes. */
  public void add(char[] chars, int from, int length) {
    int end = from + length;
    int i = from;
    for (; i + 4 <= end; i += 4) {
      add(
          chars[i]
              | (long) chars[i + 1] << 16
              | (long) chars[i + 2] << 32
              | (long) chars[i + 3] << 48);
    }
    long word = 0;
    for (; i < end; i++) {
      word = word << 16 | chars[i];
    }
    add(word);
    add(length);
  }

  private static long mix(long v, long w) {
    return Math.multiplyHigh(v, w) ^ (v * w);
  }
}
