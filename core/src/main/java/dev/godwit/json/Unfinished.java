package dev.godwit.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a load of several transactions has kept so far: a folder beside the target with files of
 * rows and a list of what the target will hold. Nobody else sees it. At the end the list becomes a
 * {@code catalog.json}; from then on all that is left is to move things to their place, which may
 * be begun as often as need be.
 */
final class Unfinished {
  private static final String LIST = "unfinished.json";

  /** What the target was like when the load began. */
  private static final String BASE = "base";

  /** The target itself, where that is one file, written and ready. */
  static final String FILE = "file";

  private final Path folder;

  /** For a target at this path. */
  Unfinished(Path target) {
    folder = target.resolveSibling("." + target.getFileName() + ".unfinished-godwit");
  }

  Path folder() {
    return folder;
  }

  /** Whether batches are kept here. */
  boolean isThere() {
    return isComplete() || Files.isRegularFile(folder.resolve(LIST));
  }

  /** Whether all batches are, and only have to be moved. */
  boolean isComplete() {
    return CatalogFile.isIn(folder);
  }

  Contents read() {
    return CatalogFile.of(folder.resolve(isComplete() ? CatalogFile.NAME : LIST));
  }

  /** What {@link #keep} was told about the target; empty where it is not there. */
  String base() {
    try {
      Path base = folder.resolve(BASE);
      return Files.exists(base) ? Files.readString(base) : "";
    } catch (IOException e) {
      throw Json.unreadable(folder, e);
    }
  }

  /** Where a file is that belongs to it, or null. */
  Path place(String file) {
    Path place = folder.resolve(file);
    return file.isEmpty() || !Files.exists(place) ? null : place;
  }

  /** Keeps what a transaction has staged; {@code complete} says that it was the last. */
  void keep(Staging staging, Contents after, Contents before, String base, boolean complete)
      throws IOException {
    Files.createDirectories(folder.resolve(Contents.JOURNALS));
    if (!isThere()) {
      Files.writeString(folder.resolve(BASE), base, StandardCharsets.UTF_8);
      Staging.sync(folder.resolve(BASE));
    }
    Set<String> files = new HashSet<>(after.files());
    files.retainAll(staging.staged());
    if (Files.exists(staging.folder().resolve(FILE))) {
      files.add(FILE);
    }
    for (String file : files) {
      Staging.sync(staging.folder().resolve(file));
      Files.move(
          staging.folder().resolve(file),
          folder.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Staging.sync(folder.resolve(Contents.JOURNALS));
    list(staging.folder(), after, complete ? CatalogFile.NAME : LIST, folder);
    Staging.sync(Staging.parent(folder));
    if (complete) {
      Files.deleteIfExists(folder.resolve(LIST));
    }
    for (String file : without(before.files(), after.files())) {
      Files.deleteIfExists(folder.resolve(file));
    }
  }

  /** Writes a list of contents aside, and lets it appear at once. */
  private static void list(Path aside, Contents contents, String name, Path to) throws IOException {
    Path written = aside.resolve("list");
    Files.write(written, CatalogFile.bytes(contents));
    Staging.sync(written);
    Files.move(written, to.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    Staging.sync(to);
  }

  private static List<String> without(List<String> all, List<String> kept) {
    List<String> result = new ArrayList<>(all);
    result.removeAll(kept);
    result.removeAll(List.of(Revision.ORIGINAL));
    return result;
  }

  /** Becomes the target: there is none yet. */
  void become(Path target) throws IOException {
    Files.deleteIfExists(folder.resolve(LIST));
    Files.deleteIfExists(folder.resolve(BASE));
    Staging.sync(folder);
    Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
    Staging.sync(Staging.parent(target));
  }

  /** Moves files of these contents, then their catalog, to a folder of Godwit's own. */
  void moveInto(Path target, Contents contents) throws IOException {
    Contents before = CatalogFile.isIn(target) ? CatalogFile.read(target) : Contents.EMPTY;
    Files.createDirectories(target.resolve(Contents.JOURNALS));
    for (String file : contents.files()) {
      Path place = place(file);
      if (place != null) {
        Files.move(place, target.resolve(file));
      }
    }
    Staging.sync(target.resolve(Contents.JOURNALS));
    list(folder, contents, CatalogFile.NAME, target);
    Staging.sync(Staging.parent(target));
    for (String file : without(before.files(), contents.files())) {
      Files.deleteIfExists(target.resolve(file));
    }
  }

  /** Takes it away. */
  void remove() throws IOException {
    // First what makes it one.
    Files.deleteIfExists(folder.resolve(LIST));
    Files.deleteIfExists(folder.resolve(CatalogFile.NAME));
    Staging.delete(folder);
  }

  /** Takes away what a process had begun to move in when it died. */
  void sweep() throws IOException {
    Set<String> known = new HashSet<>(read().files());
    known.add(LIST);
    known.add(BASE);
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.filter(Files::isRegularFile).toList();
    }
    for (Path path : all) {
      if (!known.contains(folder.relativize(path).toString().replace('\\', '/'))) {
        Files.delete(path);
      }
    }
  }
}
