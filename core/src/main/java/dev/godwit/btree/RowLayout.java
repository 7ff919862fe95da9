package dev.godwit.btree;

/**
 * Where the cells of a row lie: the first page of the table's tree, then for each cell its place in
 * a record, or {@link #ROWID}; whether it is a real even where an integer is stored; whether a
 * record that ends before it stands for something else than NULL. Arrays are not copied.
 */
public record RowLayout(long root, int[] places, boolean[] real, boolean[] defaults) {
  /** The cell is the row's number, which is not in the record. */
  public static final int ROWID = -1;
}
