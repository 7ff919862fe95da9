package dev.godwit.format.note;

import dev.godwit.model.Catalog;
import dev.godwit.model.Table;
import dev.godwit.scratch.Shelf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a store of files holds: tables and journals with the files of each. Immutable; a change
 * makes another.
 */
public record Contents(
    List<Entry> tables, List<Entry> journals, List<Catalog.Other> others, List<String> remarks) {
  /** The schema of journals, which is the folder they lie in. */
  public static final String JOURNALS = ".godwit";

  public static final Contents EMPTY = new Contents(List.of(), List.of(), List.of(), List.of());

  public Contents {
    tables = List.copyOf(tables);
    journals = List.copyOf(journals);
    others = List.copyOf(others);
    remarks = List.copyOf(remarks);
  }

  /**
   * Where rows are: a file, whose name is relative to the folder, or the store's only file, or a
   * shelf of the scratch where they are not written yet.
   */
  public record Part(String file, long rows, long bytes) {
    private static final String SHELF = "?";

    /** Rows of the store's only file. */
    public static Part whole(long rows) {
      return new Part("", rows, 0);
    }

    boolean isShelf() {
      return file.startsWith(SHELF);
    }
  }

  /** A table or journal; {@code highWater} is the greatest number its identity gave, or null. */
  public record Entry(Table table, List<Part> parts, Long highWater) {
    public Entry {
      parts = List.copyOf(parts);
    }

    public long rows() {
      return parts.stream().mapToLong(Part::rows).sum();
    }

    public String name() {
      return table.name();
    }

    /** With its rows on this shelf of the scratch. */
    public Entry on(Shelf shelf, long rows) {
      return with(List.of(new Part(Part.SHELF + shelf.number(), rows, 0)));
    }

    /** Whether its rows are in the scratch. */
    public boolean isLoose() {
      return parts.size() == 1 && parts.get(0).isShelf();
    }

    /** The number of the shelf that they are on. */
    public long shelf() {
      return Long.parseLong(parts.get(0).file().substring(Part.SHELF.length()));
    }

    public boolean isJournal() {
      return table.schema().equals(JOURNALS);
    }

    public Entry with(List<Part> others) {
      return new Entry(table, others, highWater);
    }

    public Entry with(Table other) {
      return new Entry(other, parts, highWater);
    }

    public Entry with(Long mark) {
      return new Entry(table, parts, mark);
    }
  }

  public Catalog catalog() {
    return new Catalog(tables.stream().map(Contents::counted).toList(), others, remarks);
  }

  /** The table with the number of rows that its files have. */
  public static Table counted(Entry e) {
    return e.table().ofRows(e.rows());
  }

  public Optional<Entry> table(String name) {
    return tables.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  public Optional<Entry> journal(String name) {
    return journals.stream().filter(e -> e.name().equals(name)).findFirst();
  }

  /** With this table or journal, in place of one of its name or as the last. */
  public Contents with(Entry entry) {
    return entry.isJournal() ? withJournal(entry) : withTable(entry);
  }

  /** The entry of this table or journal as it is here. */
  public Optional<Entry> entry(Table table) {
    return table.schema().equals(JOURNALS) ? journal(table.name()) : table(table.name());
  }

  /** With this table, in place of one of its name or as the last. */
  public Contents withTable(Entry entry) {
    return new Contents(replaced(tables, entry), journals, others, remarks);
  }

  public Contents withJournal(Entry entry) {
    return new Contents(tables, replaced(journals, entry), others, remarks);
  }

  public Contents withoutTable(String name) {
    return new Contents(
        tables.stream().filter(e -> !e.name().equals(name)).toList(), journals, others, remarks);
  }

  public Contents withOthers(List<Catalog.Other> more) {
    List<Catalog.Other> all = new ArrayList<>(others);
    more.stream().filter(o -> !all.contains(o)).forEach(all::add);
    return new Contents(tables, journals, all, remarks);
  }

  public Contents withoutOthers(Predicate<Catalog.Other> which) {
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

  /** The names of all files that are in the folder. */
  public List<String> files() {
    List<String> result = new ArrayList<>();
    Stream.concat(tables.stream(), journals.stream())
        .flatMap(e -> e.parts().stream())
        .filter(p -> !p.file().isEmpty() && !p.isShelf())
        .forEach(p -> result.add(p.file()));
    return result;
  }
}
