package dev.godwit.dist;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Packs a folder: names sorted, one time, nobody's owner, so that the same gives the same. */
final class Archive {
  private static final int FILE = 0644;
  private static final int PROGRAM = 0755;

  private final FileTime time;

  Archive(FileTime time) {
    this.time = time;
  }

  /** Everything below {@code folder}, its own name first in each path. */
  void tarGz(Path folder, Path to) throws IOException {
    try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(to));
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(file), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path path : paths(folder)) {
        TarArchiveEntry entry = tarEntry(folder, path);
        tar.putArchiveEntry(entry);
        if (entry.isFile() && !entry.isSymbolicLink()) {
          Files.copy(path, tar);
        }
        tar.closeArchiveEntry();
      }
    }
  }

  private TarArchiveEntry tarEntry(Path folder, Path path) throws IOException {
    TarArchiveEntry entry;
    if (Files.isSymbolicLink(path)) {
      entry = new TarArchiveEntry(name(folder, path), TarConstants.LF_SYMLINK);
      entry.setLinkName(Files.readSymbolicLink(path).toString());
    } else {
      boolean directory = Files.isDirectory(path);
      entry = new TarArchiveEntry(name(folder, path) + (directory ? "/" : ""));
      entry.setMode(directory || Files.isExecutable(path) ? PROGRAM : FILE);
      entry.setSize(directory ? 0 : Files.size(path));
    }
    entry.setModTime(time);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    return entry;
  }

  void zip(Path folder, Path to) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(to)) {
      for (Path path : paths(folder)) {
        boolean directory = Files.isDirectory(path);
        ZipArchiveEntry entry = new ZipArchiveEntry(name(folder, path) + (directory ? "/" : ""));
        entry.setLastModifiedTime(time);
        entry.setUnixMode(directory || Files.isExecutable(path) ? PROGRAM : FILE);
        zip.putArchiveEntry(entry);
        if (!directory) {
          Files.copy(path, zip);
        }
        zip.closeArchiveEntry();
      }
    }
  }

  private static String name(Path folder, Path path) {
    return folder.getParent().relativize(path).toString().replace('\\', '/');
  }

  private static List<Path> paths(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.sorted().toList();
    }
  }
}
