package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
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

  Publication(Path target, Path folder, JsonName name) {
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
      return new OneFile(path, name);
    }
    String file = path.getFileName().toString();
    return shape == null && JsonName.isJson(file)
        ? new OneFile(path, name)
        : new Folder(path, name);
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
}
