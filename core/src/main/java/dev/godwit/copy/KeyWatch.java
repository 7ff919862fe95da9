package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.KeyForm;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Target;
import dev.godwit.store.can.Keyed;
import dev.godwit.store.can.Making;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One key of a target's table, and the rows on their way that would be in each other's way under
 * it, or in that of a row that is there. Takes two readings: the first marks hashes in a bitmap and
 * keeps those that hit a mark, the second looks only at these. The heap does not grow with the
 * number of rows.
 */
final class KeyWatch implements AutoCloseable {
  private static final int CANDIDATE = 0;
  private static final int HELD = 1;
  private static final int SEEN = 2;
  private static final int BATCH = 500;
  private static final long MOST_BITS = 1L << 27;
  private static final List<ColumnType> TEXT = List.of(ColumnType.of(Kind.TEXT, "text"));

  /** A row: what people call it, and its digest. */
  record Seen(String key, long[] digest) {
    private static final Seen UNNAMED = new Seen("", null);
  }

  /** Hears of each row that is in the way; {@code held}: in that of a row of the target. */
  @FunctionalInterface
  interface Found {
    void row(boolean held, Seen row);
  }

  private final Index index;
  private final KeyForm form;
  private final boolean firm;
  private final List<Column> columns;
  private final int[] cells;
  private final CellHash hash;
  private final long[] bits;
  private final HashCounts hashes = new HashCounts();
  private final List<Row> batch = new ArrayList<>();
  private final List<Seen> names = new ArrayList<>();
  private String failure;

  private KeyWatch(TableCopy copy, Index index, List<Column> columns, KeyForm form, boolean firm) {
    this.index = index;
    this.firm = firm;
    this.form = form;
    this.columns = columns;
    this.cells = columns.stream().mapToInt(copy.targetColumns()::indexOf).toArray();
    this.hash =
        form != null
            ? new CellHash(new int[] {0}, TEXT)
            : new CellHash(cells, columns.stream().map(Column::type).toList());
    long rows = copy.from().estimatedRows();
    long wanted = rows < 0 ? MOST_BITS : Math.min(MOST_BITS, Math.max(1 << 13, rows * 16));
    this.bits = new long[(int) (Long.highestOneBit(wanted) / 64)];
  }

  /**
   * The keys of the table that the rows could break. Where the target's table is not {@code
   * occupied}, a number that is the source's key is not among them. {@code target} may be null:
   * then only cells are compared.
   */
  static List<KeyWatch> of(TableCopy copy, Target target, boolean occupied) {
    List<KeyWatch> result = new ArrayList<>();
    for (Index index : keys(copy.to())) {
      List<Column> used = used(copy.to(), index);
      boolean filled = copy.targetColumns().containsAll(used);
      if (filled && (occupied || !isNumber(copy, index))) {
        Optional<KeyForm> form =
            Optional.ofNullable(target)
                .flatMap(t -> t.as(Keyed.class))
                .flatMap(k -> k.keyForm(copy.to(), index, used));
        if (form.isPresent() || index.columns().size() == used.size()) {
          result.add(new KeyWatch(copy, index, used, form.orElse(null), isFirm(index, target)));
        }
      }
    }
    return result;
  }

  private static boolean isFirm(Index index, Target target) {
    return index.origin() == Index.Origin.PRIMARY_KEY
        && target != null
        && Making.of(target).language() == Engine.SQLITE;
  }

  private static List<Index> keys(Table table) {
    List<Index> result = new ArrayList<>(table.indexes().stream().filter(Index::unique).toList());
    boolean primary = result.stream().anyMatch(i -> i.origin() == Index.Origin.PRIMARY_KEY);
    if (!primary && !table.primaryKey().isEmpty()) {
      List<Index.Part> parts =
          table.primaryKey().stream().map(c -> new Index.Part(c, null, false, null)).toList();
      result.add(
          new Index("PRIMARY KEY", parts, true, null, Index.Origin.PRIMARY_KEY, false, null));
    }
    return result;
  }

  /** The columns that the key may depend on, those of expressions too. */
  private static List<Column> used(Table table, Index index) {
    StringBuilder text = new StringBuilder(index.where() == null ? "" : index.where());
    index.parts().forEach(p -> text.append(p.expression() == null ? "" : " " + p.expression()));
    String expressions = text.toString();
    return table.columns().stream()
        .filter(
            c ->
                index.parts().stream().anyMatch(p -> c.name().equals(p.column()))
                    || expressions.contains(c.name()))
        .toList();
  }

  private static boolean isNumber(TableCopy copy, Index index) {
    return copy.columns().stream()
        .filter(c -> index.columns().contains(c.to().name()) && c.to().type().kind().isNumeric())
        .anyMatch(
            c ->
                c.from() != null
                    && c.from().identity() != Column.Identity.NONE
                    && copy.from().primaryKey().equals(List.of(c.from().name())));
  }

  String name() {
    return index.name();
  }

  /** Whether it is made with its table, and so cannot give way to rows. */
  boolean isFirm() {
    return firm;
  }

  /** Why the engine could not tell which keys are equal; null where it could. */
  String failure() {
    return failure;
  }

  /** The target's names of its columns. */
  List<String> columns() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether it is the key of these columns, and of every row. */
  boolean isOf(List<String> key) {
    return index.where() == null && Set.copyOf(index.columns()).equals(Set.copyOf(key));
  }

  /** Whether keys are compared here, each as soon as its row is seen. */
  boolean isByValue() {
    return form == null;
  }

  /** What is against a row whose key another has. */
  Violation violation() {
    return new Violation(
        ProblemKind.DUPLICATE,
        index.name(),
        columns(),
        "has a key that another row has (unique key " + index.name() + ")");
  }

  /** The first reading: a row on its way, or one that the target's table keeps. */
  void first(Row row) {
    see(row, () -> Seen.UNNAMED, n -> mark());
  }

  /** Whether a second reading is needed: nothing was in the way if not. */
  boolean again() {
    flush(n -> mark());
    return failure == null && hashes.total() > 0;
  }

  /** The second reading: a row that the target's table keeps, before any other. */
  void kept(Row row) {
    see(row, () -> Seen.UNNAMED, n -> keep());
  }

  /** Ends the rows that are kept. */
  void endKept() {
    flush(n -> keep());
  }

  /** The second reading: a row on its way. */
  void second(Row row, Supplier<Seen> name, Found found) {
    see(row, name, n -> judge(n, found));
  }

  /** Ends the second reading. */
  void end(Found found) {
    flush(n -> judge(n, found));
  }

  /** Does something once the hash of the row's key is known; where the engine says it, later. */
  private void see(Row row, Supplier<Seen> name, Consumer<Supplier<Seen>> hashed) {
    if (form == null) {
      if (cells(row)) {
        hashed.accept(name);
      }
      return;
    }
    batch.add(new Row(cells.length).take(row, cells));
    names.add(name.get());
    if (batch.size() == BATCH) {
      flush(hashed);
    }
  }

  private void flush(Consumer<Supplier<Seen>> hashed) {
    List<String> texts = texts();
    for (int i = 0; i < texts.size(); i++) {
      Seen name = names.get(i);
      if (text(texts.get(i))) {
        hashed.accept(() -> name);
      }
    }
    names.clear();
  }

  private List<String> texts() {
    List<String> result = List.of();
    try {
      if (!batch.isEmpty() && failure == null) {
        result = form.of(batch);
      }
    } catch (GodwitException e) {
      failure = e.getMessage();
    }
    batch.clear();
    return result;
  }

  private boolean text(String text) {
    if (text == null) {
      return false;
    }
    Row key = new Row(1);
    key.setText(0, text);
    return hash.take(key);
  }

  /** Hashes the row's key; false where it is in nobody's way. */
  private boolean cells(Row row) {
    return hash.take(row) || index.nullsNotDistinct();
  }

  private void mark() {
    long bit = hash.lanes()[1] & (bits.length * 64L - 1);
    int word = (int) (bit >>> 6);
    if ((bits[word] >>> bit & 1) == 0) {
      bits[word] |= 1L << bit;
    } else {
      hashes.mark(hash.lanes(), CANDIDATE);
    }
  }

  private void keep() {
    if (hashes.has(hash.lanes(), CANDIDATE)) {
      hashes.mark(hash.lanes(), HELD);
    }
  }

  private void judge(Supplier<Seen> name, Found found) {
    if (!hashes.has(hash.lanes(), CANDIDATE)) {
      return;
    }
    if (hashes.has(hash.lanes(), HELD)) {
      found.row(true, name.get());
    } else if (hashes.has(hash.lanes(), SEEN)) {
      found.row(false, name.get());
    } else {
      hashes.add(hash.lanes(), SEEN);
    }
  }

  @Override
  public void close() {
    hashes.close();
  }
}
