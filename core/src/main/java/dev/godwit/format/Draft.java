package dev.godwit.format;

import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.format.note.FolderRows;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.scratch.Scratch;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A transaction's view of a target: what it will hold once the transaction is kept. Tables that are
 * written to lie in the scratch, all others where they are. A format is handed it to write tables
 * to a file.
 */
public final class Draft implements AutoCloseable {
  private final Format format;
  private final Published place;
  private final FileSource original;
  private final Contents before;
  private final Stage stage;
  private final boolean lasting;
  private Scratch scratch;
  private Contents contents;
  private boolean loading;
  private boolean lasts;
  private boolean goes;
  // By table, in a folder, the file that its rows were written to.
  private final Map<String, Part> written = new HashMap<>();
  private FileSource reread;
  private Restored restored;

  /**
   * {@code original} is the one file, or null; {@code batches} is the scratch of a load that goes
   * on, or null. The stage is closed with it.
   */
  Draft(
      Format format,
      Published place,
      Stage stage,
      FileSource original,
      Contents before,
      Scratch batches) {
    this.format = format;
    this.place = place;
    this.original = original;
    this.before = before;
    this.contents = before;
    this.stage = stage;
    this.scratch = batches;
    this.lasting = batches != null;
    if (lasting) {
      batches.begin();
    }
  }

  public Contents contents() {
    return contents;
  }

  void contents(Contents other) {
    contents = other;
  }

  Path folder(String name) {
    return stage.file(name);
  }

  Entry current(Table table) {
    return contents
        .entry(table)
        .orElseThrow(
            () -> GodwitException.refused(format.name() + " has no table " + table.name()));
  }

  void put(Entry entry) {
    contents = contents.with(entry);
  }

  private Scratch scratch() {
    if (scratch == null) {
      scratch = Scratch.passing(Published.scratch(stage));
      scratch.begin();
    }
    return scratch;
  }

  /** A shelf for rows that are in no table. */
  Shelf shelf(String of, int cells) {
    return scratch().shelf(of, cells);
  }

  // ---- reading

  /** As the format's own reader reads what was written, where rows were and are all in. */
  Rows read(Entry entry, List<Column> columns, Position after) {
    boolean proof = entry.isLoose() && !entry.isJournal() && !loading && format.isExact();
    return proof ? proof(entry, columns, after) : aside(entry, columns, after);
  }

  private Rows aside(Entry entry, List<Column> columns, Position after) {
    return lying(scratch, place, original, entry, columns, after);
  }

  /** As they were handed over, where they are in the scratch; else what was kept before. */
  static Rows lying(
      Scratch scratch,
      Published place,
      FileSource original,
      Entry entry,
      List<Column> columns,
      Position after) {
    if (entry.isLoose()) {
      int[] places = Column.places(columns, entry.table().columns());
      return scratch.shelf(entry.table(), entry.shelf()).read(places, after.rows());
    } else if (entry.isJournal()) {
      return new FolderRows(place::file, entry, columns, after);
    }
    // A table that was only made has no files yet.
    return entry.parts().isEmpty()
        ? new MemoryRows(List.of())
        : original.read(entry.table(), columns, after);
  }

  /** These columns of every row, as they were handed over. */
  public Rows rows(Entry entry, List<Column> columns) {
    return aside(entry, columns, Position.START);
  }

  private Rows proof(Entry entry, List<Column> columns, Position after) {
    FileSource there =
        format.layout().isFile()
            ? reread()
            : format.open(
                stage.folder(), Contents.EMPTY.withTable(entry.with(List.of(written(entry)))));
    Table table = there.catalog().table(entry.name()).orElse(null);
    if (table == null) {
      throw GodwitException.failed(
          "what was written to " + format.name() + " does not hold " + entry.name(), null);
    }
    return there.read(table, columns, after);
  }

  /** What everybody will read once this is kept. */
  FileSource reread() {
    if (reread == null) {
      reread = place.reread(file(), contents);
    }
    return reread;
  }

  // ---- writing

  /** A shelf with the rows of this table, to which others may be added. */
  Shelf writing(Table table) {
    Entry now = current(table);
    if (!now.isLoose()) {
      Shelf shelf = scratch().shelf(now.table());
      try (Rows rows = aside(now, now.table().columns(), Position.START)) {
        while (rows.next()) {
          shelf.add(rows.row());
        }
      }
      put(now.on(shelf, now.rows()));
      return changing(table, shelf);
    }
    return changing(table, scratch().shelf(now.table(), now.shelf()));
  }

  /** What was written of the table is no longer what it holds. */
  private Shelf changing(Table table, Shelf shelf) {
    written.remove(table.name());
    reread = null;
    return shelf;
  }

  /** Takes note of how many rows were added to the shelf that {@link #writing} gave. */
  void added(Table table, Shelf shelf, long rows) {
    shelf.close();
    Entry now = current(table);
    put(now.on(shelf, now.rows() + rows));
  }

  /** Forgets a table's rows. */
  void empty(Table table) {
    Entry now = current(table);
    if (now.isLoose()) {
      scratch().shelf(now.table(), now.shelf()).clear();
    }
    Shelf shelf = changing(table, scratch().shelf(now.table()));
    put(now.on(shelf, 0));
  }

  /** Sees each row before it is written again; may change it. */
  interface Change {
    /** False to leave the row out; {@code number} counts from 1. */
    boolean keep(Row row, long number);
  }

  /** Writes the table's rows anew; returns how many were left out. */
  long rewrite(Table table, Change change) {
    Entry now = current(table);
    List<Column> columns = now.table().columns();
    Shelf shelf = changing(table, scratch().shelf(now.table()));
    long kept = 0;
    long number = 0;
    try (Rows rows = aside(now, columns, Position.START)) {
      while (rows.next()) {
        if (change.keep(rows.row(), ++number)) {
          shelf.add(rows.row());
          kept++;
        }
      }
    }
    shelf.close();
    if (now.isLoose()) {
      scratch().shelf(now.table(), now.shelf()).clear();
    }
    put(now.on(shelf, kept));
    return number - kept;
  }

  /**
   * Writes the rows of a table anew that has come to have other columns: what these had as it is in
   * their types now, and NULL where they are new.
   */
  void reshape(Entry was, Entry is) {
    List<Column> columns = is.table().columns();
    if (columns.equals(was.table().columns())) {
      return;
    }
    Refit refit = new Refit(was.table().columns(), columns);
    Shelf shelf = changing(is.table(), scratch().shelf(is.table()));
    try (Rows rows = aside(was, refit.old(), Position.START)) {
      while (rows.next()) {
        shelf.add(refit.of(rows.row()));
      }
    }
    shelf.close();
    put(is.on(shelf, was.rows()));
  }

  /** The file that a table's rows were written to, in a folder. */
  private Part written(Entry entry) {
    return written.computeIfAbsent(
        entry.name(),
        name -> {
          String file =
              names().free("", entry, format.layout().replaces(), format.layout().suffix());
          try {
            format.write(this, List.of(entry), stage.file(file));
            return new Part(file, entry.rows(), Files.size(stage.file(file)));
          } catch (IOException e) {
            throw Stage.failure(place.path(), e);
          }
        });
  }

  private FileNames names() {
    return new FileNames(
        Stream.concat(contents.files().stream(), written.values().stream().map(Part::file)),
        stage,
        place);
  }

  /** The one file, as it is to be. */
  private Path file() {
    try {
      Path file = stage.file(place.staged());
      if (reread == null) {
        Files.deleteIfExists(file);
        if (restored != null && restored.isAll(this, original)) {
          Files.copy(restored.file(), file);
        } else {
          format.write(this, contents.tables(), file);
        }
      }
      return file;
    } catch (IOException e) {
      throw Stage.failure(place.path(), e);
    }
  }

  /** Tables were restored from this backup, which is a copy of the one file or of a folder. */
  void restored(FileSource kept, Path copy) {
    restored = format.layout().isFile() ? new Restored(kept, copy, contents.tables()) : null;
  }

  // ---- keeping

  /** A load begins or goes on; {@code lasting} says that others may see nothing after it. */
  void loads(boolean lasting) {
    loading = true;
    lasts |= lasting;
  }

  /** All rows are in. */
  void settled() {
    loading = false;
    lasts = false;
  }

  /** The store goes with its last table. */
  void goes() {
    goes = true;
  }

  boolean lasts() {
    return lasts;
  }

  /** Keeps everything in the scratch, for transactions that follow. */
  void keepBatches() throws IOException {
    place.requireUnchanged();
    scratch().note(FormatTarget.CONTENTS, CatalogFile.bytes(contents));
    scratch.commit();
    if (!lasting) {
      scratch.close();
      place.keepBatches(stage);
    }
  }

  /** Makes it what everybody sees. */
  void publish() throws IOException {
    Contents result = finished();
    closeScratch();
    place.publish(stage, result);
  }

  /** Writes all of it to files of the stage. */
  Contents finished() throws IOException {
    Contents result = contents;
    for (Entry journal : contents.journals()) {
      if (journal.isLoose()) {
        String file = names().free(Contents.JOURNALS + "/", journal, false, FolderRows.SUFFIX);
        try (Rows rows = rows(journal, journal.table().columns())) {
          FolderRows.write(rows, journal.table(), stage.file(file));
        }
        Part part = new Part(file, journal.rows(), Files.size(stage.file(file)));
        result = result.with(journal.with(part.rows() == 0 ? List.of() : List.of(part)));
      }
    }
    if (format.layout().isFile()) {
      result = file(result);
    } else {
      for (Entry table : contents.tables()) {
        if (table.isLoose()) {
          List<Part> parts =
              table.rows() == 0 && !format.layout().replaces()
                  ? List.of()
                  : List.of(written(table));
          result = result.with(table.with(parts));
        }
      }
    }
    format.remember(goes ? Contents.EMPTY : contents, stage.folder());
    return result;
  }

  private Contents file(Contents all) throws IOException {
    if (goes && all.tables().isEmpty()) {
      Files.createFile(stage.file(Published.GONE));
    } else if (!all.tables().equals(before.tables()) || lasting) {
      reread();
    }
    return new Contents(format.untold(all), all.journals(), List.of(), List.of());
  }

  private void closeScratch() {
    if (scratch != null) {
      scratch.rollback();
      scratch.close();
      scratch = null;
    }
  }

  @Override
  public void close() {
    if (lasting && scratch != null) {
      scratch.rollback();
    } else if (scratch != null) {
      scratch.close();
    }
    stage.close();
  }
}
