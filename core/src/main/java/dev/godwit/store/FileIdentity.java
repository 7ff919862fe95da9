package dev.godwit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;

/**
 * What tells a file's state from another of it: which file it is, its size, when it was written,
 * and when anything about it was changed, which nobody can set back. Taken from its folder alone,
 * without opening it: closing a descriptor would let go of SQLite's locks on it.
 *
 * @param key device and inode, where there are such; null of a file that is not there
 * @param changed null where the file system does not tell
 */
public record FileIdentity(Object key, long size, FileTime written, FileTime changed) {
  private static final FileIdentity NONE = new FileIdentity(null, -1, null, null);

  /** That of the file which the path leads to now. */
  public static FileIdentity of(Path file) throws IOException {
    try {
      BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
      if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
        return new FileIdentity(basic.creationTime(), basic.size(), basic.lastModifiedTime(), null);
      }
      Map<String, Object> unix =
          Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
      return new FileIdentity(
          unix.get("dev") + ":" + unix.get("ino"),
          (Long) unix.get("size"),
          (FileTime) unix.get("lastModifiedTime"),
          (FileTime) unix.get("ctime"));
    } catch (NoSuchFileException e) {
      return NONE;
    }
  }

  public boolean exists() {
    return size >= 0;
  }

  /** Whether both are of one file, whatever was written to it in between. */
  public boolean isSameFile(FileIdentity other) {
    return exists() && key.equals(other.key);
  }

  /** What has become of the file meanwhile, for people; {@code now} is other than this. */
  public String changeTo(FileIdentity now) {
    if (!now.exists()) {
      return "is gone";
    }
    if (!isSameFile(now)) {
      return "was replaced by another file";
    }
    if (now.size < size) {
      return "was cut short";
    }
    return "was written to";
  }
}
