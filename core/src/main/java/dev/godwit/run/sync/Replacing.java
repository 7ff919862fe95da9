package dev.godwit.run.sync;

import dev.godwit.copy.Coming;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.Through;
import dev.godwit.store.can.Editing;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.Comparison;
import dev.godwit.verify.ThreeWay;
import dev.godwit.verify.Trio;
import dev.godwit.verify.Verifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/** Writes what was judged into one table, and knows what it then holds. Use once. */
final class Replacing {
  private final TableCopy copy;
  private final Target target;
  private final Comparison comparison;
  private final List<Arrived> written = new ArrayList<>();
  private final boolean triggers;
  private final BiPredicate<Row, Violation> setAside;
  private Digest expected;

  /** {@code setAside} answers whether a row may be left out that the target refuses. */
  Replacing(
      TableCopy copy,
      Target target,
      Comparison comparison,
      boolean triggers,
      BiPredicate<Row, Violation> setAside) {
    this.copy = copy;
    this.target = target;
    this.comparison = comparison;
    this.triggers = triggers;
    this.setAside = setAside;
    this.expected = new Digest(copy.targetColumns().stream().map(Column::type).toList());
  }

  /** Says what the table holds before anything is written; {@code found} is kept and changed. */
  void begin(Digest found) {
    expected = found;
  }

  /** What the table holds once the load has settled. */
  Digest expected() {
    return expected;
  }

  boolean hasWritten() {
    return !written.isEmpty();
  }

  /** What it will load with: by key where the target has one to tell old rows by. */
  Load load(boolean empty) {
    return new Load(
        copy.to(),
        copy.targetColumns(),
        false,
        empty && copy.rebuild(),
        triggers,
        0,
        empty || !upserts() ? List.of() : copy.to().primaryKey(),
        !copy.expressed().isEmpty());
  }

  private boolean upserts() {
    return !copy.to().primaryKey().isEmpty()
        && keyColumns().stream().map(Column::name).toList().containsAll(copy.to().primaryKey());
  }

  private List<Column> keyColumns() {
    List<Integer> key = copy.key();
    return key.isEmpty()
        ? copy.targetColumns()
        : key.stream().map(i -> copy.columns().get(i).to()).toList();
  }

  /** Loads rows, and gives how many came. */
  long append(Load load, Loading loading, Feed rows) {
    Arrived arrived = new Arrived(copy, setAside);
    long came = loading.append(load, rows, arrived);
    written.add(arrived);
    return came;
  }

  /**
   * Shows rows of the source whose key another has that comes before them, where the target can
   * have one of them only.
   */
  void repeated(ThreeWay.Group group, BiConsumer<Row, Violation> shown) {
    Optional<String> key = uniqueKey();
    if (key.isEmpty() || group.keys().stream().noneMatch(Trio::isRepeated)) {
      return;
    }
    List<String> columns = keyColumns().stream().map(Column::name).toList();
    Violation why =
        new Violation(
            ProblemKind.DUPLICATE,
            key.get(),
            columns,
            "has a key that another row has (unique key " + key.get() + ")");
    Set<Trio> met = new HashSet<>();
    group.rewind();
    Verifier.each(
        comparison.source(),
        row -> {
          Trio t = group.inSource(row);
          if (t != null && t.isRepeated() && !met.add(t)) {
            shown.accept(row, why);
          }
        });
    group.rewind();
  }

  /** What the target calls the key that rows are told apart by; nothing where it has none. */
  private Optional<String> uniqueKey() {
    Set<String> key = new HashSet<>(keyColumns().stream().map(Column::name).toList());
    return copy.to().indexes().stream()
        .filter(i -> i.unique() && i.where() == null && key.equals(new HashSet<>(i.columns())))
        .map(Index::name)
        .findFirst()
        .or(
            () ->
                Optional.of("PRIMARY KEY")
                    .filter(n -> key.equals(new HashSet<>(copy.to().primaryKey()))));
  }

  /** Takes out what has to go, and loads what comes. */
  void write(ThreeWay.Group group, Load load, Loading loading) {
    boolean replaces = !upserts();
    List<Row> gone = new ArrayList<>();
    group.rewind();
    Verifier.each(
        comparison.target(),
        row -> {
          Trio t = group.inTarget(row);
          if (t != null && t.moves()) {
            expected.remove(row);
            if (replaces || !t.inSource()) {
              gone.add(key(row));
            }
          }
        });
    if (!gone.isEmpty()) {
      requireReplaceable(group, replaces);
      Editing.of(target).delete(copy.to(), keyColumns(), () -> new MemoryRows(gone));
    }
    if (group.keys().stream().anyMatch(t -> !t.isSame() && t.inSource() && t.moves())) {
      append(
          load,
          loading,
          () -> {
            group.rewind();
            return new Incoming(comparison.source().open(), group);
          });
    }
  }

  /** Tells what of a group would be written, and what would go or be written over. */
  void preview(ThreeWay.Group group, Coming told) {
    group.rewind();
    Verifier.each(() -> new Incoming(comparison.source().open(), group), told::comes);
    Verifier.each(
        comparison.target(),
        row -> {
          Trio t = group.inTarget(row);
          if (t != null && t.moves()) {
            told.goes(row);
          }
        });
    group.rewind();
  }

  /** The source's rows that come, or what both sides' changes make of them. */
  private static final class Incoming extends Through {
    private final ThreeWay.Group group;
    private Trio coming;

    private Incoming(Rows all, ThreeWay.Group group) {
      super(all);
      this.group = group;
    }

    @Override
    public boolean next() {
      while (rows.next()) {
        coming = group.inSource(rows.row());
        if (coming != null && coming.moves()) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Row row() {
      return coming.row() == null ? rows.row() : coming.row();
    }
  }

  /** Without a primary key to update by, old versions go first: then all of a row must travel. */
  private void requireReplaceable(ThreeWay.Group group, boolean replaces) {
    List<String> travelling = copy.targetColumns().stream().map(Column::name).toList();
    boolean all =
        copy.to().columns().stream()
            .allMatch(c -> c.isGenerated() || travelling.contains(c.name()));
    if (replaces && !all && group.keys().stream().anyMatch(t -> t.changed() > 0)) {
      throw GodwitException.refused(
          copy.to().displayName()
              + ": its rows cannot be updated, because the target's table has no primary key among"
              + " the columns that travel; nothing was written. Give it one, or use --mode full"
              + " --force");
    }
  }

  private Row key(Row row) {
    List<Integer> key = copy.key();
    Row result = new Row(key.isEmpty() ? row.size() : key.size());
    for (int i = 0; i < result.size(); i++) {
      result.copy(i, row, key.isEmpty() ? i : key.get(i));
    }
    return result;
  }

  /** The load has settled: whatever was written is in its place now. */
  void settled() {
    for (Arrived arrived : written) {
      arrived.requireStored();
      expected.merge(arrived.sent());
    }
  }
}
