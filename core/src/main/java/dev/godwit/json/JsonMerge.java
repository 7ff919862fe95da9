package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.json.Contents.Part;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.util.List;

/**
 * Loads rows into a table that may hold some of them. Rows that are updated move to the table's
 * end; of several rows with one key, the last wins.
 */
final class JsonMerge {
  private final Revision revision;
  private final Load load;
  private final Entry entry;
  private final Table table;
  private final List<Column> keyColumns;

  JsonMerge(Revision revision, Load load) {
    this.revision = revision;
    this.load = load;
    this.entry = JsonLoading.entry(revision, load.table());
    this.table = entry.table();
    this.keyColumns = JsonLoading.columns(table, load.key());
  }

  /** Returns how many rows were stored. */
  long append(Rows rows, Arrivals arrivals) {
    try (KeyIndex keys = new KeyIndex(keyColumns.size())) {
      Part arrived = stage(rows, arrivals, keys);
      keys.sort();
      long stored = update(entry.with(List.of(arrived)), keys, arrivals);
      revision.staging().drop(arrived);
      return stored;
    }
  }

  private Part stage(Rows rows, Arrivals arrivals, KeyIndex keys) {
    int[] cells = JsonLoading.cells(table, load.columns());
    int[] keyCells = keyCells(load.columns());
    Row whole = new Row(cells.length);
    Row key = new Row(keyCells.length);
    try (Staging.PartWriter out = revision.writer(entry)) {
      for (long i = 0; rows.next(); i++) {
        keys.add(JsonLoading.spread(rows.row(), keyCells, key), i);
        out.write(JsonLoading.spread(rows.row(), cells, whole));
        arrivals.arrived(rows.row());
      }
      return out.part();
    }
  }

  /** Where the key's columns are among these. */
  private int[] keyCells(List<Column> columns) {
    return JsonLoading.cells(Table.of("", "", keyColumns, List.of()), columns);
  }

  private interface Choice {
    boolean take(Row key, long number);
  }

  private long update(Entry incoming, KeyIndex keys, Arrivals arrivals) {
    int[] cells = keyCells(table.columns());
    Row key = new Row(cells.length);
    try (KeyIndex oldKeys = new KeyIndex(cells.length);
        Replaced replaced = new Replaced(revision, entry)) {
      revision.rewrite(
          entry,
          (row, number) -> {
            boolean stays = keys.find(JsonLoading.spread(row, cells, key)) < 0;
            if (!stays) {
              oldKeys.add(key, replaced.add(row));
            }
            return stays;
          });
      oldKeys.sort();
      replaced.end();
      Old old = row -> replaced.at(oldKeys.find(JsonLoading.spread(row, cells, key)));
      return copy(incoming, old, arrivals, (k, i) -> keys.last(k) < 0 || keys.last(k) == i);
    }
  }

  private interface Old {
    /** The row that this one takes the place of, or null. */
    Row of(Row row);
  }

  private long copy(Entry incoming, Old old, Arrivals arrivals, Choice choice) {
    int[] keyCells = keyCells(table.columns());
    int[] own = JsonLoading.cells(table, load.columns());
    int[] back = JsonLoading.cells(Table.of("", "", load.columns(), List.of()), table.columns());
    boolean partial = java.util.Arrays.stream(own).anyMatch(i -> i < 0);
    Row key = new Row(keyCells.length);
    Row loaded = new Row(back.length);
    Entry now = revision.current(entry);
    long stored = 0;
    try (Rows rows = revision.read(incoming, table.columns(), Position.START);
        Staging.PartWriter out = revision.writer(now)) {
      for (long i = 0; rows.next(); i++) {
        Row row = rows.row();
        if (!choice.take(JsonLoading.spread(row, keyCells, key), i)) {
          continue;
        }
        Row before = partial && old != null ? old.of(row) : null;
        for (int c = 0; before != null && c < own.length; c++) {
          if (own[c] < 0) {
            row.copy(c, before, c);
          }
        }
        out.write(row);
        arrivals.stored(JsonLoading.spread(row, back, loaded));
        stored++;
      }
      revision.append(now, out.part());
    }
    return stored;
  }
}
