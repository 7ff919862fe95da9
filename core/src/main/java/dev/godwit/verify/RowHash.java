package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.value.digest.Digest;
import java.util.List;

/** The hashes of one row after another: of its key and of the whole. Single-threaded. */
final class RowHash {
  /** 128 bits, as a key of maps. */
  record Lanes(long a, long b) {}

  private final int[] key;
  private final Row keyRow;
  private final Digest keyDigest;
  private final Digest digest;
  private final long[] keyLanes = new long[2];
  private final long[] rowLanes = new long[2];

  RowHash(List<Column> columns, List<Integer> key) {
    this.key = key.stream().mapToInt(Integer::intValue).toArray();
    this.keyRow = new Row(key.size());
    this.keyDigest = new Digest(key.stream().map(i -> columns.get(i).type()).toList());
    this.digest = new Digest(columns.stream().map(Column::type).toList());
  }

  /** Hashes a row; all other methods speak of it. */
  void take(Row row) {
    digest.hash(row, rowLanes);
    takeKey(row);
  }

  /** Hashes a row's key only, where it has one; the first half of the row's hash is known. */
  void take(Row row, long known) {
    rowLanes[0] = known;
    if (key.length == 0) {
      digest.hash(row, rowLanes);
    }
    takeKey(row);
  }

  private void takeKey(Row row) {
    if (key.length == 0) {
      keyLanes[0] = rowLanes[0];
      keyLanes[1] = rowLanes[1];
      return;
    }
    for (int i = 0; i < key.length; i++) {
      keyRow.copy(i, row, key[i]);
    }
    keyDigest.hash(keyRow, keyLanes);
  }

  int bucket() {
    return Buckets.of(keyLanes[0]);
  }

  long a() {
    return rowLanes[0];
  }

  long b() {
    return rowLanes[1];
  }

  Lanes key() {
    return new Lanes(keyLanes[0], keyLanes[1]);
  }

  Lanes row() {
    return new Lanes(rowLanes[0], rowLanes[1]);
  }
}
