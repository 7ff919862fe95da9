package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.json.Contents.Part;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.value.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A transaction's view of a target: what it will hold once the transaction is kept. Files are never
 * changed, only replaced by others.
 */
final class Revision implements AutoCloseable {
  /** The part that stands for rows which still lie in somebody's own file. */
  static final String ORIGINAL = "";

  private final Staging staging;
  private final JsonSource original;
  private Contents contents;
  private Restored restored;
  private List<Entry> put = List.of();
  private Draft draft;
  private boolean goes;
  private boolean lasts;

  /** {@code original} may be null: it is where rows of {@link #ORIGINAL} parts are. */
  Revision(Staging staging, JsonSource original, Contents contents) {
    this.staging = staging;
    this.original = original;
    this.contents = contents;
  }

  Contents contents() {
    return contents;
  }

  void contents(Contents other) {
    contents = other;
  }

  Staging staging() {
    return staging;
  }

  /** The entry as it is now: a table, or a journal. */
  Entry current(Entry entry) {
    return entry.isJournal()
        ? contents.journal(entry.name()).orElseThrow()
        : contents.table(entry.name()).orElseThrow();
  }

  void put(Entry entry) {
    contents = entry.isJournal() ? contents.withJournal(entry) : contents.withTable(entry);
  }

  Rows read(Entry entry, List<Column> columns, Position after) {
    boolean untouched = entry.parts().stream().anyMatch(p -> p.file().equals(ORIGINAL));
    return untouched
        ? original.read(entry.table(), columns, after)
        : new FolderRows(staging::place, entry, columns, after);
  }

  Staging.PartWriter writer(Entry entry) {
    return staging.writer(entry.isJournal() ? Contents.JOURNALS + "/" : "", entry);
  }

  /** Sees each row before it is written again; may change it. */
  interface Change {
    /** False to leave the row out. */
    boolean keep(Row row, long number);
  }

  /** Writes the entry's rows anew; returns how many were left out. */
  long rewrite(Entry entry, Change change) {
    Entry now = current(entry);
    List<Column> columns = now.table().columns();
    long left = 0;
    Part part;
    try (Rows rows = read(now, columns, Position.START);
        Staging.PartWriter out = writer(now)) {
      for (long i = 1; rows.next(); i++) {
        if (change.keep(rows.row(), i)) {
          out.write(rows.row());
        } else {
          left++;
        }
      }
      part = out.part();
    }
    drop(now);
    put(now.with(part.rows() == 0 ? List.of() : List.of(part)));
    return left;
  }

  /** Forgets an entry's rows. */
  void empty(Entry entry) {
    Entry now = current(entry);
    drop(now);
    put(now.with(List.<Part>of()));
  }

  private void drop(Entry entry) {
    for (Part part : entry.parts()) {
      if (staging.staged().contains(part.file())) {
        staging.drop(part);
      }
    }
  }

  /** Adds a file of rows to those of an entry; small ones are joined now and then. */
  void append(Entry entry, Part part) {
    Entry now = current(entry);
    List<Part> parts = new ArrayList<>(now.parts());
    if (part.rows() > 0) {
      parts.add(part);
    } else {
      staging.drop(part);
    }
    put(now.with(parts));
    int n = parts.size();
    boolean original = n > 1 && parts.get(0).file().equals(ORIGINAL);
    // As if counting in binary: no row is written again more often than the logarithm of all.
    if (original || (n > 1 && parts.get(n - 1).bytes() * 2 > parts.get(n - 2).bytes() && n > 8)) {
      join(now.with(parts));
    }
  }

  private void join(Entry entry) {
    List<Part> parts = entry.parts();
    int from = parts.size() - 1;
    long bytes = parts.get(from).bytes();
    boolean all = parts.get(0).file().equals(ORIGINAL);
    while (from > 0 && (all || bytes * 2 > parts.get(from - 1).bytes())) {
      bytes += parts.get(--from).bytes();
    }
    Part joined;
    try (Staging.PartWriter out = writer(entry)) {
      for (Part part : parts.subList(from, parts.size())) {
        if (!part.file().equals(ORIGINAL)) {
          out.write(staging.place(part.file()), part.rows());
          continue;
        }
        Entry single = entry.with(List.of(part));
        try (Rows rows = read(single, entry.table().columns(), Position.START)) {
          while (rows.next()) {
            out.write(rows.row());
          }
        }
      }
      joined = out.part();
    }
    drop(entry.with(parts.subList(from, parts.size())));
    List<Part> rest = new ArrayList<>(parts.subList(0, from));
    rest.add(joined);
    put(entry.with(rest));
  }

  /**
   * The backup that tables were restored from, and the file that it is a copy of, or null where it
   * is of a folder.
   */
  record Restored(JsonSource kept, Path file) {}

  void restored(JsonSource kept, Path file) {
    restored = file == null ? null : new Restored(kept, file);
    put = contents.tables();
  }

  /** A copy of the file that holds exactly these tables, where that is known; else null. */
  Path copy() {
    return restored != null && put.equals(contents.tables()) && restsAreEqual()
        ? restored.file()
        : null;
  }

  /** Whether tables that were not restored are still as the backup has them. */
  private boolean restsAreEqual() {
    List<Entry> kept = restored.kept().entries();
    long held = contents.tables().stream().filter(e -> e.rows() > 0).count();
    return held <= kept.size() && kept.stream().allMatch(this::isStill);
  }

  private boolean isStill(Entry was) {
    Entry now = contents.table(was.name()).orElse(null);
    if (now == null || !now.table().equals(was.table())) {
      return false;
    }
    boolean untouched = now.parts().stream().anyMatch(p -> p.file().equals(ORIGINAL));
    return !untouched || digest(original, now.table()).equals(digest(restored.kept(), was.table()));
  }

  private static Digest digest(JsonSource source, Table table) {
    Digest digest = new Digest(table.columns().stream().map(Column::type).toList());
    try (Rows rows = source.read(table, table.columns(), Position.START)) {
      while (rows.next()) {
        digest.add(rows.row());
      }
    }
    return digest;
  }

  /** A file of these tables that is written already, and can be read. */
  record Draft(Path file, List<Entry> tables, JsonSource source) {}

  /** The last draft, or null where there is none or it is not what the store will hold. */
  Draft draft() {
    return draft != null && draft.tables().equals(contents.tables()) ? draft : null;
  }

  void draft(Draft other) {
    draft = other;
  }

  /** Whether the load goes on in other transactions, so that nobody else may see anything yet. */
  boolean lasts() {
    return lasts;
  }

  void lasts(boolean whether) {
    lasts = whether;
  }

  /** The store goes with its last table. */
  void goes() {
    goes = true;
  }

  boolean isGone() {
    return goes && contents.tables().isEmpty();
  }

  @Override
  public void close() {
    staging.close();
  }
}
