package dev.godwit.postgres.encode;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.util.List;

/** Turns rows into the bytes of one COPY format. Not thread-safe. */
public interface RowEncoder {
  /** In binary, unless a column has no binary form here. */
  static RowEncoder of(List<Column> columns) {
    boolean binary = columns.stream().noneMatch(c -> c.type().kind() == Kind.NATIVE);
    return binary ? new BinaryEncoder(columns) : new TextEncoder(columns);
  }

  byte[] header();

  byte[] trailer();

  void encode(Row row, Chunks out);
}
