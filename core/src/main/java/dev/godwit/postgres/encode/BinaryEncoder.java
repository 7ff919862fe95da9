package dev.godwit.postgres.encode;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Encodes rows as tuples of COPY's binary format (PostgreSQL manual, COPY, "Binary Format"). Cells
 * are in their kinds' one form.
 */
public final class BinaryEncoder implements RowEncoder {
  public static final long EPOCH_DAYS = 10_957;

  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final byte[] TRAILER = {(byte) 0xff, (byte) 0xff};
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final Kind[] kinds;
  private final NumericCodec numeric = new NumericCodec();

  BinaryEncoder(List<Column> columns) {
    kinds = columns.stream().map(c -> c.type().kind()).toArray(Kind[]::new);
  }

  @Override
  public byte[] header() {
    return SIGNATURE;
  }

  @Override
  public byte[] trailer() {
    return TRAILER;
  }

  @Override
  public void encode(Row row, Chunks out) {
    byte[] buffer = out.room(2);
    int at = out.position();
    buffer[at] = (byte) (kinds.length >> 8);
    buffer[at + 1] = (byte) kinds.length;
    out.advance(2);
    for (int i = 0; i < kinds.length; i++) {
      if (row.isNull(i)) {
        putInt(out, -1);
      } else {
        cell(row, i, kinds[i], out);
      }
    }
  }

  private void cell(Row row, int i, Kind kind, Chunks out) {
    switch (kind) {
      case BOOLEAN -> {
        byte[] buffer = out.room(5);
        INT.set(buffer, out.position(), 1);
        buffer[out.position() + 4] = (byte) row.integer(i);
        out.advance(5);
      }
      case SMALLINT -> {
        byte[] buffer = out.room(6);
        int at = out.position();
        INT.set(buffer, at, 2);
        buffer[at + 4] = (byte) (row.integer(i) >> 8);
        buffer[at + 5] = (byte) row.integer(i);
        out.advance(6);
      }
      case INTEGER -> putInt(out, 4, (int) row.integer(i));
      case DATE -> putInt(out, 4, date(row.integer(i)));
      case REAL -> putInt(out, 4, Float.floatToRawIntBits((float) row.real(i)));
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> putLong(out, row.integer(i));
      case DOUBLE -> putLong(out, Double.doubleToRawLongBits(row.real(i)));
      case NUMERIC -> numeric.encode(row.bytes(i), out);
      case JSONB -> {
        byte[] text = row.bytes(i);
        byte[] buffer = out.room(5);
        INT.set(buffer, out.position(), text.length + 1);
        buffer[out.position() + 4] = 1;
        out.advance(5);
        out.append(text);
      }
      default -> {
        byte[] bytes = row.bytes(i);
        putInt(out, bytes.length);
        out.append(bytes);
      }
    }
  }

  private static int date(long days) {
    return days == Long.MAX_VALUE
        ? Integer.MAX_VALUE
        : days == Long.MIN_VALUE ? Integer.MIN_VALUE : (int) (days - EPOCH_DAYS);
  }

  private static void putInt(Chunks out, int value) {
    INT.set(out.room(4), out.position(), value);
    out.advance(4);
  }

  private static void putInt(Chunks out, int length, int value) {
    byte[] buffer = out.room(8);
    INT.set(buffer, out.position(), length);
    INT.set(buffer, out.position() + 4, value);
    out.advance(8);
  }

  private static void putLong(Chunks out, long value) {
    byte[] buffer = out.room(12);
    INT.set(buffer, out.position(), 8);
    LONG.set(buffer, out.position() + 4, value);
    out.advance(12);
  }
}
