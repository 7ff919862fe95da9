package dev.godwit.json;

import dev.godwit.model.Catalog;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a folder of Godwit's own holds: tables and journals with the files of each. Immutable; a
 * change makes another.
 */
record Contents(
    List<Entry> tables, List<Entry> journals, List<Catalog.Other> others, List<String> remarks) {
  /** The schema of journals, which is the folder they lie in. */
  static final String JOURNALS = ".godwit";

  static final Contents EMPTY = new Contents(List.of(), List.of(), List.of(), List.of());

  Contents {
    tables = List.copyOf(tables);
    journals = List.copyOf(journals);
    others = List.copyOf(others);
    remarks = List.copyOf(remarks);
  }

  /** A file of rows, a line each; its name is relative to the folder. */
  record Part(String file, long rows, long bytes) {}

  /** A table or journal; {@code highWater} is the greatest number its identity gave, or null. */
  record Entry(Table table, List<Part> parts, Long highWater) {
    Entry {
      parts = List.copyOf(parts);
    }

    long rows() {
      return parts.stream().mapToLong(Part::rows).sum();
    }

    String name() {
      return table.name();
    }

    boolean isJournal() {
      return table.schema().equals(JOURNALS);
    }

    Entry with(List<Part> others) {
      return new Entry(table, others, highWater);
    }

    Entry with(Table other) {
      return new Entry(other, parts, highWater);
    }

    Entry with(Long mark) {
      return new Entry(table, parts, mark);
    }
  }

  Catalog catalog() {
    return new Catalog(tables.stream().map(Contents::counted).toList(), others, remarks);
  }

  /** The table with the number of rows that its files have. */
  static Table counted(Entry e) {
    Table t = e.table();
    return new Table(
        t.schema(),
        t.name(),
        t.columns(),
        t.primaryKey(),
        t.indexes(),
        t.foreignKeys(),
        t.checks(),
        t.triggers(),
        t.traits(),
        e.rows());
  }

  Optional<Entry> table(String name) {
    return tables.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  Optional<Entry> journal(String name) {
    return journals.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** With this table, in place of one of its name or as the last. */
  Contents withTable(Entry entry) {
    return new Contents(replaced(tables, entry), journals, others, remarks);
  }

  Contents withJournal(Entry entry) {
    return new Contents(tables, replaced(journals, entry), others, remarks);
  }

  Contents withoutTable(String name) {
    return new Contents(
        tables.stream().filter(e -> !e.name().equals(name)).toList(), journals, others, remarks);
  }

  Contents withOthers(List<Catalog.Other> more) {
    List<Catalog.Other> all = new ArrayList<>(others);
    more.stream().filter(o -> !all.contains(o)).forEach(all::add);
    return new Contents(tables, journals, all, remarks);
  }

  Contents withoutOthers(Predicate<Catalog.Other> which) {
    return new Contents(tables, journals, others.stream().filter(which.negate()).toList(), remarks);
  }

  private static List<Entry> replaced(List<Entry> all, Entry entry) {
    List<Entry> result = new ArrayList<>(all);
    for (int i = 0; i < result.size(); i++) {
      if (result.get(i).name().equals(entry.name())) {
        result.set(i, entry);
        return result;
      }
    }
    result.add(entry);
    return result;
  }

  /** The names of all files. */
  List<String> files() {
    List<String> result = new ArrayList<>();
    tables.forEach(e -> e.parts().forEach(p -> result.add(p.file())));
    journals.forEach(e -> e.parts().forEach(p -> result.add(p.file())));
    return result;
  }
}
