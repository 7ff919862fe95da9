package dev.godwit.format;

import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.scratch.Lookup;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.Filtered;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Rows;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One load into a draft: keys and unique indexes are checked, foreign keys only noted. */
final class FormatLoading implements Loading {
  private final Draft draft;
  private final List<Load> loads;
  // Tables whose keys cannot repeat: rising whole numbers in a table that was empty.
  private final Set<Load> rising = new HashSet<>();
  // The greatest number that came, for tables that were empty.
  private final Map<Load, Long> greatest = new HashMap<>();

  FormatLoading(Draft draft, List<Load> loads, boolean lasting) {
    this.draft = draft;
    this.loads = List.copyOf(loads);
    draft.loads(lasting);
    for (Load load : loads) {
      if (load.truncate()) {
        draft.empty(load.table());
      }
    }
  }

  @Override
  public long append(Load load, Feed feed, Arrivals arrivals) {
    arrivals.begin();
    try (Rows rows = feed.open()) {
      return load.merges() ? merge(load, rows, arrivals) : plain(load, rows, arrivals);
    }
  }

  private long plain(Load load, Rows rows, Arrivals arrivals) {
    Entry entry = draft.current(load.table());
    boolean empty = entry.rows() == 0;
    Shelf shelf = draft.writing(load.table());
    int[] places = Column.places(entry.table().columns(), load.columns());
    Row whole = new Row(places.length);
    Rising watch = new Rising(load, empty);
    long count = 0;
    while (rows.next()) {
      Row row = rows.row();
      watch.see(row);
      shelf.add(whole.take(row, places));
      arrivals.arrived(row);
      count++;
    }
    draft.added(load.table(), shelf, count);
    watch.end();
    return count;
  }

  /** Sees whether keys only rise, and the greatest number. */
  private final class Rising {
    private final Load load;
    private final boolean empty;
    private final int key;
    private final int numbered;
    private boolean rises;
    private long last = Long.MIN_VALUE;
    private long most;

    Rising(Load load, boolean empty) {
      this.load = load;
      this.empty = empty;
      List<String> names = load.columns().stream().map(Column::name).toList();
      List<String> keys = load.table().primaryKey();
      this.key = keys.size() == 1 ? names.indexOf(keys.get(0)) : -1;
      this.rises = empty && key >= 0;
      this.numbered = numbered(load.columns());
    }

    void see(Row row) {
      if (rises) {
        rises = row.storageClass(key) == Row.INTEGER && row.integer(key) > last;
        last = row.integer(key);
      }
      if (numbered >= 0 && row.storageClass(numbered) == Row.INTEGER) {
        most = Math.max(most, row.integer(numbered));
      }
    }

    void end() {
      if (rises) {
        rising.add(load);
      }
      if (empty && numbered >= 0) {
        greatest.put(load, most);
      }
    }
  }

  /** The place of the column that the engine numbers, or -1. */
  private static int numbered(List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).identity() != Column.Identity.NONE) {
        return i;
      }
    }
    return -1;
  }

  /** Into a table that may hold some of the rows: these become those that arrive. */
  private long merge(Load load, Rows rows, Arrivals arrivals) {
    Table table = draft.current(load.table()).table();
    Merge merge = new Merge(load, table, columns(table, load.key()));
    try (Lookup incoming = Lookup.of(load.key().size())) {
      Shelf aside = merge.stage(rows, incoming);
      incoming.sort();
      BitSet repeats = incoming.repeats();
      merge.tell(aside, repeats, arrivals);
      BitSet updated = merge.update(incoming, aside, arrivals);
      repeats.or(updated);
      long stored = updated.cardinality() + merge.add(aside, repeats, arrivals);
      aside.clear();
      return stored;
    }
  }

  private final class Merge {
    private final Load load;
    private final Table table;
    private final int[] keyInTable;
    private final int[] keyInLoad;
    private final int[] tableInLoad;
    private final int[] loadInTable;

    Merge(Load load, Table table, List<Column> key) {
      this.load = load;
      this.table = table;
      this.keyInTable = Column.places(key, table.columns());
      this.keyInLoad = Column.places(key, load.columns());
      this.tableInLoad = Column.places(table.columns(), load.columns());
      this.loadInTable = Column.places(load.columns(), table.columns());
    }

    /** Sets the rows aside, and their numbers under their keys. */
    Shelf stage(Rows rows, Lookup incoming) {
      Shelf aside = draft.shelf(load.table().name(), load.columns().size());
      Row key = new Row(keyInLoad.length);
      for (long i = 0; rows.next(); i++) {
        incoming.add(key.take(rows.row(), keyInLoad), i);
        aside.add(rows.row());
      }
      return aside;
    }

    /** Says which rows arrive; of rows with one key it is the first. */
    void tell(Shelf aside, BitSet repeats, Arrivals arrivals) {
      Violation again = repeated(keyName(), load.key());
      try (Rows rows = aside.read()) {
        for (int i = 0; rows.next(); i++) {
          if (repeats.get(i)) {
            arrivals.refused(rows.row(), again);
          } else {
            arrivals.arrived(rows.row());
          }
        }
      }
    }

    private String keyName() {
      return keys(table).stream()
          .filter(k -> k.columns().equals(load.key()))
          .map(Key::name)
          .findFirst()
          .orElse("the key");
    }

    /** Updates the rows whose key is among those that came; returns the numbers of these. */
    BitSet update(Lookup incoming, Shelf aside, Arrivals arrivals) {
      BitSet met = new BitSet();
      Row key = new Row(keyInTable.length);
      Row loaded = new Row(loadInTable.length);
      try (Picked picked = new Picked(aside)) {
        draft.rewrite(
            table,
            (row, number) -> {
              Object found = incoming.find(key.take(row, keyInTable));
              if (found != null) {
                int at = ((Number) found).intValue();
                met.set(at);
                Row other = picked.at(at);
                for (int i = 0; i < tableInLoad.length; i++) {
                  if (tableInLoad[i] >= 0) {
                    row.copy(i, other, tableInLoad[i]);
                  }
                }
                arrivals.stored(loaded.take(row, loadInTable));
              }
              return true;
            });
      }
      return met;
    }

    /** Adds the rows whose number is none of these; returns how many. */
    long add(Shelf aside, BitSet done, Arrivals arrivals) {
      Shelf shelf = draft.writing(table);
      Row whole = new Row(tableInLoad.length);
      long count = 0;
      try (Rows rows = aside.read()) {
        for (int i = 0; rows.next(); i++) {
          if (!done.get(i)) {
            shelf.add(whole.take(rows.row(), tableInLoad));
            arrivals.stored(rows.row());
            count++;
          }
        }
      }
      draft.added(table, shelf, count);
      return count;
    }
  }

  /** Rows of a shelf by their number: quick where one asks for them in their order. */
  private static final class Picked implements AutoCloseable {
    private final Shelf shelf;
    private Rows rows;
    private long next;

    Picked(Shelf shelf) {
      this.shelf = shelf;
    }

    Row at(long number) {
      if (rows == null || number < next) {
        close();
        rows = shelf.readAfter(number);
        next = number;
      }
      for (; next <= number; next++) {
        rows.next();
      }
      return rows.row();
    }

    @Override
    public void close() {
      if (rows != null) {
        rows.close();
        rows = null;
      }
    }
  }

  @Override
  public void settle(Violations violations) {
    for (Load load : loads) {
      Table table = draft.current(load.table()).table();
      for (Key key : keys(table)) {
        boolean safe = key.primary() && rising.contains(load);
        if (!safe && !load.table().schema().equals(Contents.JOURNALS)) {
          check(load, key, violations);
        }
      }
    }
    draft.settled();
  }

  /** Columns whose values no two rows may share. */
  private record Key(String name, List<String> columns, boolean primary) {}

  private static List<Key> keys(Table table) {
    Map<List<String>, Key> result = new LinkedHashMap<>();
    if (!table.primaryKey().isEmpty()) {
      result.put(table.primaryKey(), new Key("the primary key", table.primaryKey(), true));
    }
    for (Index index : table.indexes()) {
      if (index.unique() && index.where() == null && !index.columns().isEmpty()) {
        result.putIfAbsent(index.columns(), new Key(index.name(), index.columns(), false));
      }
    }
    return new ArrayList<>(result.values());
  }

  private static List<Column> columns(Table table, List<String> names) {
    return names.stream().map(n -> table.column(n).orElseThrow()).toList();
  }

  private void check(Load load, Key key, Violations violations) {
    Entry entry = draft.current(load.table());
    List<Column> columns = columns(entry.table(), key.columns());
    BitSet repeated;
    try (Lookup index = Lookup.of(columns.size());
        Rows rows = draft.rows(entry, columns)) {
      for (long i = 0; rows.next(); i++) {
        index.add(rows.row(), i);
      }
      index.sort();
      repeated = index.repeats();
    }
    if (!repeated.isEmpty()) {
      repeated(load, key, repeated, violations);
    }
  }

  private void repeated(Load load, Key key, BitSet repeated, Violations violations) {
    Entry entry = draft.current(load.table());
    Violation violation = repeated(key.name(), key.columns());
    boolean out;
    int[] number = {0};
    try (Rows rows =
        new Filtered(draft.rows(entry, load.columns()), row -> repeated.get(number[0]++))) {
      out = violations.found(load, violation, rows);
    }
    if (out) {
      draft.rewrite(load.table(), (row, n) -> !repeated.get((int) (n - 1)));
    } else {
      draft.put(without(entry, key));
    }
  }

  private static Violation repeated(String name, List<String> columns) {
    String message = "has the key (" + String.join(", ", columns) + ") of a row before it";
    return new Violation(ProblemKind.DUPLICATE, name, columns, message);
  }

  private static Entry without(Entry entry, Key key) {
    Table t = entry.table();
    List<Index> left =
        t.indexes().stream()
            .filter(i -> !(i.unique() && i.columns().equals(key.columns())))
            .toList();
    return entry.with(t.with(key.primary() ? List.of() : t.primaryKey(), left));
  }

  @Override
  public List<String> number(Map<String, Long> highWaterMarks) {
    List<String> done = new ArrayList<>();
    for (Load load : loads) {
      Entry entry = draft.current(load.table());
      int numbered = numbered(entry.table().columns());
      if (numbered < 0) {
        continue;
      }
      Long seen = greatest.get(load);
      long most = seen == null ? greatest(entry, numbered) : seen;
      long mark = Math.max(most, highWaterMarks.getOrDefault(entry.name(), 0L));
      if (mark > 0 && (entry.highWater() == null || mark > entry.highWater())) {
        draft.put(entry.with(Long.valueOf(mark)));
        done.add(entry.name() + " goes on after " + mark);
      }
    }
    return done;
  }

  private long greatest(Entry entry, int column) {
    long greatest = 0;
    try (Rows rows = draft.rows(entry, List.of(entry.table().columns().get(column)))) {
      while (rows.next()) {
        boolean whole = rows.row().storageClass(0) == Row.INTEGER;
        greatest = Math.max(greatest, whole ? rows.row().integer(0) : 0);
      }
    }
    return greatest;
  }
}
