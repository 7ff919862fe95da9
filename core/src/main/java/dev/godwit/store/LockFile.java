package dev.godwit.store;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock of a target that is a file: a file beside it, locked by the operating system, which lets
 * go when the process ends, however it does. What it says only names the holder.
 */
public final class LockFile implements Target.Lock {
  /** Past any content: where locks are mandatory, the holder's name can still be read. */
  private static final long PLACE = Long.MAX_VALUE - 1;

  private static final int ATTEMPTS = 10;

  /** More than any holder's text has. */
  private static final int LONGEST = 4096;

  /**
   * What this process holds: where locks are POSIX's, closing any channel of a file lets go of its
   * lock, so a file that is held here is never opened a second time.
   */
  private static final Map<Path, Holder> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock; {@code target} is the store's name for people.
   *
   * @throws GodwitException where another run has it, naming that
   */
  public static LockFile take(Path file, Holder holder, String target) {
    Path path = file.toAbsolutePath().normalize();
    Holder here = HELD.putIfAbsent(path, holder);
    if (here != null) {
      throw here.refusal(target, "");
    }
    try {
      return taken(path, holder, target);
    } catch (IOException e) {
      HELD.remove(path);
      throw GodwitException.failed(
          "the lock " + file + " cannot be taken (" + e.getClass().getSimpleName() + ")", e);
    } catch (RuntimeException | Error e) {
      HELD.remove(path);
      throw e;
    }
  }

  private static LockFile taken(Path file, Holder holder, String target) throws IOException {
    for (int i = 0; i < ATTEMPTS; i++) {
      Object before = key(file);
      FileChannel channel = OwnFile.open(file);
      if (channel.tryLock(PLACE, 1, false) == null) {
        String text = text(channel);
        channel.close();
        throw refusal(file, text, target);
      }
      // Whoever had it may have removed the file between our opening and our locking it.
      if (before != null && before.equals(key(file))) {
        requireOurs(file, channel);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((holder.text() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        return new LockFile(file, channel);
      }
      channel.close();
    }
    throw GodwitException.refused(target + " is in use by one run after another; run again");
  }

  /** What tells a file from another of its name; null where there is none. */
  private static Object key(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return attributes.fileKey() == null ? attributes.creationTime() : attributes.fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Only what a run wrote there, or nothing, is written over. */
  private static void requireOurs(Path file, FileChannel channel) throws IOException {
    String text = text(channel);
    if (!text.isEmpty() && Holder.parse(text).isEmpty()) {
      channel.close();
      throw GodwitException.refused(
          file + " is no lock of Godwit's, but stands in its place; move it away, then run again");
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(LONGEST);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  private static GodwitException refusal(Path file, String text, String target) {
    return Holder.parse(text)
        .map(h -> h.refusal(target, ""))
        .orElseGet(
            () ->
                GodwitException.inUse(
                    target + " is in use by another run (" + file + "); nothing was written"));
  }

  /** Removed while still held, so that nobody can take what is about to go. */
  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The system lets go of it with the process at the latest; an unlocked file locks nobody out.
      return;
    } finally {
      HELD.remove(file);
    }
  }
}
