package dev.godwit.cli.cutover.docs;

import dev.godwit.cli.cutover.step.Check;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a folder, through its links. A link that leads to nothing, or to a folder that the
 * way came through or that holds one such, is named and left out.
 */
final class LinkedTree {
  private final Map<String, Path> files = new TreeMap<>();
  private final List<Check> checks = new ArrayList<>();

  private LinkedTree() {}

  static LinkedTree of(Path root) {
    LinkedTree tree = new LinkedTree();
    try {
      tree.folder(root, "", List.of(root.toRealPath()));
    } catch (IOException e) {
      tree.checks.add(
          Check.failed("documents", root + " cannot be read: " + e, "see to its rights"));
    }
    return tree;
  }

  /** By path relative to the folder, with / between names; the value is where it can be read. */
  Map<String, Path> files() {
    return files;
  }

  List<Check> checks() {
    return checks;
  }

  private void folder(Path folder, String prefix, List<Path> way) throws IOException {
    List<Path> entries;
    try (Stream<Path> found = Files.list(folder)) {
      entries = found.sorted().toList();
    } catch (FileSystemException e) {
      warn("unreadable", folder, "it is left out: " + e.getClass().getSimpleName());
      return;
    }
    for (Path entry : entries) {
      entry(entry, prefix + entry.getFileName(), way);
    }
  }

  private void entry(Path entry, String name, List<Path> way) throws IOException {
    Path real;
    try {
      real = entry.toRealPath();
    } catch (NoSuchFileException e) {
      warn("dangling link", entry, "it leads to nothing: " + Files.readSymbolicLink(entry));
      return;
    } catch (FileSystemException e) {
      warn("loop", entry, "it leads to itself, or where nobody may look");
      return;
    }
    if (!Files.isDirectory(real)) {
      if (Files.isReadable(real)) {
        files.put(name, real);
      } else {
        warn("unreadable", entry, "it is left out");
      }
    } else if (way.stream().anyMatch(w -> w.startsWith(real))) {
      warn("loop", entry, "it leads back to " + real);
    } else {
      List<Path> further = new ArrayList<>(way);
      further.add(real);
      folder(entry, name + "/", further);
    }
  }

  private void warn(String name, Path link, String why) {
    checks.add(Check.warning(name, link + ": " + why, "it was left out"));
  }
}
