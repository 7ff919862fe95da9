package dev.godwit.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** The runnable jar, with the native libraries of one system instead of all. */
final class ProgramJar {
  private static final String POSTGRES_VERSION = "dev/godwit/cli/embedded/postgres.properties";

  private final Path jar;
  private final FileTime time;

  ProgramJar(Path jar, FileTime time) {
    this.jar = jar;
    this.time = time;
  }

  /** Writes it for {@code platform}, with the PostgreSQL that {@code postgres} brings. */
  void write(Path to, Platform platform, PostgresJar postgres) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      for (ZipEntry entry : entries(from, name -> !platform.isForeign(name))) {
        String name = entry.getName();
        if (name.equals(POSTGRES_VERSION)) {
          begin(out, name);
          out.write(("version=" + postgres.version() + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (!name.equals(platform.postgres())) {
          copy(from, entry, out);
        }
      }
      begin(out, platform.postgres());
      postgres.copy(platform.postgres(), out);
    }
  }

  /**
   * Writes only the entries below {@code folder}, as a jar of its own. Its folders are entries too:
   * by these a class loader finds what lies in them.
   */
  void extract(String folder, Path to) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
      Set<String> folders = new HashSet<>();
      for (ZipEntry entry : entries(from, name -> name.startsWith(folder))) {
        String name = entry.getName();
        for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
          if (folders.add(name.substring(0, i + 1))) {
            begin(out, name.substring(0, i + 1));
          }
        }
        copy(from, entry, out);
      }
    }
  }

  /** Writes the only file below {@code folder} into {@code to}. */
  void unpack(String folder, Path to) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : entries(from, name -> name.startsWith(folder))) {
        try (InputStream in = from.getInputStream(entry)) {
          Files.copy(in, to.resolve(entry.getName().substring(folder.length())));
        }
      }
    }
  }

  private static Iterable<ZipEntry> entries(ZipFile from, Predicate<String> wanted) {
    return () ->
        from.stream()
            .filter(e -> !e.isDirectory() && wanted.test(e.getName()))
            .map(ZipEntry.class::cast)
            .iterator();
  }

  private void copy(ZipFile from, ZipEntry entry, ZipOutputStream out) throws IOException {
    begin(out, entry.getName());
    try (InputStream in = from.getInputStream(entry)) {
      in.transferTo(out);
    }
  }

  private void begin(ZipOutputStream out, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setLastModifiedTime(time);
    out.putNextEntry(entry);
  }

  /** The artifact that brings a system's PostgreSQL. */
  record PostgresJar(Path jar, String version) {
    void copy(String name, OutputStream out) throws IOException {
      try (ZipFile from = new ZipFile(jar.toFile())) {
        ZipEntry entry = from.getEntry(name);
        if (entry == null) {
          throw new IOException(jar + " has no " + name);
        }
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(out);
        }
      }
    }
  }
}
