package dev.godwit.cli.cutover.state;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file that a step writes: where, what, and with which rights, such as {@code rw-------}. The
 * digest is SHA-256 in hexadecimal.
 */
public record Output(Path path, Content content, long bytes, String sha256, String rights) {
  /** Opened once per writing. */
  @FunctionalInterface
  public interface Content {
    InputStream open() throws IOException;
  }

  public static Output of(Path path, String text, String rights) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Output(
        path, () -> new ByteArrayInputStream(bytes), bytes.length, digest(bytes), rights);
  }

  /** A copy of a file, which must not change until it is written. */
  public static Output copy(Path path, Path source, String rights) throws IOException {
    return new Output(
        path, () -> Files.newInputStream(source), Files.size(source), digest(source), rights);
  }

  /** Whether exactly this content is there already. */
  public boolean isThere() throws IOException {
    return Files.isRegularFile(path) && Files.size(path) == bytes && digest(path).equals(sha256);
  }

  public String text() {
    try (InputStream in = content.open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  public static String digest(Path file) throws IOException {
    MessageDigest digest = newDigest();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String digest(byte[] bytes) {
    return HexFormat.of().formatHex(newDigest().digest(bytes));
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
