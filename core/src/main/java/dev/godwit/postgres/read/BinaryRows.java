package dev.godwit.postgres.read;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.postgres.encode.BinaryEncoder;
import dev.godwit.postgres.encode.NumericCodec;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** The rows of a {@code COPY (SELECT …) TO STDOUT (FORMAT binary)}, cells in their kinds' form. */
public final class BinaryRows implements Rows {
  private static final int SIGNATURE = 11;
  private static final int DRAINED = 10_000;

  private final String doing;
  private final PGConnection connection;
  private final CopyOut copy;
  private final Kind[] kinds;
  private final List<String> keyNames;
  private final Row all;
  private final Row row;
  private boolean started;
  private boolean done;
  private SQLException refusal;
  private Runnable afterCancel = () -> {};

  /** The statement selects the key columns first, then the cells of the row. */
  BinaryRows(
      String doing,
      PGConnection connection,
      CopyOut copy,
      List<Column> keys,
      List<Column> columns) {
    this.connection = connection;
    this.doing = doing;
    this.copy = copy;
    this.keyNames = keys.stream().map(Column::name).toList();
    List<Column> selected = new ArrayList<>(keys);
    selected.addAll(columns);
    this.kinds = selected.stream().map(c -> c.type().kind()).toArray(Kind[]::new);
    this.all = new Row(kinds.length);
    this.row = keys.isEmpty() ? all : new Row(columns.size());
  }

  /** What has to follow where the rows are closed before their end. */
  public BinaryRows afterCancel(Runnable work) {
    afterCancel = work;
    return this;
  }

  @Override
  public boolean next() {
    try {
      while (!done) {
        // The protocol promises one CopyData message a row.
        byte[] message = copy.readFromCopy();
        if (message == null) {
          done = true;
          return false;
        }
        int at = started ? 0 : header(message);
        started = true;
        // Even after the trailer, which is no tuple, the end of the COPY has to be read.
        if (at < message.length && tuple(message, at)) {
          return true;
        }
      }
      return false;
    } catch (SQLException e) {
      refusal = e;
      throw PostgresErrors.of(doing, e);
    }
  }

  /** What the server said when {@link #next} failed, for whoever has an answer to it; or null. */
  public SQLException refusal() {
    return refusal;
  }

  private static int header(byte[] message) {
    return SIGNATURE + 8 + ByteBuffer.wrap(message).getInt(SIGNATURE + 4);
  }

  private boolean tuple(byte[] b, int at) {
    int count = (short) ((b[at] & 0xff) << 8 | (b[at + 1] & 0xff));
    if (count < 0) {
      return false;
    }
    int position = at + 2;
    for (int i = 0; i < kinds.length; i++) {
      int length = integer(b, position);
      position += 4;
      if (length < 0) {
        all.setNull(i);
      } else {
        cell(kinds[i], b, position, length, i);
        position += length;
      }
    }
    int keys = keyNames.size();
    for (int i = 0; keys > 0 && i < row.size(); i++) {
      row.copy(i, all, keys + i);
    }
    return true;
  }

  private void cell(Kind kind, byte[] b, int at, int length, int i) {
    switch (kind) {
      case BOOLEAN -> all.setInteger(i, b[at]);
      case SMALLINT -> all.setInteger(i, (short) ((b[at] & 0xff) << 8 | (b[at + 1] & 0xff)));
      case INTEGER -> all.setInteger(i, integer(b, at));
      case DATE -> all.setInteger(i, date(integer(b, at)));
      case REAL -> all.setReal(i, Float.intBitsToFloat(integer(b, at)));
      case BIGINT, TIME, TIMESTAMP, TIMESTAMPTZ -> all.setInteger(i, longer(b, at));
      case DOUBLE -> all.setReal(i, Double.longBitsToDouble(longer(b, at)));
      case NUMERIC -> all.setText(i, NumericCodec.decode(b, at));
      case JSONB -> all.setText(i, Arrays.copyOfRange(b, at + 1, at + length));
      case BYTES, UUID -> all.setBlob(i, Arrays.copyOfRange(b, at, at + length));
      default -> all.setText(i, Arrays.copyOfRange(b, at, at + length));
    }
  }

  private static long date(int days) {
    return days == Integer.MAX_VALUE
        ? Long.MAX_VALUE
        : days == Integer.MIN_VALUE ? Long.MIN_VALUE : days + BinaryEncoder.EPOCH_DAYS;
  }

  private static int integer(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }

  private static long longer(byte[] b, int at) {
    return (long) integer(b, at) << 32 | integer(b, at + 4) & 0xffffffffL;
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Position position() {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < keyNames.size(); i++) {
      values.add(all.value(i));
    }
    return new Position(keyNames, values);
  }

  @Override
  public void close() {
    try {
      // What has arrived already is read: the driver cannot cancel a COPY that is over.
      for (int i = 0; i < DRAINED && !done && copy.isActive(); i++) {
        done = copy.readFromCopy() == null;
      }
      if (!done && copy.isActive()) {
        connection.cancelQuery();
        byte[] left = copy.readFromCopy();
        // Until the server says that it stopped, or had sent everything before.
        while (left != null) {
          left = copy.readFromCopy();
        }
      }
    } catch (SQLException e) {
      if (!"57014".equals(e.getSQLState())) {
        throw PostgresErrors.of(doing, e);
      }
    }
    if (!done) {
      done = true;
      afterCancel.run();
    }
  }
}
