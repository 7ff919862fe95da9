package dev.godwit.cli.cutover.validation;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Questions to the files as they are now. */
final class FileChecks {
  private FileChecks() {}

  static Check secrets(CutoverProfile profile, Places places) {
    Path file = places.target(profile.config().secrets().path());
    try {
      Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
      boolean closed =
          rights.equals(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
      return closed
          ? Check.ok("secrets", file + " is its owner's only (0600)")
          : Check.failed("secrets", file + " can be read by others", "chmod 600 " + file);
    } catch (IOException e) {
      return Check.failed("secrets", file + " cannot be looked at: " + e, "see to its rights");
    }
  }

  /** Whether a log says what must not happen any more; old logs may, so it is a warning. */
  static Check logs(CutoverProfile.Daemon daemon, Places places) {
    List<String> found = new ArrayList<>();
    int searched = 0;
    for (String pattern : daemon.logs()) {
      for (Path log : matching(places.target(pattern))) {
        searched++;
        long lines = count(log, daemon.logSigns());
        if (lines > 0) {
          found.add(log + " " + lines + " times");
        }
      }
    }
    String signs = String.join(", ", daemon.logSigns());
    return found.isEmpty()
        ? Check.ok("logs", searched + " logs searched for: " + signs)
        : Check.warning(
            "logs",
            signs + " in " + String.join(", ", found),
            "lines from before the cutover are normal; later ones come from something on SQLite");
  }

  private static List<Path> matching(Path pattern) {
    Path folder = pattern.getParent();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern.getFileName());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> matcher.matches(f.getFileName())).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static long count(Path log, List<String> signs) {
    try (BufferedReader lines =
        new BufferedReader(Files.newBufferedReader(log, StandardCharsets.ISO_8859_1))) {
      return lines.lines().filter(l -> signs.stream().anyMatch(l::contains)).count();
    } catch (IOException e) {
      return 0;
    }
  }
}
