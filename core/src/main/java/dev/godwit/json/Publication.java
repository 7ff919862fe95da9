package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a target comes to be seen: all of it, by one rename, once it is on the disk. */
abstract class Publication {
  private static final String INCOMING = Contents.JOURNALS + "/incoming";

  private final Path folder;
  private final JsonName name;
  private final Unfinished unfinished;
  private Stamp seen = Stamp.NONE;

  private Publication(Path target, Path folder, JsonName name) {
    this.folder = folder;
    this.name = name;
    this.unfinished = new Unfinished(target);
  }

  /** For a store that is there, or is to be made. */
  static Publication at(JsonName name) {
    Publication place = found(name);
    if (place instanceof Folder && !name.children().isEmpty()) {
      throw GodwitException.usage(
          name
              + "?children=…: rows are written into records of one file, not of a folder; name a"
              + " file that ends in .json, or add shape=tables");
    }
    return place;
  }

  private static Publication found(JsonName name) {
    Path path = name.path().toAbsolutePath().normalize();
    if (CatalogFile.isIn(path)) {
      return new Folder(path, name);
    }
    if (Files.isDirectory(path)) {
      if (isEmpty(path)) {
        return new Folder(path, name);
      }
      throw GodwitException.refused(
          path + " is a folder of other files; name a new folder, or one that Godwit wrote");
    }
    Shape shape = name.shape().orElse(null);
    if (Files.exists(path) || (shape != null && shape != Shape.FOLDER)) {
      return new File(path, name);
    }
    String file = path.getFileName().toString();
    return shape == null && JsonName.isJson(file) ? new File(path, name) : new Folder(path, name);
  }

  private static boolean isEmpty(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    } catch (IOException e) {
      throw Json.unreadable(folder, e);
    }
  }

  /** A file beside the target that is Godwit's own. */
  static Path beside(Path target, String what) {
    return target.resolveSibling("." + target.getFileName() + ".godwit-" + what);
  }

  /** Where files of rows are: the target itself, or what is kept beside it. */
  Path folder() {
    return folder;
  }

  /** What the target holds, or will hold where batches are kept that nobody else sees. */
  final Contents read() {
    Contents seenByAll = published();
    return unfinished.isThere() ? unfinished.read() : seenByAll;
  }

  /** What everybody sees. */
  abstract Contents published();

  /** Where a file of rows lies outside of any transaction. */
  final Path place(String file) {
    Path place = unfinished.place(file);
    return place == null ? folder.resolve(file) : place;
  }

  /** Whether batches are kept that nobody else sees. */
  final boolean isUnfinished() {
    return unfinished.isThere();
  }

  /** Whether a process died that had only to move things to their place. */
  final boolean isComplete() {
    return unfinished.isComplete();
  }

  /** Rows as they are outside of any transaction. */
  Rows read(Entry entry, List<Column> columns, Position after) {
    return new FolderRows(this::place, entry, columns, after);
  }

  Revision revise(Staging staging, Contents from) {
    return new Revision(staging, null, from);
  }

  /** Makes a revision what everybody sees, or keeps it beside until its load has settled. */
  final void keep(Revision revision, Contents before) throws IOException {
    if (!revision.lasts() && !unfinished.isThere()) {
      publish(revision, before);
      return;
    }
    requireUnchanged(face());
    if (!revision.lasts()) {
      prepare(revision);
    }
    Contents after = revision.contents();
    unfinished.keep(revision.staging(), after, before, seen.toString(), !revision.lasts());
    if (!revision.lasts()) {
      complete(unfinished);
      look(face());
    }
  }

  /** Makes a revision what everybody sees. */
  abstract void publish(Revision revision, Contents before) throws IOException;

  /** Stages what is to be there beside the files of rows. */
  abstract void prepare(Revision revision) throws IOException;

  /** Moves what is complete to its place; may be done again where it was cut off. */
  abstract void complete(Unfinished all) throws IOException;

  /** The file that others see change. */
  abstract Path face();

  /** What a file was like when it was last read or written, as far as its folder tells. */
  private record Stamp(long size, FileTime time) {
    static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0));

    static Stamp of(Path file) throws IOException {
      return Files.exists(file)
          ? new Stamp(Files.size(file), Files.getLastModifiedTime(file))
          : NONE;
    }
  }

  final void look(Path file) {
    try {
      seen = Stamp.of(file);
    } catch (IOException e) {
      throw Json.unreadable(file, e);
    }
  }

  /** Other programs know nothing of the lock. */
  final void requireUnchanged(Path file) throws IOException {
    if (!Stamp.of(file).equals(seen)) {
      throw GodwitException.refused(
          file
              + " was changed by another program while this run was at work; nothing was written."
              + " Stop that program, then run again");
    }
  }

  /** Whether there is a store already. */
  abstract boolean isThere();

  /** The files that these tables lie in, by the names that copies of them have. */
  Map<String, Path> files(Revision revision, List<Entry> entries) {
    Map<String, Path> result = new LinkedHashMap<>();
    entries.forEach(
        e -> e.parts().forEach(p -> result.put(p.file(), revision.staging().place(p.file()))));
    return result;
  }

  /** What copies of the files of these tables need to be read; null where they need nothing. */
  byte[] catalog(List<Entry> entries) {
    return CatalogFile.bytes(new Contents(entries, List.of(), List.of(), List.of()));
  }

  /** Reads copies of the store's files in a folder. */
  JsonSource open(Path copies) {
    return JsonSource.open(name.at(copies));
  }

  /** The file among the copies that is the whole store, or null where there is none. */
  Path original(Path copies) {
    return null;
  }

  /** What will be read once a revision is published, where that has other types; else nothing. */
  Optional<JsonSource> draft(Revision revision) {
    return Optional.empty();
  }

  /** What is held once a revision is published. */
  Contents kept(Contents published) {
    return published;
  }

  final void folder(Staging staging, Contents after, Contents before) throws IOException {
    Set<String> files = new HashSet<>(after.files());
    files.retainAll(staging.staged());
    for (String file : files) {
      Staging.sync(staging.folder().resolve(file));
    }
    boolean fresh = !Files.exists(folder) || isEmpty(folder);
    Path catalog = staging.folder().resolve(CatalogFile.NAME);
    Files.write(catalog, CatalogFile.bytes(after));
    Staging.sync(catalog);
    if (fresh) {
      Set<String> all = new HashSet<>(staging.staged());
      all.removeAll(files);
      for (String file : all) {
        Files.deleteIfExists(staging.folder().resolve(file));
      }
      readable(staging.folder());
      Staging.sync(staging.folder());
      Files.move(staging.folder(), folder, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.createDirectories(folder.resolve(Contents.JOURNALS));
      // Whoever comes after a crash in the middle knows which files to take away.
      Path incoming = folder.resolve(INCOMING);
      Files.write(incoming, files);
      Staging.sync(incoming);
      for (String file : files) {
        Files.move(staging.folder().resolve(file), folder.resolve(file));
      }
      Staging.sync(folder);
      Files.move(catalog, folder.resolve(CatalogFile.NAME), StandardCopyOption.ATOMIC_MOVE);
      Staging.sync(folder);
      Files.deleteIfExists(incoming);
      Set<String> old = new HashSet<>(before.files());
      old.removeAll(after.files());
      for (String file : old) {
        Files.deleteIfExists(folder.resolve(file));
      }
    }
    Staging.sync(Staging.parent(folder));
  }

  /** Temporary folders are their owner's alone; what comes of them is as any other folder. */
  private static void readable(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Path like = Files.createTempDirectory(Staging.parent(folder), ".godwit-");
      Files.delete(like);
      Files.createDirectory(like);
      Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(like));
      Files.delete(like);
    }
  }

  /** Takes away files that a process had begun to move in when it died. */
  void recover() {
    try {
      recoverBatches();
      recoverFolder();
    } catch (IOException e) {
      throw Staging.failure(folder, e);
    }
  }

  private void recoverBatches() throws IOException {
    if (unfinished.isComplete()) {
      complete(unfinished);
    } else if (!unfinished.isThere()) {
      unfinished.remove();
    } else if (unfinished.base().equals(Stamp.of(face()).toString())) {
      unfinished.sweep();
    } else {
      throw GodwitException.refused(
          face()
              + " was changed since a run with --resume was interrupted, whose batches are in "
              + unfinished.folder()
              + "; nothing was written. Remove that folder, then begin anew");
    }
  }

  private void recoverFolder() throws IOException {
    Path incoming = folder.resolve(INCOMING);
    if (Files.exists(incoming)) {
      List<String> known = CatalogFile.isIn(folder) ? CatalogFile.read(folder).files() : List.of();
      for (String file : Files.readAllLines(incoming)) {
        Path path = folder.resolve(file).normalize();
        if (!known.contains(file) && path.startsWith(folder)) {
          Files.deleteIfExists(path);
        }
      }
      Files.delete(incoming);
    }
  }

  /** A folder of Godwit's own. */
  private static final class Folder extends Publication {
    Folder(Path path, JsonName name) {
      super(path, path, name);
    }

    @Override
    Path face() {
      return folder().resolve(CatalogFile.NAME);
    }

    @Override
    void prepare(Revision revision) {
      // The catalog is all that there is.
    }

    @Override
    void complete(Unfinished all) throws IOException {
      if (!Files.exists(folder()) || isEmpty(folder())) {
        all.become(folder());
      } else {
        all.moveInto(folder(), all.read());
        all.remove();
      }
    }

    @Override
    Contents published() {
      look(face());
      return CatalogFile.isIn(folder()) ? CatalogFile.read(folder()) : Contents.EMPTY;
    }

    @Override
    boolean isThere() {
      return CatalogFile.isIn(folder());
    }

    @Override
    void publish(Revision revision, Contents before) throws IOException {
      requireUnchanged(face());
      folder(revision.staging(), revision.contents(), before);
      look(face());
    }
  }

  /** One file; what Godwit keeps for itself lies in a folder beside it. */
  private static final class File extends Publication {
    private final Path path;
    private final JsonName name;
    private JsonSource original;

    File(Path path, JsonName asked) {
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
        Parameters.put(said(now), folder());
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

    /**
     * What lies beside the file: journals, and what tables were that the file cannot show empty.
     */
    private Contents own(Contents all) {
      List<Entry> empty =
          wanted() == Shape.TABLES
              ? List.of()
              : all.tables().stream()
                  .filter(e -> e.rows() == 0)
                  .map(e -> e.with(List.of()))
                  .toList();
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
}
