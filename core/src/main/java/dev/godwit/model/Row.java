package dev.godwit.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A reused buffer of cells, each with its storage class: NULL, INTEGER, REAL, TEXT (UTF-8 bytes,
 * not checked) or BLOB. Byte arrays are handed over, not copied: neither side may change them. Not
 * thread-safe.
 */
public final class Row {
  public static final byte NULL = 0;
  public static final byte INTEGER = 1;
  public static final byte REAL = 2;
  public static final byte TEXT = 3;
  public static final byte BLOB = 4;

  private final byte[] classes;
  private final long[] numbers;
  private final byte[][] bytes;

  public Row(int size) {
    classes = new byte[size];
    numbers = new long[size];
    bytes = new byte[size][];
  }

  public int size() {
    return classes.length;
  }

  /** The storage class: one of the constants of this class. */
  public byte storageClass(int i) {
    return classes[i];
  }

  public boolean isNull(int i) {
    return classes[i] == NULL;
  }

  /** The value of an INTEGER cell; without meaning for any other. */
  public long integer(int i) {
    return numbers[i];
  }

  /** The value of a REAL cell; without meaning for any other. */
  public double real(int i) {
    return Double.longBitsToDouble(numbers[i]);
  }

  /** The bytes of a TEXT or BLOB cell; null for any other. */
  public byte[] bytes(int i) {
    return bytes[i];
  }

  /** The text of a TEXT cell, malformed UTF-8 replaced: for messages and slow paths only. */
  public String text(int i) {
    return new String(bytes[i], StandardCharsets.UTF_8);
  }

  /** The cell as a Long, Double, String (malformed UTF-8 replaced), byte[] or null: for keys. */
  public Object value(int i) {
    return switch (classes[i]) {
      case NULL -> null;
      case INTEGER -> (Object) integer(i);
      case REAL -> real(i);
      case TEXT -> text(i);
      default -> bytes(i);
    };
  }

  public void setNull(int i) {
    classes[i] = NULL;
    bytes[i] = null;
  }

  public void setInteger(int i, long value) {
    classes[i] = INTEGER;
    numbers[i] = value;
    bytes[i] = null;
  }

  public void setReal(int i, double value) {
    classes[i] = REAL;
    numbers[i] = Double.doubleToRawLongBits(value);
    bytes[i] = null;
  }

  public void setText(int i, byte[] utf8) {
    classes[i] = TEXT;
    bytes[i] = utf8;
  }

  public void setText(int i, String value) {
    setText(i, value.getBytes(StandardCharsets.UTF_8));
  }

  public void setBlob(int i, byte[] value) {
    classes[i] = BLOB;
    bytes[i] = value;
  }

  /** Copies one cell of another row; byte arrays are shared. */
  public void copy(int i, Row from, int j) {
    classes[i] = from.classes[j];
    numbers[i] = from.numbers[j];
    bytes[i] = from.bytes[j];
  }

  /** Takes for each cell that of another row at its place, or NULL where that is negative. */
  public Row take(Row from, int[] places) {
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) {
        setNull(i);
      } else {
        copy(i, from, places[i]);
      }
    }
    return this;
  }

  /** Takes the first cells of another row, as many as this one has; byte arrays are shared. */
  public Row take(Row from) {
    for (int i = 0; i < classes.length; i++) {
      copy(i, from, i);
    }
    return this;
  }

  /** Whether no cell is NULL. */
  public boolean isWhole() {
    for (byte storageClass : classes) {
      if (storageClass == NULL) {
        return false;
      }
    }
    return true;
  }

  /** Whether a cell is of the same class as one of another row, and the same to the bit. */
  public boolean same(int i, Row other, int j) {
    byte storageClass = classes[i];
    return storageClass == other.classes[j]
        && (storageClass == NULL
            || (bytes[i] == null
                ? numbers[i] == other.numbers[j]
                : Arrays.equals(bytes[i], other.bytes[j])));
  }

  /** How many bytes its values take, about. */
  public long length() {
    long length = 0;
    for (int i = 0; i < classes.length; i++) {
      length += bytes[i] == null ? (classes[i] == NULL ? 0 : 8) : bytes[i].length + 4L;
    }
    return length;
  }

  /** A row of the same cells; byte arrays are shared. */
  public Row copy() {
    return new Row(classes.length).take(this);
  }

  /** SQLite's name of a storage class, as {@code typeof()} gives it. */
  public static String className(byte storageClass) {
    return switch (storageClass) {
      case NULL -> "null";
      case INTEGER -> "integer";
      case REAL -> "real";
      case TEXT -> "text";
      default -> "blob";
    };
  }
}
