package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.Digest;
import dev.godwit.value.Forms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table of the target holds before rows come: tells of each row on its way, in the target's
 * forms, whether it is there. Rows are the same by their conflict key, and equal by all that
 * travels. Hashes are kept, outside the heap where they are many. Not thread-safe.
 */
public final class Held implements AutoCloseable {
  private static final int ROW = 0;
  private static final int KEY = 1;
  private static final int MET = 2;
  private static final int OTHER = 3;
  private static final int NAMED = 20;

  /** What a row on its way is to the table. */
  enum Standing {
    NEW,
    EQUAL,
    /** Its key is there, with other values. */
    CHANGED
  }

  /** A row of the target that is not as in the source: in these columns, or, none, only there. */
  public record Other(String key, List<String> columns) {}

  /**
   * How the source's rows and the target's met. {@code first} are those that differ, the first of
   * each kind.
   */
  public record Meeting(
      long sourceRows, long rows, long equal, long changed, long onlyInTarget, List<Other> first) {
    public Meeting {
      first = List.copyOf(first);
    }

    /** Source rows whose key the target does not hold. */
    public long missing() {
      return sourceRows - equal - changed;
    }
  }

  private final TableCopy copy;
  private final Target target;
  private final Backfill backfill;
  private final int[] places;
  private final Digest keys;
  private final Row key;
  private final Row whole;
  private final long[] keyLanes = new long[2];
  private final long[] rowLanes = new long[2];
  private final HashCounts hashes = new HashCounts();
  private final Map<Long, Row> changedRows = new LinkedHashMap<>();
  private Digest rows;
  private long sourceRows;
  private long equal;
  private long changed;

  private Held(TableCopy copy, Target target, List<Filling> fillings) {
    this.copy = copy;
    this.target = target;
    this.backfill = new Backfill(copy, fillings);
    this.places = copy.conflictPlaces().stream().mapToInt(Integer::intValue).toArray();
    this.keys =
        new Digest(
            copy.conflictPlaces().stream().map(i -> copy.columns().get(i).to().type()).toList());
    this.key = new Row(places.length);
    this.whole = new Row(copy.columns().size());
    this.rows = new Digest(types());
  }

  /** Reads what is there now. The copy must have a conflict key. */
  public static Held of(TableCopy copy, Target target, List<Filling> fillings) {
    Held held = new Held(copy, target, fillings);
    try (Rows rows = held.scan()) {
      while (rows.next()) {
        held.rows.add(rows.row());
        held.hash(rows.row());
        held.hashes.add(held.rowLanes[0], held.rowLanes[1], ROW);
        if (held.hasKey()) {
          held.hashes.add(held.keyLanes[0], held.keyLanes[1], KEY);
        }
      }
    }
    return held;
  }

  private List<ColumnType> types() {
    return copy.targetColumns().stream().map(Column::type).toList();
  }

  private Rows scan() {
    return Scanning.of(target).scan(copy.to(), copy.targetColumns());
  }

  private void hash(Row row) {
    for (int i = 0; i < places.length; i++) {
      key.copy(i, row, places[i]);
    }
    keys.hash(key, keyLanes);
    rows.hash(row, rowLanes);
  }

  /** A key with a NULL is nobody's. */
  private boolean hasKey() {
    for (int i = 0; i < key.size(); i++) {
      if (key.isNull(i)) {
        return false;
      }
    }
    return true;
  }

  /** What the row is, without counting it. */
  Standing of(Row row) {
    for (int i = 0; i < whole.size(); i++) {
      whole.copy(i, row, i);
    }
    backfill.apply(whole);
    hash(whole);
    if (!hasKey() || !has(keyLanes, KEY)) {
      return Standing.NEW;
    }
    return has(rowLanes, ROW) ? Standing.EQUAL : Standing.CHANGED;
  }

  private boolean has(long[] lanes, int tag) {
    return hashes.has(lanes[0], lanes[1], tag);
  }

  /** What the row is, counted: each row of the source is to be shown once. */
  Standing meet(Row row) {
    Standing standing = of(row);
    sourceRows++;
    if (standing == Standing.NEW) {
      return standing;
    }
    mark(MET);
    if (standing == Standing.EQUAL) {
      equal++;
      return standing;
    }
    changed++;
    mark(OTHER);
    if (changedRows.size() < NAMED) {
      Row kept = new Row(whole.size());
      for (int i = 0; i < kept.size(); i++) {
        kept.copy(i, whole, i);
      }
      changedRows.putIfAbsent(keyLanes[0], kept);
    }
    return standing;
  }

  private void mark(int tag) {
    if (!has(keyLanes, tag)) {
      hashes.add(keyLanes[0], keyLanes[1], tag);
    }
  }

  /** Whether a row of the target has met a row of the source by its key. */
  boolean isMet(Row row) {
    hash(row);
    return hasKey() && has(keyLanes, MET);
  }

  /** Whether a row of the target has met one of the source, and is not the same. */
  boolean isOther(Row row) {
    hash(row);
    return hasKey() && has(keyLanes, OTHER);
  }

  /** All that the table held, or what of it no row goes over. After every row was met. */
  public Digest staying() {
    if (copy.onConflict() != OnConflict.UPDATE || changed == 0) {
      Digest all = new Digest(types());
      all.merge(rows);
      return all;
    }
    Digest result = new Digest(types());
    try (Rows there = scan()) {
      while (there.next()) {
        if (!isOther(there.row())) {
          result.add(there.row());
        }
      }
    }
    return result;
  }

  /** How all rows met, once each row of the source was shown. */
  public Meeting meeting() {
    List<Other> others = new ArrayList<>();
    List<Other> own = new ArrayList<>();
    long onlyInTarget = 0;
    try (Rows there = scan()) {
      while (there.next()) {
        Row row = there.row();
        if (!isMet(row)) {
          onlyInTarget++;
          if (own.size() < NAMED) {
            own.add(new Other(name(row), List.of()));
          }
        } else if (changedRows.containsKey(keyLanes[0]) && has(keyLanes, OTHER)) {
          others.add(new Other(name(row), differing(changedRows.get(keyLanes[0]), row)));
        }
      }
    }
    others.addAll(own);
    return new Meeting(sourceRows, rows.rows(), equal, changed, onlyInTarget, others);
  }

  private List<String> differing(Row a, Row b) {
    List<String> result = new ArrayList<>();
    Row cell = new Row(1);
    long[] left = new long[2];
    long[] right = new long[2];
    for (int i = 0; i < a.size(); i++) {
      Digest digest = new Digest(List.of(types().get(i)));
      cell.copy(0, a, i);
      digest.hash(cell, left);
      cell.copy(0, b, i);
      digest.hash(cell, right);
      if (left[0] != right[0] || left[1] != right[1]) {
        result.add(copy.columns().get(i).name());
      }
    }
    return result;
  }

  /** The row's key for people; its digest where that is secret. */
  private String name(Row row) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    Row plain = new Row(1);
    for (int i : places) {
      ColumnCopy column = copy.columns().get(i);
      if (column.secret()) {
        return String.format("row of digest %016x", rowLanes[0]);
      }
      Forms.render(column.to().type(), row, i, plain, 0);
      names.add(column.name());
      values.add(plain.value(0));
    }
    return new Position(names, values).toString();
  }

  @Override
  public void close() {
    hashes.close();
  }
}
