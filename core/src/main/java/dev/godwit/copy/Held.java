package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.OnConflict;
import dev.godwit.model.Row;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

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
  private static final int REFERRED = 4;
  private static final int NAMED = 20;

  /** What a row on its way is to the table. */
  enum Likeness {
    NEW,
    EQUAL,
    /** Its key is there, with other values. */
    CHANGED;

    /** Whether the row is written then. */
    boolean isWritten(TableCopy copy) {
      return this == NEW || this == CHANGED && copy.onConflict() == OnConflict.UPDATE;
    }
  }

  /** A row of the target that is not as in the source: in these columns, or, none, only there. */
  public record Other(String key, List<String> columns) {}

  /**
   * How the source's rows and the target's met. {@code first} are those that differ, the first of
   * each kind. {@code elsewhere} stay as they are though others refer to them by a value that is
   * not the source's: what refers to them would mean another row.
   */
  public record Meeting(
      long sourceRows,
      long rows,
      long equal,
      long changed,
      long onlyInTarget,
      long elsewhere,
      List<Other> first) {
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
  private final CellHash key;

  /** By what others refer to rows: no more than the key where that is all. */
  private final CellHash reference;

  private final Row whole;
  private final long[] rowLanes = new long[2];
  private final HashCounts hashes = new HashCounts();
  private final Map<Long, Row> changedRows = new LinkedHashMap<>();
  private Digest rows;
  private Consumer<Row> kept = row -> {};
  private long sourceRows;
  private long equal;
  private long changed;
  private long elsewhere;

  private Held(TableCopy copy, Target target, List<Filling> fillings, List<Integer> referred) {
    this.copy = copy;
    this.target = target;
    this.backfill = new Backfill(copy, fillings);
    this.key = hash(copy.conflictPlaces().stream());
    this.reference = hash(Stream.concat(copy.conflictPlaces().stream(), referred.stream()));
    this.whole = new Row(copy.columns().size());
    this.rows = new Digest(types());
  }

  /**
   * Reads what is there now. The copy must have a conflict key; {@code referred} are the places of
   * columns, beside that key, by which others refer to rows that stay.
   */
  public static Held of(
      TableCopy copy, Target target, List<Filling> fillings, List<Integer> referred) {
    Held held = new Held(copy, target, fillings, referred);
    try (Rows rows = held.scan()) {
      while (rows.next()) {
        held.rows.add(rows.row());
        held.hash(rows.row());
        held.hashes.add(held.rowLanes, ROW);
        if (held.key.isWhole()) {
          held.hashes.add(held.key.lanes(), KEY);
          if (held.isReferred()) {
            held.hashes.add(held.reference(rows.row()), REFERRED);
          }
        }
      }
    }
    return held;
  }

  private CellHash hash(Stream<Integer> places) {
    return CellHash.of(copy.targetColumns(), places.mapToInt(Integer::intValue).toArray());
  }

  /** Whether others refer to rows by more than what tells these apart. */
  private boolean isReferred() {
    return reference.size() > key.size();
  }

  private long[] reference(Row row) {
    reference.take(row);
    return reference.lanes();
  }

  private List<ColumnType> types() {
    return copy.targetColumns().stream().map(Column::type).toList();
  }

  private Rows scan() {
    return Scanning.of(target).scan(copy.to(), copy.targetColumns());
  }

  private void hash(Row row) {
    key.take(row);
    rows.hash(row, rowLanes);
  }

  /** What the row is, without counting it. */
  Likeness of(Row row) {
    whole.take(row);
    backfill.apply(whole);
    hash(whole);
    if (!key.isWhole() || !hashes.has(key.lanes(), KEY)) {
      return Likeness.NEW;
    }
    return hashes.has(rowLanes, ROW) ? Likeness.EQUAL : Likeness.CHANGED;
  }

  /** What the row is, counted: each row of the source is to be shown once. */
  Likeness meet(Row row) {
    Likeness likeness = of(row);
    sourceRows++;
    if (likeness == Likeness.NEW) {
      return likeness;
    }
    hashes.mark(key.lanes(), MET);
    if (likeness == Likeness.EQUAL) {
      equal++;
      return likeness;
    }
    changed++;
    hashes.mark(key.lanes(), OTHER);
    if (copy.onConflict() == OnConflict.SKIP) {
      elsewhere += isReferred() && !hashes.has(reference(whole), REFERRED) ? 1 : 0;
      kept.accept(whole);
    }
    if (changedRows.size() < NAMED) {
      changedRows.putIfAbsent(key.lanes()[0], whole.copy());
    }
    return likeness;
  }

  /** Whether a row of the target has met a row of the source by its key. */
  boolean isMet(Row row) {
    hash(row);
    return key.isWhole() && hashes.has(key.lanes(), MET);
  }

  /** Whether a row of the target is its own: not the source's, or kept as it is by the rule. */
  public boolean isOwn(Row row) {
    hash(row);
    boolean stays = hashes.has(key.lanes(), OTHER) && copy.onConflict() == OnConflict.SKIP;
    return !key.isWhole()
        || hashes.has(key.lanes(), KEY) && (!hashes.has(key.lanes(), MET) || stays);
  }

  /** Whoever wants to see the rows of the source that are met and stay away. */
  public void keeping(Consumer<Row> told) {
    kept = told;
  }

  /** Whether a row of the target has met one of the source, and is not the same. */
  boolean isOther(Row row) {
    hash(row);
    return key.isWhole() && hashes.has(key.lanes(), OTHER);
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
        } else if (changedRows.containsKey(key.lanes()[0]) && hashes.has(key.lanes(), OTHER)) {
          others.add(new Other(name(row), differing(changedRows.get(key.lanes()[0]), row)));
        }
      }
    }
    others.addAll(own);
    return new Meeting(sourceRows, rows.rows(), equal, changed, onlyInTarget, elsewhere, others);
  }

  private List<String> differing(Row a, Row b) {
    return Digest.differing(types(), a, b).stream().map(i -> copy.columns().get(i).name()).toList();
  }

  /** The row's key for people; its digest where that is secret. */
  private String name(Row row) {
    String name = RowName.at(copy.conflictPlaces(), copy, row);
    return name == null ? String.format("row of digest %016x", rowLanes[0]) : name;
  }

  @Override
  public void close() {
    hashes.close();
  }
}
