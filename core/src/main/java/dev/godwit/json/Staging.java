package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.json.Contents.Part;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A folder beside the target, on the same disk, where everything is written that is not kept yet.
 * It goes with the transaction.
 */
final class Staging implements AutoCloseable {
  private static final String MIDDLE = ".godwit-";

  private final Path root;
  private final Path folder;
  private final Function<String, Path> places;
  private Path scratch;
  private final Set<String> staged = new HashSet<>();
  private final Set<String> taken = new HashSet<>();

  /**
   * For a target at this path; {@code files} are the names that it uses, {@code places} tells where
   * each lies.
   */
  Staging(Path root, List<String> files, Function<String, Path> places) {
    this.root = root;
    this.places = places;
    files.forEach(f -> taken.add(f.toLowerCase(Locale.ROOT)));
    try {
      Path parent = parent(root);
      Files.createDirectories(parent);
      folder = Files.createTempDirectory(parent, "." + root.getFileName() + MIDDLE);
    } catch (IOException e) {
      throw failure(root, e);
    }
  }

  static Path parent(Path path) {
    return path.toAbsolutePath().normalize().getParent();
  }

  static GodwitException failure(Path path, IOException e) {
    boolean full = String.valueOf(e.getMessage()).contains("No space left");
    return GodwitException.failed(
        path + " cannot be written: " + (full ? "the disk is full" : e.toString()), e);
  }

  Path folder() {
    return folder;
  }

  /** A folder beside it for what is never kept, on the same disk; it goes with the transaction. */
  Path scratch() {
    try {
      if (scratch == null) {
        scratch = Files.createTempDirectory(parent(root), "." + root.getFileName() + MIDDLE);
      }
      return scratch;
    } catch (IOException e) {
      throw failure(root, e);
    }
  }

  Set<String> staged() {
    return staged;
  }

  /** Where a file of the target lies now. */
  Path place(String file) {
    if (!root.resolve(file).normalize().startsWith(root.normalize())) {
      throw GodwitException.refused(
          root.resolve(CatalogFile.NAME) + " names a file outside of its folder");
    }
    return staged.contains(file) ? folder.resolve(file) : places.apply(file);
  }

  /** Writes rows to a file of their own. */
  final class PartWriter implements AutoCloseable {
    private final String file;
    private final JsonOut out;
    private final RowWriter rows;
    private long count;

    private PartWriter(String file, Entry entry) throws IOException {
      this.file = file;
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      out = new JsonOut(Files.newOutputStream(path, StandardOpenOption.CREATE_NEW));
      rows = new RowWriter(entry.table().columns());
    }

    void write(Row row) {
      try {
        rows.write(out, row);
        out.write('\n');
        count++;
      } catch (IOException e) {
        throw failure(root, e);
      }
    }

    /** Adds a whole file of so many rows of the same table. */
    void write(Path rowsFile, long number) {
      byte[] buffer = new byte[1 << 16];
      int last = '\n';
      try (InputStream in = Files.newInputStream(rowsFile)) {
        for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
          out.write(n == buffer.length ? buffer : Arrays.copyOf(buffer, n));
          last = buffer[n - 1];
        }
        if (last != '\n') {
          out.write('\n');
        }
        count += number;
      } catch (IOException e) {
        throw failure(root, e);
      }
    }

    /** Where the next row will begin. */
    long position() {
      return out.position();
    }

    /** Ends the file. */
    Part part() {
      close();
      return new Part(file, count, out.position());
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw failure(root, e);
      }
    }
  }

  /** A file for rows of this table, in a subfolder that may be empty. */
  PartWriter writer(String below, Entry entry) {
    String base = below + safe(entry.name());
    String file = base + ".ndjson";
    for (int i = 2; !taken.add(file.toLowerCase(Locale.ROOT)) || exists(file); i++) {
      file = base + "." + i + ".ndjson";
    }
    staged.add(file);
    try {
      return new PartWriter(file, entry);
    } catch (IOException e) {
      throw failure(root, e);
    }
  }

  private boolean exists(String file) {
    return Files.exists(places.apply(file));
  }

  /** A file's name for a table's; the catalog knows the table's own. */
  private static String safe(String table) {
    String plain = table.replaceAll("[^\\p{L}\\p{N}_-]", "_");
    String cut = plain.length() > 60 ? plain.substring(0, 60) : plain;
    return cut.isEmpty() ? "_" : cut;
  }

  /** Takes a file away that was written here. */
  void drop(Part part) {
    try {
      staged.remove(part.file());
      Files.deleteIfExists(folder.resolve(part.file()));
    } catch (IOException e) {
      throw failure(root, e);
    }
  }

  /** Makes sure that a file, or a folder's list of names, is on the disk. */
  static void sync(Path path) throws IOException {
    StandardOpenOption how =
        Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  @Override
  public void close() {
    try {
      delete(folder);
      if (scratch != null) {
        delete(scratch);
      }
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = new ArrayList<>(walk.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  /** Takes away what a process left here that died; call it only under the target's lock. */
  static void sweep(Path root) {
    Path parent = parent(root);
    if (!Files.isDirectory(parent)) {
      return;
    }
    String prefix = "." + root.getFileName() + MIDDLE;
    try (Stream<Path> all = Files.list(parent)) {
      for (Path path : all.toList()) {
        if (Files.isDirectory(path) && path.getFileName().toString().startsWith(prefix)) {
          delete(path);
        }
      }
    } catch (IOException e) {
      throw failure(root, e);
    }
  }
}
