package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock on {@code DATABASE.lock}. Never on the database itself: closing a channel on it would drop
 * the locks that SQLite has there. The file stays; a lock on a file that may be deleted could be
 * had twice.
 */
final class FileHold implements Backend.Hold {
  /** Far behind the holder's name, which others must be able to read where locks forbid reading. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  /**
   * What this process holds. Opening and closing such a file once more would give its lock away,
   * since on POSIX a process has its locks on a file together.
   */
  private static final Map<Path, Holder> OURS = new ConcurrentHashMap<>();

  private final Path file;
  private final Object key;
  private final FileChannel channel;
  private final FileLock lock;

  private FileHold(Path file, Object key, FileChannel channel, FileLock lock) {
    this.file = file;
    this.key = key;
    this.channel = channel;
    this.lock = lock;
  }

  /** The lock's file: beside the database's real place, so that links lead to the same one. */
  static Path file(Path database) {
    try {
      Path real =
          Files.exists(database)
              ? database.toRealPath()
              : database.getParent().toRealPath().resolve(database.getFileName());
      return real.resolveSibling(real.getFileName() + ".lock");
    } catch (IOException e) {
      throw GodwitException.refused(
          "the folder of " + database + " does not exist or cannot be read; create it first");
    }
  }

  static synchronized Backend.Hold acquire(DatabaseConfig config) {
    Path file = file(config.path());
    Holder self = Holder.self();
    Holder ours = OURS.putIfAbsent(file, self);
    if (ours != null) {
      throw InstanceLock.taken(config, ours);
    }
    try {
      FileHold hold = lock(file);
      if (hold == null) {
        throw InstanceLock.taken(config, read(file));
      }
      hold.write(self.written(config.application().name()) + "\n");
      return hold;
    } catch (IOException e) {
      OURS.remove(file);
      throw GodwitException.failed("the lock " + file + " cannot be taken: " + reason(e), e);
    } catch (RuntimeException e) {
      OURS.remove(file);
      throw e;
    }
  }

  static synchronized Optional<Holder> holder(DatabaseConfig config) {
    Path file = file(config.path());
    Holder ours = OURS.get(file);
    if (ours != null || !Files.exists(file)) {
      return Optional.ofNullable(ours);
    }
    try {
      FileHold free = lock(file);
      if (free == null) {
        return Optional.of(read(file));
      }
      free.channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw GodwitException.failed("the lock " + file + " cannot be read: " + reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.AccessDeniedException
        ? "permission denied; start as the user to whom the database belongs"
        : e.getClass().getSimpleName();
  }

  /** Null where another process has it. */
  @SuppressWarnings("resource") // The channel stays open with the lock.
  private static FileHold lock(Path file) throws IOException {
    FileChannel channel = OwnFile.open(file);
    try {
      FileLock lock = channel.tryLock(POSITION, 1, false);
      if (lock != null) {
        return new FileHold(file, key(file), channel, lock);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey();
  }

  private static Holder read(Path file) throws IOException {
    return Holder.parse(Files.readString(file)).orElseGet(Holder::unknown);
  }

  private void write(String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(false);
  }

  @Override
  public boolean isHeld() {
    try {
      return lock.isValid() && java.util.Objects.equals(key, key(file));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void release() {
    try {
      if (lock.isValid()) {
        channel.truncate(0);
      }
    } catch (IOException e) {
      throw GodwitException.failed("the lock " + file + " cannot be emptied: " + reason(e), e);
    } finally {
      closeQuietly();
      OURS.remove(file);
    }
  }

  private void closeQuietly() {
    try {
      channel.close();
    } catch (IOException e) {
      // The operating system has dropped the lock with the descriptor all the same.
      return;
    }
  }
}
