package dev.godwit.cli.embedded;

import dev.godwit.model.GodwitException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's programs for this platform, unpacked once per version. */
record Binaries(Path root, String version) {
  /** The programs below the given folder, unpacked there first unless they are. */
  static Binaries in(Path folder) throws IOException {
    String version = bundledVersion();
    Path root = folder.resolve("postgresql-" + version);
    if (!Files.isDirectory(root)) {
      unpack(root);
    }
    return new Binaries(root, version);
  }

  /** The program's path, with the suffix that the platform wants. */
  Path program(String name) {
    Path plain = root.resolve("bin").resolve(name);
    return Files.exists(plain) ? plain : root.resolve("bin").resolve(name + ".exe");
  }

  int major() {
    return Integer.parseInt(version.replaceFirst("\\..*", ""));
  }

  /** The version that is brought, or that none is for this system. */
  static String brought() {
    try {
      boolean here = Binaries.class.getResource("/" + archive()) != null;
      return here ? bundledVersion() : "none for this system";
    } catch (IOException e) {
      return "none in this build";
    }
  }

  private static String bundledVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Binaries.class.getResourceAsStream("postgres.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  private static void unpack(Path root) throws IOException {
    String archive = archive();
    Path unfinished = root.resolveSibling(root.getFileName() + ".unpacking");
    delete(unfinished);
    Files.createDirectories(unfinished);
    try (InputStream packed = Binaries.class.getResourceAsStream("/" + archive)) {
      if (packed == null) {
        throw GodwitException.usage(
            "this build of Godwit holds no PostgreSQL for this platform ("
                + archive
                + "); name a target with --to postgresql://user@host:port/database");
      }
      unpack(packed, unfinished);
    }
    Files.move(unfinished, root);
  }

  private static String archive() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("windows") ? "windows" : os.startsWith("mac") ? "darwin" : "linux";
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return "postgres-" + system + "-" + (arm ? "arm_64" : "x86_64") + ".txz";
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new BufferedInputStream(new XZCompressorInputStream(packed), 1 << 16))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = into.resolve(entry.getName()).normalize();
        if (!path.startsWith(into)) {
          throw new IOException("an entry of the archive leaves its folder: " + entry.getName());
        }
        unpack(tar, entry, path);
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, path);
      if ((entry.getMode() & 0111) != 0 && !path.toFile().setExecutable(true, false)) {
        throw new IOException(path + " cannot be made executable");
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) {
        Files.delete(path);
      }
    }
  }
}
