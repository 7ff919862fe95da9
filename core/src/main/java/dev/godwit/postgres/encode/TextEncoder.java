package dev.godwit.postgres.encode;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.text.ServerText;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Encodes rows as lines of COPY's text format, for tables with a column that only the server can
 * read.
 */
public final class TextEncoder implements RowEncoder {
  private static final byte[] NULL = {'\\', 'N'};

  private final List<ColumnType> types;

  TextEncoder(List<Column> columns) {
    types = columns.stream().map(Column::type).toList();
  }

  @Override
  public byte[] header() {
    return new byte[0];
  }

  @Override
  public byte[] trailer() {
    return new byte[0];
  }

  @Override
  public void encode(Row row, Chunks out) {
    for (int i = 0; i < types.size(); i++) {
      if (i > 0) {
        put(out, '\t');
      }
      if (row.isNull(i)) {
        out.append(NULL);
      } else {
        out.append(escape(text(types.get(i), row, i)));
      }
    }
    put(out, '\n');
  }

  private static void put(Chunks out, char c) {
    out.room(1)[out.position()] = (byte) c;
    out.advance(1);
  }

  /** The text of a cell that is not NULL, as the server takes and prints it. */
  public static byte[] text(ColumnType type, Row row, int i) {
    return row.storageClass(i) == Row.TEXT
        ? row.bytes(i)
        : ServerText.of(type, row, i).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] escape(byte[] text) {
    int extra = 0;
    for (byte b : text) {
      if (b == '\\' || b == '\n' || b == '\r' || b == '\t') {
        extra++;
      }
    }
    if (extra == 0) {
      return text;
    }
    byte[] result = new byte[text.length + extra];
    int at = 0;
    for (byte b : text) {
      switch (b) {
        case '\\' -> at = pair(result, at, '\\');
        case '\n' -> at = pair(result, at, 'n');
        case '\r' -> at = pair(result, at, 'r');
        case '\t' -> at = pair(result, at, 't');
        default -> result[at++] = b;
      }
    }
    return result;
  }

  private static int pair(byte[] to, int at, char c) {
    to[at] = '\\';
    to[at + 1] = (byte) c;
    return at + 2;
  }
}
