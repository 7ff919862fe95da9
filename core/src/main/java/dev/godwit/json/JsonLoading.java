package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One load into a revision: keys and unique indexes are checked, foreign keys only noted. */
final class JsonLoading implements Loading {
  private final Revision revision;
  private final List<Load> loads;
  // Tables whose keys cannot repeat: rising whole numbers in a table that was empty.
  private final Set<Load> rising = new HashSet<>();
  // The greatest number that came, for tables that were empty.
  private final Map<Load, Long> greatest = new HashMap<>();

  JsonLoading(Revision revision, List<Load> loads) {
    this.revision = revision;
    this.loads = List.copyOf(loads);
    for (Load load : loads) {
      if (load.truncate()) {
        revision.empty(entry(load));
      }
    }
  }

  private Entry entry(Load load) {
    return entry(revision, load.table());
  }

  static Entry entry(Revision revision, Table table) {
    return revision.current(new Entry(table, List.of(), null));
  }

  @Override
  public long append(Load load, Feed feed, Arrivals arrivals) {
    arrivals.begin();
    try (Rows rows = feed.open()) {
      return load.merges()
          ? new JsonMerge(revision, load).append(rows, arrivals)
          : plain(load, rows, arrivals);
    }
  }

  private long plain(Load load, Rows rows, Arrivals arrivals) {
    Entry entry = entry(load);
    int[] cells = cells(entry.table(), load.columns());
    boolean same = isSame(cells);
    Row whole = new Row(cells.length);
    int key = wholeKey(load);
    boolean empty = entry.rows() == 0;
    boolean first = empty && key >= 0;
    int numbered = numbered(load);
    long last = Long.MIN_VALUE;
    long most = 0;
    try (Staging.PartWriter out = revision.writer(entry)) {
      long count = 0;
      while (rows.next()) {
        Row row = rows.row();
        if (first) {
          first = row.storageClass(key) == Row.INTEGER && row.integer(key) > last;
          last = row.integer(key);
        }
        if (numbered >= 0 && row.storageClass(numbered) == Row.INTEGER) {
          most = Math.max(most, row.integer(numbered));
        }
        out.write(same ? row : spread(row, cells, whole));
        arrivals.arrived(row);
        count++;
      }
      revision.append(entry, out.part());
      if (first) {
        rising.add(load);
      }
      if (empty && numbered >= 0) {
        greatest.put(load, most);
      }
      return count;
    }
  }

  /** The place of the column that the engine numbers, or -1. */
  private static int numbered(Load load) {
    for (int i = 0; i < load.columns().size(); i++) {
      if (load.columns().get(i).identity() != Column.Identity.NONE) {
        return i;
      }
    }
    return -1;
  }

  /** The place of the only column of the primary key, or -1. */
  private static int wholeKey(Load load) {
    List<String> key = load.table().primaryKey();
    return key.size() == 1
        ? load.columns().stream().map(Column::name).toList().indexOf(key.get(0))
        : -1;
  }

  /** For each column of the table its place in the row, or -1. */
  static int[] cells(Table table, List<Column> columns) {
    List<String> names = columns.stream().map(Column::name).toList();
    return table.columns().stream().mapToInt(c -> names.indexOf(c.name())).toArray();
  }

  private static boolean isSame(int[] cells) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] != i) {
        return false;
      }
    }
    return true;
  }

  static Row spread(Row row, int[] cells, Row whole) {
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] < 0) {
        whole.setNull(i);
      } else {
        whole.copy(i, row, cells[i]);
      }
    }
    return whole;
  }

  @Override
  public void settle(Violations violations) {
    for (Load load : loads) {
      for (Key key : keys(entry(load).table())) {
        boolean safe = key.primary() && rising.contains(load);
        if (!safe && !load.table().schema().equals(Contents.JOURNALS)) {
          check(load, key, violations);
        }
      }
    }
    revision.lasts(false);
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

  private void check(Load load, Key key, Violations violations) {
    Entry entry = entry(load);
    List<Column> columns = columns(entry.table(), key.columns());
    try (KeyIndex index = new KeyIndex(columns.size())) {
      try (Rows rows = revision.read(entry, columns, Position.START)) {
        for (long i = 1; rows.next(); i++) {
          index.add(rows.row(), i);
        }
      }
      index.sort();
      if (index.hasDuplicates()) {
        repeated(load, key, index, violations);
      }
    }
  }

  static List<Column> columns(Table table, List<String> names) {
    return names.stream().map(n -> table.column(n).orElseThrow()).toList();
  }

  private void repeated(Load load, Key key, KeyIndex index, Violations violations) {
    Entry entry = entry(load);
    Violation violation =
        new Violation(
            "duplicate",
            key.name(),
            key.columns(),
            "has the key (" + String.join(", ", key.columns()) + ") of a row before it");
    boolean out;
    try (Rows rows = new Repeated(entry, load, key, index)) {
      out = violations.found(load, violation, rows);
    }
    if (out) {
      Row cells = new Row(key.columns().size());
      int[] places =
          cells(
              Table.of("", "", columns(entry.table(), key.columns()), List.of()),
              entry.table().columns());
      revision.rewrite(
          entry,
          (row, number) -> {
            long first = index.find(spread(row, places, cells));
            return first < 0 || first == number;
          });
    } else {
      revision.put(without(entry, key));
    }
  }

  private static Entry without(Entry entry, Key key) {
    Table t = entry.table();
    return entry.with(
        new Table(
            t.schema(),
            t.name(),
            t.columns(),
            key.primary() ? List.of() : t.primaryKey(),
            t.indexes().stream()
                .filter(i -> !(i.unique() && i.columns().equals(key.columns())))
                .toList(),
            t.foreignKeys(),
            t.checks(),
            t.triggers(),
            t.traits(),
            t.estimatedRows()));
  }

  /** Rows whose key an earlier row has, with the load's columns. */
  private final class Repeated implements Rows {
    private final Rows rows;
    private final KeyIndex index;
    private final Row key;
    private final Row row;
    private long number;

    Repeated(Entry entry, Load load, Key key, KeyIndex index) {
      this.index = index;
      this.key = new Row(key.columns().size());
      this.row = new Row(load.columns().size());
      List<Column> all = new ArrayList<>(columns(entry.table(), key.columns()));
      List<String> names = all.stream().map(Column::name).toList();
      load.columns().stream().filter(c -> !names.contains(c.name())).forEach(all::add);
      this.rows = revision.read(entry, all, Position.START);
      this.places = cells(Table.of("", "", load.columns(), List.of()), all);
    }

    private final int[] places;

    @Override
    public boolean next() {
      while (rows.next()) {
        number++;
        for (int i = 0; i < key.size(); i++) {
          key.copy(i, rows.row(), i);
        }
        long first = index.find(key);
        if (first >= 0 && first != number) {
          spread(rows.row(), places, row);
          return true;
        }
      }
      return false;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Position position() {
      return rows.position();
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  @Override
  public List<String> number(Map<String, Long> highWaterMarks) {
    List<String> done = new ArrayList<>();
    for (Load load : loads) {
      Entry entry = entry(load);
      for (Column column : entry.table().columns()) {
        if (column.identity() != Column.Identity.NONE) {
          Long seen = greatest.get(load);
          long most = seen == null ? greatest(entry, column) : seen;
          long mark = Math.max(most, highWaterMarks.getOrDefault(entry.name(), 0L));
          if (mark > 0 && (entry.highWater() == null || mark > entry.highWater())) {
            revision.put(entry.with(Long.valueOf(mark)));
            done.add(entry.name() + " goes on after " + mark);
          }
        }
      }
    }
    return done;
  }

  private long greatest(Entry entry, Column column) {
    long greatest = 0;
    try (Rows rows = revision.read(entry, Collections.singletonList(column), Position.START)) {
      while (rows.next()) {
        greatest =
            Math.max(
                greatest, rows.row().storageClass(0) == Row.INTEGER ? rows.row().integer(0) : 0);
      }
    }
    return greatest;
  }
}
