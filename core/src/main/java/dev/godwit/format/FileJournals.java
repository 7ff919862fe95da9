package dev.godwit.format;

import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.can.Journaling;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Journals of a store of files, which lie beside its tables. */
record FileJournals(Supplier<Draft> open, Supplier<Contents> contents) implements Journaling {
  @Override
  public Table journal(String journal, List<Column> columns) {
    Optional<Table> found = journal(journal);
    if (found.isPresent()) {
      return found.get();
    }
    Table table = Table.of(Contents.JOURNALS, journal, columns, List.of());
    open.get().put(new Entry(table, List.of(), null));
    return table;
  }

  @Override
  public Optional<Table> journal(String journal) {
    return contents.get().journal(journal).map(Entry::table);
  }

  @Override
  public boolean mayJournal() {
    return true;
  }

  @Override
  public String writable(String text) {
    return text;
  }

  @Override
  public void replace(Table journal, List<List<String>> gone, List<List<String>> rows) {
    if (!gone.isEmpty()) {
      int keys = gone.get(0).size();
      if (keys == 0) {
        open.get().empty(journal);
      }
      Set<List<String>> all = Set.copyOf(gone);
      open.get().rewrite(journal, (row, number) -> !all.contains(texts(row, keys)));
    }
    if (!rows.isEmpty()) {
      add(journal, rows);
    }
  }

  private static List<String> texts(Row row, int cells) {
    return IntStream.range(0, cells).mapToObj(i -> (String) row.value(i)).toList();
  }

  private void add(Table journal, List<List<String>> rows) {
    Shelf shelf = open.get().writing(journal);
    for (List<String> cells : rows) {
      Row row = new Row(cells.size());
      for (int i = 0; i < cells.size(); i++) {
        if (cells.get(i) != null) {
          row.setText(i, cells.get(i));
        }
      }
      shelf.add(row);
    }
    open.get().added(journal, shelf, rows.size());
  }
}
