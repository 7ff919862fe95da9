package dev.godwit.postgres;

import dev.godwit.model.Row;

/** Turns rows into the bytes of one COPY format. Not thread-safe. */
interface RowEncoder {
  byte[] header();

  byte[] trailer();

  void encode(Row row, Chunks out);
}
