package dev.godwit.sqlite.file;

import dev.godwit.model.GodwitException;
import dev.godwit.store.FileIdentity;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What the first bytes of a file say, as the SQLite file format (sqlite.org/fileformat.html)
 * defines them. Reads at most 4 kB.
 */
public record SqliteFile(Path path, boolean wal, long size) {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int SAMPLE = 4096;

  /**
   * Refuses, saying why, what is not a readable SQLite 3 file. An empty file is an empty database.
   */
  public static SqliteFile probe(Path path) {
    OwnFile.requireNoLooseLink(path);
    if (!Files.exists(path)) {
      throw GodwitException.usage(path + " does not exist; give the path of the SQLite file");
    }
    if (Files.isDirectory(path)) {
      throw GodwitException.refused(path + " is a folder; give the path of the SQLite file in it");
    }
    for (String suffix : List.of("", "-journal", "-wal", "-shm")) {
      Path file = sibling(path, suffix);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        // A pipe would wait for its other end.
        throw GodwitException.refused(file + " is no plain file; nothing was read or written");
      }
    }
    try {
      byte[] head = head(path);
      long size = Files.size(path);
      if (head.length == 0) {
        return new SqliteFile(path, Files.exists(sibling(path, "-wal")), 0);
      }
      if (!startsWithMagic(head)) {
        throw GodwitException.refused(path + " is not a SQLite database: " + describe(head, size));
      }
      // The version that readers have to know; the one before it is for writers.
      boolean wal = head.length > 19 && head[19] == 2;
      return new SqliteFile(path, wal, size);
    } catch (IOException e) {
      throw GodwitException.failed(path + " cannot be read: " + reason(e), e);
    }
  }

  /** The file behind all links, by which two stores are known to be one. */
  public static Set<String> places(Path path) {
    try {
      // The key is one for all names that hard links give.
      Object key = FileIdentity.of(path).key();
      return Set.of(path.toRealPath().toString(), "file " + key);
    } catch (IOException e) {
      return Set.of(path.toAbsolutePath().normalize().toString());
    }
  }

  /** Refuses what SQLite would write through beside the file. */
  static void requirePlainBeside(Path path) {
    try {
      for (String suffix : List.of("-journal", "-wal", "-shm")) {
        OwnFile.requirePlain(sibling(path, suffix));
      }
    } catch (IOException e) {
      throw GodwitException.failed(path + " cannot be looked at: " + reason(e), e);
    }
  }

  /** What lies beside the file itself, where SQLite looks: not beside a link to it. */
  public static Path sibling(Path path, String suffix) {
    Path file = OwnFile.followed(path);
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied; run as a user who may read it"
        : e.getMessage();
  }

  private static byte[] head(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(SAMPLE);
    }
  }

  private static boolean startsWithMagic(byte[] head) {
    return head.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC);
  }

  private static String describe(byte[] head, long size) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.stripLeading().startsWith("[") || text.stripLeading().startsWith("{")) {
      return "it holds JSON; read it as json:PATH";
    }
    if (text.contains("PostgreSQL database dump")) {
      return "it is a dump of PostgreSQL; load it with psql, and name that database";
    }
    if (text.startsWith("** This file contains an SQLite 2")) {
      return "it is of SQLite version 2; convert it with sqlite (2.x) .dump | sqlite3 NEW.db";
    }
    if (size >= 512 && size % 512 == 0 && looksRandom(head)) {
      return "its bytes look random, as those of an encrypted database do;"
          + " decrypt it first (SQLCipher: sqlcipher_export)";
    }
    return "it does not start with the SQLite header";
  }

  /** Encrypted pages use all byte values about equally often. */
  private static boolean looksRandom(byte[] sample) {
    int[] counts = new int[256];
    for (byte b : sample) {
      counts[b & 0xff]++;
    }
    double entropy = 0;
    for (int count : counts) {
      if (count > 0) {
        double p = (double) count / sample.length;
        entropy -= p * Math.log(p) / Math.log(2);
      }
    }
    return entropy > 7;
  }
}
