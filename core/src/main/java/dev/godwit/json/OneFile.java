package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One file; what Godwit keeps for itself lies in a folder beside it. */
final class OneFile extends Publication {
  private final Path path;
  private final JsonName name;
  private JsonSource original;

  OneFile(Path path, JsonName asked) {
    super(path, beside(path, "kept"), asked.remembered());
    this.path = path;
    this.name = asked.remembered();
  }

  @Override
  Path face() {
    return path;
  }

  @Override
  void prepare(Revision revision) throws IOException {
    if (!revision.isGone()) {
      write(revision, revision.staging().folder().resolve(Unfinished.FILE));
    }
  }

  @Override
  void complete(Unfinished all) throws IOException {
    Path written = all.place(Unfinished.FILE);
    if (written != null) {
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      Staging.sync(Staging.parent(path));
    }
    Contents now = all.read();
    all.moveInto(folder(), own(now));
    Parameters.put(said(now), folder());
    all.remove();
  }

  @Override
  Contents published() {
    look(path);
    Contents own = CatalogFile.isIn(folder()) ? CatalogFile.read(folder()) : Contents.EMPTY;
    original = isThere() ? JsonSource.open(name) : null;
    Contents result = new Contents(List.of(), own.journals(), List.of(), List.of());
    for (Entry e : original == null ? List.<Entry>of() : original.entries()) {
      result = result.withTable(e);
    }
    for (Entry e : own.tables()) {
      result = isThere() && result.table(e.name()).isEmpty() ? result.withTable(e) : result;
    }
    return result;
  }

  @Override
  boolean isThere() {
    return Files.exists(path);
  }

  @Override
  Rows read(Entry entry, List<Column> columns, Position after) {
    return entry.parts().stream().anyMatch(p -> p.file().equals(Revision.ORIGINAL))
        ? original.read(entry.table(), columns, after)
        : super.read(entry, columns, after);
  }

  @Override
  Revision revise(Staging staging, Contents from) {
    return new Revision(staging, original, from);
  }

  @Override
  Map<String, Path> files(Revision revision, List<Entry> entries) {
    return Map.of(path.getFileName().toString(), path);
  }

  @Override
  byte[] catalog(List<Entry> entries) {
    return null;
  }

  @Override
  JsonSource open(Path copies) {
    return super.open(original(copies));
  }

  @Override
  Path original(Path copies) {
    return copies.resolve(path.getFileName());
  }

  /** Plain shapes have the types that JSON has, whatever was written. */
  @Override
  Optional<JsonSource> draft(Revision revision) {
    List<Entry> tables = revision.contents().tables();
    if (wanted() == Shape.TABLES || tables.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path file = original(revision.staging().scratch().resolve("draft"));
      Files.createDirectories(file.getParent());
      writer(revision).write(file);
      JsonSource source = JsonSource.open(name.at(file));
      revision.draft(new Revision.Draft(file, tables, source));
      return Optional.of(source);
    } catch (IOException e) {
      throw Staging.failure(path, e);
    }
  }

  @Override
  void publish(Revision revision, Contents before) throws IOException {
    Contents now = revision.contents();
    requireUnchanged(path);
    if (revision.isGone()) {
      Files.deleteIfExists(path);
      Staging.sync(Staging.parent(path));
    } else if (!now.tables().equals(before.tables())) {
      publish(revision);
    }
    Contents kept = own(now);
    Contents old = own(before);
    if (!kept.equals(old)) {
      folder(revision.staging(), kept, old);
      Parameters.put(revision.isGone() ? Map.of() : said(now), folder());
    }
  }

  private void publish(Revision revision) throws IOException {
    Path written = beside(path, "new");
    try {
      write(revision, written);
      Staging.sync(written);
      Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
      Staging.sync(Staging.parent(path));
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private void write(Revision revision, Path file) throws IOException {
    if (revision.contents().tables().isEmpty()) {
      Files.writeString(file, wanted() == Shape.ARRAY ? "[]\n" : "{}\n");
    } else if (revision.copy() != null) {
      Files.copy(revision.copy(), file);
    } else if (revision.draft() != null) {
      Files.move(revision.draft().file(), file);
    } else {
      writer(revision).write(file);
    }
  }

  /** What lies beside the file: journals, and what tables were that the file cannot show empty. */
  private Contents own(Contents all) {
    List<Entry> empty =
        wanted() == Shape.TABLES
            ? List.of()
            : all.tables().stream().filter(e -> e.rows() == 0).map(e -> e.with(List.of())).toList();
    return new Contents(empty, all.journals(), List.of(), List.of());
  }

  @Override
  Contents kept(Contents published) {
    return isUnfinished() ? published : read();
  }

  /** What was said of the file, and what its plain shape does not tell: names and keys. */
  private Map<String, List<String>> said(Contents now) {
    Map<String, List<String>> result = new LinkedHashMap<>(name.given());
    Shape shape = wanted();
    List<Table> roots =
        now.tables().stream()
            .map(Entry::table)
            .filter(t -> !children().containsValue(t.name()))
            .filter(t -> !t.name().equals(Survey.DOCUMENT))
            .toList();
    if (shape != Shape.TABLES && shape != Shape.STATE && shape != Shape.BACKUP) {
      roots.stream().findFirst().ifPresent(t -> result.putIfAbsent("table", List.of(t.name())));
    }
    List<String> keys =
        roots.stream()
            .filter(t -> t.primaryKey().size() == 1)
            .map(t -> t.name() + "." + t.primaryKey().get(0))
            .toList();
    if (shape != Shape.TABLES && !keys.isEmpty()) {
      result.putIfAbsent("key", keys);
    }
    return result;
  }

  private FileWriter writer(Revision revision) {
    return new FileWriter(revision, wanted(), children(), name.missingAsNull());
  }

  /** Those that are asked for, or that the file has. */
  private Map<String, String> children() {
    return name.children().isEmpty() && original != null ? original.children() : name.children();
  }

  private Shape wanted() {
    return name.shape().orElseGet(this::shape);
  }

  private Shape shape() {
    if (original != null) {
      return original.shape();
    }
    return path.toString().matches("(?i).*\\.(ndjson|jsonl)") ? Shape.LINES : Shape.TABLES;
  }
}
