package dev.godwit.format;

import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A store's place, and how what is staged comes there: what is complete appears beside it by one
 * rename, and from then on all that is left is to move things, which may be begun as often as need
 * be. Batches that nobody else may see yet wait in the same folder.
 */
final class Published {
  /** The folder that the store itself is staged in, where that is one file, under its own name. */
  private static final String FILE = "file/";

  /** Says that the one file goes. */
  static final String GONE = "gone";

  /** What a stage's folder of copies of a backup is called: they are never published. */
  static final String COPIES = "copies-";

  private static final String SCRATCH = "scratch.db";
  private static final String BASE = "base";

  /** Names files that nothing names any more once all is moved. */
  private static final String OLD = "old";

  private final Format format;
  private final Path path;
  private final Path root;
  private final Path unfinished;
  private String seen = "";

  Published(Format format) {
    this.format = format;
    this.path = format.path().toAbsolutePath().normalize();
    this.root = format.layout().isFile() ? beside(OwnFile.followed(path), "kept") : path;
    this.unfinished = path.resolveSibling("." + path.getFileName() + ".unfinished-godwit");
  }

  /** A file beside the target that is Godwit's own. */
  static Path beside(Path target, String what) {
    return target.resolveSibling("." + target.getFileName() + ".godwit-" + what);
  }

  /** What tells a store apart: its path with all links followed, as far as it exists. */
  static Set<String> places(Path path) {
    try {
      return Set.of(path.toRealPath().toString());
    } catch (IOException e) {
      return Set.of(path.toAbsolutePath().normalize().toString());
    }
  }

  /** The file or folder. */
  Path path() {
    return path;
  }

  /** What the one file is called where it is staged. */
  String staged() {
    return FILE + path.getFileName();
  }

  /** Where a file of these names lies. */
  Path file(String name) {
    Path file = root.resolve(name).normalize();
    if (!file.startsWith(root)) {
      throw GodwitException.refused(catalog() + " names a file outside of its folder");
    }
    return file;
  }

  Path catalog() {
    return root.resolve(format.layout().catalog());
  }

  /** Whether there is a store already. */
  boolean isThere() {
    return Files.exists(format.layout().isFile() ? path : catalog());
  }

  /** What is noted at the place. */
  Contents noted() {
    return contents(root);
  }

  private Contents contents(Path folder) {
    Path file = folder.resolve(format.layout().catalog());
    try {
      return Files.isRegularFile(file)
          ? CatalogFile.of(Files.readAllBytes(file), file)
          : Contents.EMPTY;
    } catch (IOException e) {
      throw GodwitException.failed(file + " cannot be read: " + e, e);
    }
  }

  /** Whether a process died that had only to move things to their place. */
  boolean isComplete() {
    return Files.isRegularFile(unfinished.resolve(format.layout().catalog()));
  }

  /** Where batches wait, or null where there are none. */
  Path batches() {
    Path file = unfinished.resolve(SCRATCH);
    return Files.isRegularFile(file) && !isComplete() ? file : null;
  }

  /** Where rows of a transaction are set aside. */
  static Path scratch(Stage stage) {
    return stage.folder().resolve(SCRATCH);
  }

  /** Takes note of what the files are like, as far as their folder tells. */
  void look() {
    seen = stamp();
  }

  private String stamp() {
    StringBuilder text = new StringBuilder();
    Set<Path> all =
        new java.util.LinkedHashSet<>(List.of(format.layout().isFile() ? path : catalog()));
    if (!format.layout().isFile()) {
      noted().files().forEach(f -> all.add(root.resolve(f)));
    }
    try {
      for (Path file : all) {
        text.append(root.relativize(file)).append(' ');
        if (Files.exists(file)) {
          text.append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
        }
        text.append('\n');
      }
      return text.toString();
    } catch (IOException e) {
      throw GodwitException.failed(path + " cannot be read: " + e, e);
    }
  }

  /** Opens the one file where it is staged, as everybody will read it. */
  FileSource reread(Path staged, Contents told) {
    try {
      return format.open(staged, told);
    } catch (GodwitException e) {
      // Nobody knows the place where it was tried.
      String said = e.getMessage().replace(staged.toString(), path.toString());
      throw GodwitException.refused("what would be written could not be read back: " + said);
    }
  }

  /** Refuses where nothing can come to the place. */
  void requireOpen() {
    Path there = path;
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    // A file goes by a new one beside it.
    Path folder = there.equals(path) && format.layout().isFile() ? there.getParent() : there;
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw GodwitException.refused(
          path
              + " cannot be written: "
              + folder
              + (Files.isDirectory(folder)
                  ? " takes no files of this user's; nothing was written"
                  : " is no folder; nothing was written"));
    }
  }

  /** Other programs know nothing of the lock. */
  void requireUnchanged() {
    if (!seen.equals(stamp())) {
      throw GodwitException.refused(
          (format.layout().isFile() ? path : root)
              + " was changed by another program while this run was at work; nothing was written."
              + " Stop that program, then run again");
    }
  }

  /** Keeps the scratch of a stage, with whatever it holds, for transactions that follow. */
  void keepBatches(Stage stage) throws IOException {
    Path base = stage.file(BASE);
    Files.writeString(base, seen);
    OwnFile.sync(base);
    OwnFile.sync(scratch(stage));
    OwnFile.sync(stage.folder());
    Files.move(stage.folder(), unfinished, StandardCopyOption.ATOMIC_MOVE);
    OwnFile.sync(Stage.parent(path));
  }

  /** Makes what is staged what everybody sees: files of these contents, and notes of them. */
  void publish(Stage stage, Contents after) throws IOException {
    requireUnchanged();
    Files.deleteIfExists(scratch(stage));
    for (String copies : List.of("restored", "rehearsed")) {
      Stage.delete(stage.folder().resolve(COPIES + copies));
    }
    Path catalog = stage.file(format.layout().catalog());
    Files.write(catalog, CatalogFile.bytes(after));
    for (Path file : Stage.files(stage.folder())) {
      String name = stage.folder().relativize(file).toString();
      guard(file, name.equals(staged()) ? path : root.resolve(name));
      OwnFile.sync(file);
    }
    if (Files.exists(unfinished)) {
      for (Path file : Stage.files(stage.folder())) {
        if (!file.equals(catalog)) {
          move(file, unfinished.resolve(stage.folder().relativize(file).toString()));
        }
      }
      OwnFile.sync(unfinished);
      move(catalog, unfinished.resolve(format.layout().catalog()));
      OwnFile.sync(unfinished);
    } else {
      OwnFile.sync(stage.folder());
      Files.move(stage.folder(), unfinished, StandardCopyOption.ATOMIC_MOVE);
    }
    OwnFile.sync(Stage.parent(path));
    complete();
    look();
  }

  private static void move(Path from, Path to) throws IOException {
    OwnFile.createFolders(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Moves what is complete to its place; may be done again where it was cut off. */
  private void complete() throws IOException {
    removeBatches();
    if (!format.layout().isFile() && (!Files.exists(root) || Stage.isEmpty(root))) {
      guard(unfinished, root);
      Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
      OwnFile.sync(Stage.parent(root));
      return;
    }
    Contents before = noted();
    Contents after = contents(unfinished);
    Path catalog = unfinished.resolve(format.layout().catalog());
    Path old = unfinished.resolve(OLD);
    Set<String> gone = new HashSet<>(before.files());
    gone.removeAll(after.files());
    Files.write(old, gone);
    OwnFile.sync(old);
    OwnFile.createFolders(root);
    if (Files.exists(unfinished.resolve(staged()))) {
      move(unfinished.resolve(staged()), path);
      OwnFile.sync(Stage.parent(path));
    } else if (Files.exists(unfinished.resolve(GONE))) {
      Files.deleteIfExists(path);
      Files.delete(unfinished.resolve(GONE));
    }
    Set<Path> folders = new HashSet<>(List.of(root));
    for (Path file : Stage.files(unfinished)) {
      if (!file.equals(catalog) && !file.equals(old)) {
        Path to = root.resolve(unfinished.relativize(file).toString());
        move(file, to);
        folders.add(to.getParent());
      }
    }
    for (Path folder : folders) {
      OwnFile.sync(folder);
    }
    move(catalog, catalog());
    OwnFile.sync(catalog().getParent());
    removeOld();
  }

  private void removeOld() throws IOException {
    Path old = unfinished.resolve(OLD);
    List<String> named = noted().files();
    for (String file : Files.exists(old) ? Files.readAllLines(old) : List.<String>of()) {
      Path place = root.resolve(file).normalize();
      if (place.startsWith(root) && !named.contains(file)) {
        Files.deleteIfExists(place);
      }
    }
    Stage.delete(unfinished);
  }

  private void removeBatches() throws IOException {
    for (String each : List.of(SCRATCH, SCRATCH + "-journal", BASE)) {
      Files.deleteIfExists(unfinished.resolve(each));
    }
  }

  /**
   * What is new is its owner's alone, whatever the umask; what was there stays as open as it was.
   */
  private static void guard(Path made, Path place) throws IOException {
    if (made.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      String alone = Files.isDirectory(made) ? "rwx------" : "rw-------";
      Files.setPosixFilePermissions(
          made,
          Files.exists(place)
              ? Files.getPosixFilePermissions(place)
              : PosixFilePermissions.fromString(alone));
    }
  }

  /** Ends what a process had begun that died; call it only under the target's lock. */
  void recover() {
    Stage.sweep(path);
    try {
      if (isComplete()) {
        complete();
      } else if (batches() == null) {
        removeOld();
      } else {
        Path base = unfinished.resolve(BASE);
        requireBase(Files.exists(base) ? Files.readString(base) : "");
        sweepBatches();
      }
    } catch (IOException e) {
      throw Stage.failure(path, e);
    }
  }

  private void requireBase(String base) {
    if (!base.equals(stamp())) {
      throw GodwitException.refused(
          (format.layout().isFile() ? path : root)
              + " was changed since a run with --resume was interrupted, whose batches are in "
              + unfinished
              + "; nothing was written. Remove that folder, then begin anew");
    }
  }

  /** What had come beside the batches to be published, and was not complete. */
  private void sweepBatches() throws IOException {
    for (Path file : Stage.files(unfinished)) {
      String name = unfinished.relativize(file).toString();
      if (!name.startsWith(SCRATCH) && !name.equals(BASE)) {
        Files.delete(file);
      }
    }
  }
}
