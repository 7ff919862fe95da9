package dev.godwit.format;

import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Telling;
import dev.godwit.store.can.Watching;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A file or folder whose tables, with their files, are known. Files must not change meanwhile. */
public class FileSource implements Source, Watching, Numbered, Auditing, Telling {
  private final String engine;
  private final String name;
  private final Path at;
  private final Contents contents;
  private final Catalog catalog;
  private final WatchedFiles files;
  private final Reader reader;

  /** Reads a table's rows from its files, which are to be found at their places. */
  @FunctionalInterface
  public interface Reader {
    Rows read(Entry entry, Function<String, Path> places, List<Column> columns, Position after);
  }

  /** {@code at} is the file or folder, and {@code name} what messages call it. */
  public FileSource(
      String engine, String name, Path at, Contents contents, WatchedFiles files, Reader reader) {
    this.engine = engine;
    this.name = name;
    this.at = at;
    this.contents = contents;
    this.catalog = contents.catalog();
    this.files = files;
    this.reader = reader;
  }

  /** Its tables as a target keeps them, with their files. */
  public List<Entry> entries() {
    return contents.tables();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public About about() {
    return About.source(engine, 0);
  }

  @Override
  public String identity() {
    return Watching.identity(this);
  }

  @Override
  public Set<String> places() {
    return Published.places(at);
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  private Path file(String part) {
    Path place = part.isEmpty() ? at : at.resolve(part).normalize();
    if (!place.startsWith(at.normalize())) {
      throw GodwitException.refused(at + ": its catalog names a file outside of its folder");
    }
    return place;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    Entry entry = contents.table(table.name()).orElseThrow();
    return entry.parts().isEmpty()
        ? new MemoryRows(List.of())
        : reader.read(entry, this::file, columns, after);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    Map<String, Long> marks = new LinkedHashMap<>();
    contents.tables().stream()
        .filter(e -> e.highWater() != null)
        .forEach(e -> marks.put(e.name(), e.highWater()));
    return marks;
  }

  @Override
  public void requireSame() {
    files.requireSame();
  }

  @Override
  public String fingerprint() {
    return files.fingerprint(engine);
  }

  @Override
  public Violations violations(Table table) {
    return table.foreignKeys().isEmpty()
        ? Violations.unknown(table)
        : FileOrphans.count(this, table);
  }

  @Override
  public void close() {
    // Files are open only while their rows are read.
  }
}
