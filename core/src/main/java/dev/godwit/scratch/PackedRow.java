package dev.godwit.scratch;

import dev.godwit.model.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows as bytes, one after the other: for each cell its storage class and what it holds, to the
 * bit. So NaN stays NaN, names of columns do not matter, nor does their number. Not thread-safe.
 */
final class PackedRow {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[1 << 12];
  private int at;

  /** How many bytes are taken. */
  int size() {
    return at;
  }

  void clear() {
    at = 0;
  }

  byte[] taken() {
    return Arrays.copyOf(bytes, at);
  }

  /** How many bytes a row would take. */
  static long size(Row row) {
    long size = 0;
    for (int i = 0; i < row.size(); i++) {
      size += 9L + (row.bytes(i) == null ? 0 : row.bytes(i).length);
    }
    return size;
  }

  /** Adds a row of at most so many bytes. */
  void add(Row row, int most) {
    if (bytes.length - at < most) {
      bytes = Arrays.copyOf(bytes, Math.max(at + most, (int) Math.min(at * 2L, 1 << 29)));
    }
    byte[] to = bytes;
    for (int i = 0; i < row.size(); i++) {
      byte storageClass = row.storageClass(i);
      to[at++] = storageClass;
      switch (storageClass) {
        case Row.NULL -> {
          // The class says it all.
        }
        case Row.INTEGER -> {
          LONG.set(to, at, row.integer(i));
          at += 8;
        }
        case Row.REAL -> {
          LONG.set(to, at, Double.doubleToRawLongBits(row.real(i)));
          at += 8;
        }
        default -> {
          byte[] value = row.bytes(i);
          INT.set(to, at, value.length);
          System.arraycopy(value, 0, to, at + 4, value.length);
          at += 4 + value.length;
        }
      }
    }
  }

  /**
   * Reads a row that begins at this place; returns where the next one does. Cell {@code i} goes to
   * {@code places[i]} of the row, or nowhere where that is negative.
   */
  static int read(byte[] from, int start, int[] places, Row to) {
    int at = start;
    for (int place : places) {
      byte storageClass = from[at++];
      switch (storageClass) {
        case Row.NULL -> {
          if (place >= 0) {
            to.setNull(place);
          }
        }
        case Row.INTEGER, Row.REAL -> {
          long number = (long) LONG.get(from, at);
          at += 8;
          if (place >= 0 && storageClass == Row.INTEGER) {
            to.setInteger(place, number);
          } else if (place >= 0) {
            to.setReal(place, Double.longBitsToDouble(number));
          }
        }
        default -> {
          int length = (int) INT.get(from, at);
          at += 4;
          if (place >= 0 && storageClass == Row.TEXT) {
            to.setText(place, Arrays.copyOfRange(from, at, at + length));
          } else if (place >= 0) {
            to.setBlob(place, Arrays.copyOfRange(from, at, at + length));
          }
          at += length;
        }
      }
    }
    return at;
  }
}
