package dev.godwit.btree;

import dev.godwit.model.Row;

/** The values of a record, from the first to the last. Not thread-safe. */
final class Values {
  private final Payload payload;
  private final long[] types;

  /** {@code most} is how many values of a record anybody wants. */
  Values(Payload payload, int most) {
    this.payload = payload;
    this.types = new long[most];
  }

  /** Reads the head of a record; returns how many values it has. */
  int begin() {
    long all = payload.remaining();
    long body = all - payload.varint();
    long size = 0;
    int count = 0;
    while (payload.remaining() > body) {
      long type = payload.varint();
      if (count < types.length) {
        types[count] = type;
      }
      count++;
      size += size(type);
      if (size > body) {
        throw new Malformed("a record whose values are longer than it");
      }
    }
    if (count == 0 || size != body || payload.remaining() != body) {
      throw new Malformed("a record that is longer than its values");
    }
    return count;
  }

  /** Passes over the value at a place, the one after the last that was read or passed over. */
  void skip(int place) {
    payload.skip(size(types[place]));
  }

  boolean isNull(int place) {
    return types[place] == 0;
  }

  boolean isNumber(int place) {
    return types[place] > 0 && types[place] < 12;
  }

  boolean isText(int place) {
    return types[place] > 12 && (types[place] & 1) == 1;
  }

  /** Passes over the value at a place; returns the first of its bytes, so many at most. */
  byte[] beginning(int place, int most) {
    long size = size(types[place]);
    byte[] begin = payload.take((int) Math.min(size, most));
    payload.skip(size - begin.length);
    return begin;
  }

  /** Reads the value at a place into a cell; {@code real}: an integer is a real, stored shorter. */
  void read(int place, Row row, int cell, boolean real) {
    long type = types[place];
    if (type >= 12) {
      byte[] bytes = bytes((type - 12) >> 1);
      if ((type & 1) == 1) {
        row.setText(cell, bytes);
      } else {
        row.setBlob(cell, bytes);
      }
    } else if (type == 7) {
      real(row, cell, Double.longBitsToDouble(payload.integer(8)));
    } else if (type == 0) {
      row.setNull(cell);
    } else {
      long value = type >= 8 ? type - 8 : payload.integer((int) size(type));
      if (real) {
        row.setReal(cell, (double) value);
      } else {
        row.setInteger(cell, value);
      }
    }
  }

  /** There is no NaN in SQL: SQLite has NULL instead. */
  private static void real(Row row, int cell, double value) {
    if (Double.isNaN(value)) {
      row.setNull(cell);
    } else {
      row.setReal(cell, value);
    }
  }

  private byte[] bytes(long size) {
    if (size > Integer.MAX_VALUE - 8) {
      throw new Malformed("a value of " + size + " bytes");
    }
    return payload.take((int) size);
  }

  /** How many bytes a value of this serial type takes. */
  private static long size(long type) {
    if (type >= 12) {
      return (type - 12) >> 1;
    } else if (type < 0 || type == 10 || type == 11) {
      throw new Malformed("a value of a reserved type");
    } else if (type <= 4) {
      return type;
    }
    return type == 5 ? 6 : type <= 7 ? 8 : 0;
  }
}
