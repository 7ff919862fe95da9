package dev.godwit.store;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files of our own in folders that others may write to: only their owner can read them, whatever
 * the umask, and no link that somebody put in their place is followed.
 */
public final class OwnFile {
  private static final FileAttribute<?>[] PRIVATE = {
    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
  };

  private static final FileAttribute<?> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private OwnFile() {}

  /** Makes an empty file; fails where anything is there already. */
  public static void create(Path file) throws IOException {
    open(file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)).close();
  }

  /** Makes a folder, and those that it is to be in, where they are missing. */
  public static Path createFolders(Path folder) throws IOException {
    return isPosix(folder)
        ? Files.createDirectories(folder, PRIVATE_FOLDER)
        : Files.createDirectories(folder);
  }

  /**
   * Opens a file that may be there, to read and write it.
   *
   * @throws GodwitException where something else than a file of one name is there
   */
  public static FileChannel open(Path file) throws IOException {
    requirePlain(file);
    return open(
        file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  private static FileChannel open(Path file, Set<? extends OpenOption> how) throws IOException {
    Set<OpenOption> all = new java.util.HashSet<>(how);
    all.add(LinkOption.NOFOLLOW_LINKS);
    return FileChannel.open(file, all, isPosix(file) ? PRIVATE : new FileAttribute<?>[0]);
  }

  /**
   * Waits until a file of ours, or what a folder lists, is on the disk. Windows opens no folder,
   * and writes to files only what may be written: its names are safe by themselves.
   */
  public static void sync(Path path) throws IOException {
    boolean folder = Files.isDirectory(path);
    if (folder && !isPosix(path)) {
      return;
    }
    StandardOpenOption how = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /**
   * Refuses what is there but is no plain file: a pipe would wait for its other end, and a link or
   * a second name may be of anybody's file.
   */
  public static void requirePlain(Path file) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean several =
          attributes.isRegularFile()
              && file.getFileSystem().supportedFileAttributeViews().contains("unix")
              && (Integer) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1;
      if (!attributes.isRegularFile() || several) {
        throw GodwitException.refused(
            file
                + " is "
                + (attributes.isSymbolicLink()
                    ? "a symbolic link"
                    : several ? "a file of several names" : "no plain file")
                + ", which Godwit does not write through; nothing was written. Remove it, and find"
                + " out who put it there");
      }
    } catch (NoSuchFileException e) {
      // Then it is made.
      return;
    }
  }

  /** The file that a link leads to; the path itself where it is none, or leads nowhere. */
  public static Path followed(Path file) {
    try {
      return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    } catch (IOException e) {
      return file;
    }
  }

  /** Refuses a link, in whose place a new file would come. */
  public static void requireNoLink(Path file) {
    requireNoLooseLink(file);
    if (Files.isSymbolicLink(file)) {
      throw GodwitException.refused(
          file
              + " is a symbolic link, and a new file would come in its place; name what it leads to: "
              + followed(file));
    }
  }

  /** Refuses a link to what is not there: nobody knows whether it is to be made there, or here. */
  public static void requireNoLooseLink(Path file) {
    if (Files.isSymbolicLink(file) && !Files.exists(file)) {
      String place;
      try {
        place = Files.readSymbolicLink(file).toString();
      } catch (IOException e) {
        place = "another place";
      }
      throw GodwitException.refused(
          file
              + " is a symbolic link to "
              + place
              + ", where nothing is; remove the link, or name the file that it is to lead to");
    }
  }

  /**
   * Refuses to write over what is there, unless it is an empty file or begins as what Godwit writes
   * there: a name that was mistaken must not cost anybody a database.
   */
  public static void requireOurs(Path file, Pattern beginning) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      if (Files.isRegularFile(file)) {
        byte[] head = new byte[200];
        int length;
        try (InputStream in = Files.newInputStream(file)) {
          length = in.readNBytes(head, 0, head.length);
        }
        String text = new String(head, 0, length, StandardCharsets.ISO_8859_1);
        if (length == 0 || beginning.matcher(text).lookingAt()) {
          return;
        }
      }
    } catch (IOException e) {
      throw GodwitException.failed(file + " cannot be read: " + e, e);
    }
    throw GodwitException.usage(
        file
            + " is there, and Godwit did not write it: nothing is written over it. Name another"
            + " file, or remove that one");
  }
}
