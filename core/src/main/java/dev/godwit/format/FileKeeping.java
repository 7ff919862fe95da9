package dev.godwit.format;

import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Change;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.OwnFile;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Rereading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The way back in a folder or file. What is kept is a copy of the files as they lie, so that a file
 * of other people's comes back to the byte where nothing else has changed in it.
 */
final class FileKeeping implements Keeping, Rereading {
  private final Supplier<Draft> open;
  private final Format format;
  private final Published place;

  /** {@code open} gives the transaction's draft. */
  FileKeeping(Supplier<Draft> open, Format format, Published place) {
    this.open = open;
    this.format = format;
    this.place = place;
  }

  private Draft draft() {
    return open.get();
  }

  @Override
  public String suffix() {
    return ".zip";
  }

  @Override
  public void save(List<Table> tables, Path file) {
    List<Entry> entries = tables.stream().map(draft()::current).toList();
    Contents kept = new Contents(entries, List.of(), List.of(), List.of());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(format.layout().catalog()));
      out.write(CatalogFile.bytes(kept));
      if (format.layout().isFile()) {
        out.putNextEntry(new ZipEntry(place.path().getFileName().toString()));
        Files.copy(place.path(), out);
      }
      for (String each : kept.files()) {
        out.putNextEntry(new ZipEntry(each));
        Files.copy(place.file(each), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts the copies into a folder of the transaction's; returns what is to be opened. */
  private Path extract(Path zip, String name) {
    Path folder = draft().folder(Published.COPIES + name);
    try (InputStream bytes = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(bytes)) {
      OwnFile.createFolders(folder);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw GodwitException.refused("the backup " + zip + " leads out of its folder");
        }
        OwnFile.createFolders(file.getParent());
        Files.copy(in, file);
      }
      return format.layout().isFile() ? folder.resolve(place.path().getFileName()) : folder;
    } catch (IOException e) {
      throw GodwitException.failed(
          "the backup " + zip + " cannot be restored: " + e.getMessage() + "; nothing was changed",
          e);
    }
  }

  private FileSource open(Path copy) {
    Path catalog =
        (format.layout().isFile() ? copy.getParent() : copy).resolve(format.layout().catalog());
    try {
      boolean told = Files.isRegularFile(catalog);
      return format.open(
          copy, told ? CatalogFile.of(Files.readAllBytes(catalog), catalog) : Contents.EMPTY);
    } catch (IOException e) {
      throw GodwitException.failed(catalog + " cannot be read: " + e, e);
    }
  }

  @Override
  public void restore(List<Table> tables, List<Table> saved, Path file) {
    tables.forEach(draft()::empty);
    if (saved.isEmpty()) {
      draft().settled();
      return;
    }
    Path copy = extract(file, "restored");
    FileSource kept = open(copy);
    saved.forEach(t -> restore(kept, kept(kept, t, file)));
    draft().restored(kept, copy);
    draft().settled();
  }

  /** The table as it was, with its types and keys: a run may have found others in the file. */
  private void restore(FileSource kept, Entry was) {
    draft().put(was.with(List.of()));
    draft().empty(was.table());
    Shelf shelf = draft().writing(was.table());
    long count = 0;
    try (Rows rows = kept.read(was.table(), was.table().columns(), Position.START)) {
      for (; rows.next(); count++) {
        shelf.add(rows.row());
      }
    }
    draft().added(was.table(), shelf, count);
  }

  private static Entry kept(FileSource kept, Table table, Path file) {
    return kept.entries().stream()
        .filter(e -> e.name().equals(table.name()))
        .findFirst()
        .orElseThrow(
            () -> GodwitException.refused("the backup " + file + " does not hold " + table.name()));
  }

  @Override
  public void rehearse(List<Table> saved, Path file, Look look) {
    Path copy = extract(file, "rehearsed");
    try (FileSource kept = open(copy)) {
      saved.forEach(t -> look.at(t, kept, kept(kept, t, file).table()));
    }
    try {
      Stage.delete(format.layout().isFile() ? copy.getParent() : copy);
    } catch (IOException e) {
      throw Stage.failure(copy, e);
    }
  }

  @Override
  public boolean makesSchema(List<String> creation) {
    return !place.isThere();
  }

  /** Plain forms have the types that are found in them, whatever was written. */
  @Override
  public Optional<Source> asRead() {
    return draft().contents().tables().isEmpty() ? Optional.empty() : Optional.of(draft().reread());
  }

  /** With the views that cannot be without these tables. */
  @Override
  public void drop(List<Table> tables, boolean schema) {
    for (Table table : tables) {
      draft().empty(table);
      draft().contents(draft().contents().withoutTable(table.name()));
    }
    Contents rest = draft().contents();
    boolean none = rest.tables().isEmpty();
    draft().contents(rest.withoutOthers(o -> none || tables.stream().anyMatch(t -> needs(o, t))));
    draft().settled();
    if (schema && none) {
      draft().goes();
    }
  }

  private static boolean needs(Catalog.Other other, Table table) {
    return table.name().equals(other.table())
        || (other.sql() != null
            && Pattern.compile("(?iu)(?<!\\w)" + Pattern.quote(table.name()) + "(?!\\w)")
                .matcher(other.sql())
                .find());
  }

  /** Empty for a table that never gave a number. */
  @Override
  public Map<String, String> counters(List<Table> tables, Collection<String> sequences) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Table table : tables) {
      Long mark = draft().current(table).highWater();
      if (table.columns().stream().anyMatch(c -> c.identity() != Column.Identity.NONE)) {
        result.put(table.name(), mark == null ? "" : mark.toString());
      }
    }
    return result;
  }

  @Override
  public void recount(Map<String, String> counters) {
    counters.forEach(
        (table, mark) ->
            draft()
                .contents()
                .table(table)
                .ifPresent(e -> draft().put(e.with(mark.isEmpty() ? null : Long.valueOf(mark)))));
  }

  /** A run takes a key off where rows break it and stay all the same. */
  @Override
  public Map<String, String> structure(List<Table> tables) {
    Map<String, String> result = new LinkedHashMap<>();
    for (Table table : tables) {
      Table now = draft().current(table).table();
      if (!now.primaryKey().isEmpty()) {
        result.put("primary key of " + now.name(), Change.defining(now));
      }
      for (Index index : now.indexes()) {
        result.put("index " + index.name() + " of " + now.name(), Change.defining(now));
      }
    }
    return result;
  }
}
