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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** How a target comes to be seen: all of it, by one rename, once it is on the disk. */
abstract class Publication {
  private static final String INCOMING = Contents.JOURNALS + "/incoming";

  private final Path folder;

  private Publication(Path folder) {
    this.folder = folder;
  }

  /** For a store that is there, or is to be made. */
  static Publication at(JsonName name) {
    Path path = name.path().toAbsolutePath().normalize();
    if (CatalogFile.isIn(path)) {
      return new Folder(path);
    }
    if (Files.isDirectory(path)) {
      if (isEmpty(path)) {
        return new Folder(path);
      }
      throw GodwitException.refused(
          path + " is a folder of other files; name a new folder, or one that Godwit wrote");
    }
    Shape shape = name.shape().orElse(null);
    if (Files.exists(path) || (shape != null && shape != Shape.FOLDER)) {
      return new File(path, name);
    }
    String file = path.getFileName().toString();
    return shape == null && JsonName.isJson(file) ? new File(path, name) : new Folder(path);
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

  /** What the target holds. */
  abstract Contents read();

  /** Rows as they are outside of any transaction. */
  Rows read(Entry entry, List<Column> columns, Position after) {
    return new FolderRows(f -> folder.resolve(f), entry, columns, after);
  }

  Revision revise(Staging staging, Contents from) {
    return new Revision(staging, null, from);
  }

  /** Makes a revision what everybody sees. */
  void publish(Revision revision, Contents before) throws IOException {
    folder(revision.staging(), revision.contents(), before);
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
    Path incoming = folder.resolve(INCOMING);
    if (!Files.exists(incoming)) {
      return;
    }
    try {
      List<String> known = CatalogFile.isIn(folder) ? CatalogFile.read(folder).files() : List.of();
      for (String file : Files.readAllLines(incoming)) {
        Path path = folder.resolve(file).normalize();
        if (!known.contains(file) && path.startsWith(folder)) {
          Files.deleteIfExists(path);
        }
      }
      Files.delete(incoming);
    } catch (IOException e) {
      throw Staging.failure(folder, e);
    }
  }

  /** A folder of Godwit's own. */
  private static final class Folder extends Publication {
    Folder(Path path) {
      super(path);
    }

    @Override
    Contents read() {
      return CatalogFile.isIn(folder()) ? CatalogFile.read(folder()) : Contents.EMPTY;
    }
  }

  /** One file; what Godwit keeps for itself lies in a folder beside it. */
  private static final class File extends Publication {
    private final Path path;
    private final JsonName name;
    private JsonSource original;

    File(Path path, JsonName name) {
      super(beside(path, "kept"));
      this.path = path;
      this.name = name;
    }

    @Override
    Contents read() {
      Contents own = CatalogFile.isIn(folder()) ? CatalogFile.read(folder()) : Contents.EMPTY;
      original = Files.exists(path) ? JsonSource.open(name) : null;
      Contents result = new Contents(List.of(), own.journals(), List.of(), List.of());
      if (original != null) {
        for (Entry e : original.entries()) {
          result = result.withTable(e);
        }
      }
      return result;
    }

    @Override
    Rows read(Entry entry, List<Column> columns, Position after) {
      return entry.isJournal()
          ? super.read(entry, columns, after)
          : original.read(entry.table(), columns, after);
    }

    @Override
    Revision revise(Staging staging, Contents from) {
      return new Revision(staging, original, from);
    }

    @Override
    void publish(Revision revision, Contents before) throws IOException {
      Contents now = revision.contents();
      if (!now.tables().equals(before.tables())) {
        Shape shape = name.shape().orElseGet(this::shape);
        Path written = beside(path, "new");
        try {
          new FileWriter(revision, shape).write(written);
          Staging.sync(written);
          Files.move(written, path, StandardCopyOption.ATOMIC_MOVE);
          Staging.sync(Staging.parent(path));
        } finally {
          Files.deleteIfExists(written);
        }
      }
      if (!now.journals().equals(before.journals())) {
        Contents kept = new Contents(List.of(), now.journals(), List.of(), List.of());
        Contents old = new Contents(List.of(), before.journals(), List.of(), List.of());
        folder(revision.staging(), kept, old);
      }
    }

    @Override
    Contents kept(Contents published) {
      return read();
    }

    private Shape shape() {
      if (original != null) {
        return original.shape();
      }
      return path.toString().matches("(?i).*\\.(ndjson|jsonl)") ? Shape.LINES : Shape.TABLES;
    }
  }
}
