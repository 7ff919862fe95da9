package dev.godwit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Everything in a folder: names, rights, inodes, times and content, for comparing. */
final class Tree {
  private Tree() {}

  static Map<String, String> of(Path folder) throws IOException {
    Map<String, String> result = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.toList()) {
        result.put(folder.relativize(path).toString(), state(path));
      }
    }
    return result;
  }

  private static String state(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return "link to " + Files.readSymbolicLink(path);
    }
    Map<String, Object> attributes = Files.readAttributes(path, "unix:ino,mode,uid");
    String common =
        attributes.get("ino") + " " + attributes.get("mode") + " " + attributes.get("uid");
    if (Files.isDirectory(path)) {
      return common;
    }
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(path));
      return common
          + " "
          + Files.getLastModifiedTime(path)
          + " "
          + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
