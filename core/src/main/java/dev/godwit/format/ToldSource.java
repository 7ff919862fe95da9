package dev.godwit.format;

import dev.godwit.format.Contents.Entry;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Kept;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Telling;
import dev.godwit.store.can.Watching;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A file or folder whose tables, with their files, are known. */
public final class ToldSource implements FileSource, Watching, Numbered, Auditing, Telling {
  private final Format format;
  private final Path at;
  private final Contents contents;
  private final WatchedFiles files;
  private final Reader reader;

  /** Reads a table's rows from its file. */
  @FunctionalInterface
  public interface Reader {
    Rows read(Path file, Table table, List<Column> columns, Position after);
  }

  /** {@code files} were looked at before it was found out what is in them. */
  public ToldSource(Format format, Path at, Contents contents, WatchedFiles files, Reader reader) {
    this.format = format;
    this.at = at;
    this.contents = contents;
    this.files = files;
    this.reader = reader;
  }

  @Override
  public List<Entry> entries() {
    return contents.tables();
  }

  @Override
  public String name() {
    return format.name();
  }

  @Override
  public About about() {
    return About.source(format.engine(), 0);
  }

  @Override
  public String identity() {
    return Watching.identity(this);
  }

  @Override
  public void requireSame() {
    files.requireSame();
  }

  @Override
  public Set<String> places() {
    return Published.places(format.path());
  }

  @Override
  public Catalog catalog() {
    return contents.catalog();
  }

  private Path file(String part) {
    Path place = part.isEmpty() ? at : at.resolve(part).normalize();
    if (!place.startsWith(at)) {
      throw GodwitException.refused(
          at.resolve(format.layout().catalog()) + " names a file outside of its folder");
    }
    return place;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    Entry entry = contents.table(table.name()).orElseThrow();
    return entry.parts().isEmpty()
        ? new Kept(List.of())
        : reader.read(file(entry.parts().get(0).file()), entry.table(), columns, after);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    Map<String, Long> marks = new HashMap<>();
    contents.tables().stream()
        .filter(e -> e.highWater() != null)
        .forEach(e -> marks.put(e.name(), e.highWater()));
    return marks;
  }

  @Override
  public String fingerprint() {
    return files.fingerprint(format.engine());
  }

  @Override
  public Violations violations(Table table) {
    return table.foreignKeys().isEmpty() ? Violations.unknown(table) : Orphans.count(this, table);
  }

  @Override
  public void close() {
    // Files are open only while their rows are read.
  }
}
