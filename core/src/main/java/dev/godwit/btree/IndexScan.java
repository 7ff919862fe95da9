package dev.godwit.btree;

import dev.godwit.model.Row;

/**
 * The entries of an index on a table with rowids, in their order: the indexed values as they are
 * stored, a real perhaps as an integer, then the rowid. As {@link TableScan} otherwise.
 */
public final class IndexScan {
  private final IndexTree tree;
  private final Values values;
  private final int size;

  /** {@code size} is how many values an entry has. */
  public IndexScan(DatabaseFile file, long root, int size) {
    Pages pages = new Pages(file);
    Payload payload = new Payload(file, pages);
    tree = new IndexTree(file, pages, payload, root);
    values = new Values(payload, size);
    this.size = size;
  }

  /** Moves to the next entry and fills the row with it; false after the last. */
  public boolean next(Row row) {
    if (!tree.next()) {
      return false;
    }
    if (values.begin() != size) {
      throw new Malformed("an entry of another number of values");
    }
    for (int i = 0; i < size; i++) {
      values.read(i, row, i, false);
    }
    return true;
  }
}
