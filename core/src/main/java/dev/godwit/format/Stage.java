package dev.godwit.format;

import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder, beside the target where that is to get it, in which everything is written that is not
 * kept yet. It goes with the transaction.
 */
final class Stage implements AutoCloseable {
  private static final String MIDDLE = ".godwit-";

  private final Path target;
  private final Path folder;

  private Stage(Path target, Path folder) {
    this.target = target;
    this.folder = folder;
  }

  /** For a target at this path. */
  static Stage beside(Path target) {
    try {
      Files.createDirectories(parent(target));
      String name = "." + target.getFileName() + MIDDLE;
      return new Stage(target, Files.createTempDirectory(parent(target), name));
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** For what is never to come to this path, where other temporary files are. */
  static Stage elsewhere(Path target) {
    try {
      return new Stage(target, Files.createTempDirectory("godwit-"));
    } catch (IOException e) {
      throw failure(Path.of(System.getProperty("java.io.tmpdir")), e);
    }
  }

  static Path parent(Path path) {
    return path.toAbsolutePath().normalize().getParent();
  }

  static GodwitException failure(Path path, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return GodwitException.failed(
        path + " cannot be written: " + (full ? "the disk is full" : e.toString()), e);
  }

  Path folder() {
    return folder;
  }

  /** A place in it, whose folder is made. */
  Path file(String name) {
    try {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder)) {
        throw GodwitException.refused(target + ": the name " + name + " leads out of its folder");
      }
      OwnFile.createFolders(file.getParent());
      return file;
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  /** The files below a folder. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.findAny().isEmpty();
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = new ArrayList<>(walk.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** Takes away what a process left here that died; call it only under the target's lock. */
  static void sweep(Path target) {
    Path parent = parent(target);
    if (!Files.isDirectory(parent)) {
      return;
    }
    String prefix = "." + target.getFileName() + MIDDLE;
    try (Stream<Path> all = Files.list(parent)) {
      for (Path path : all.toList()) {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path) && name.startsWith(prefix) && !name.endsWith("-kept")) {
          delete(path);
        }
      }
    } catch (IOException e) {
      throw failure(target, e);
    }
  }

  @Override
  public void close() {
    try {
      delete(folder);
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }
}
