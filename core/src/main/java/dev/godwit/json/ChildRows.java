package dev.godwit.json;

import dev.godwit.json.Contents.Entry;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Rows of a child table, set aside on disk as they are to be written, to be looked up by the keys
 * of their parents. Memory does not grow with them.
 */
final class ChildRows implements AutoCloseable {
  private final Nest nest;
  private final KeyIndex index;
  private final Path file;
  private final FileChannel channel;
  private final ByteBuffer window = ByteBuffer.allocate(1 << 16).limit(0);
  private final int[] keyCells;
  private final Row key;
  private final long rows;
  private long windowStart;
  private long written;

  /**
   * {@code form} writes the child's rows, its own children included; it is closed by the caller.
   */
  ChildRows(Revision revision, Nest nest, Entry child, RecordForm form) throws IOException {
    this.nest = nest;
    this.index = new KeyIndex(nest.keys().size());
    this.file = Files.createTempFile(revision.staging().scratch(), "nested", ".ndjson");
    this.keyCells = places(nest.parent().columns(), nest.keys());
    this.key = new Row(keyCells.length);
    this.rows = fill(revision, child, form);
    this.channel = FileChannel.open(file);
  }

  private static int[] places(List<Column> columns, List<String> names) {
    List<String> all = columns.stream().map(Column::name).toList();
    return names.stream().mapToInt(all::indexOf).toArray();
  }

  private long fill(Revision revision, Entry child, RecordForm form) throws IOException {
    List<Column> columns = child.table().columns();
    int[] cells = places(columns, nest.columns());
    long count = 0;
    try (JsonOut out = new JsonOut(Files.newOutputStream(file));
        Rows all = revision.read(child, columns, Position.START)) {
      while (all.next()) {
        index.add(JsonLoading.spread(all.row(), cells, key), out.position());
        form.write(out, all.row());
        out.write('\n');
        count++;
      }
    }
    index.sort();
    return count;
  }

  String member() {
    return nest.member();
  }

  /** Writes the array of the rows that belong to this one of the parent. */
  void write(JsonOut out, Row parent) throws IOException {
    out.write('[');
    long[] count = {0};
    index.each(
        JsonLoading.spread(parent, keyCells, key),
        place -> {
          try {
            if (count[0]++ > 0) {
              out.ascii(", ");
            }
            copy(out, place);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    written += count[0];
    out.write(']');
  }

  /** The line that begins at this place. */
  private void copy(JsonOut out, long place) throws IOException {
    boolean near = place >= windowStart && place < windowStart + window.limit();
    if (near) {
      window.position((int) (place - windowStart));
    } else {
      read(place);
    }
    for (byte b = next(); b != '\n'; b = next()) {
      out.write(b);
    }
  }

  private byte next() throws IOException {
    if (!window.hasRemaining()) {
      read(windowStart + window.limit());
    }
    return window.get();
  }

  private void read(long place) throws IOException {
    window.clear();
    windowStart = place;
    if (channel.read(window, place) < 0) {
      throw new IOException(file + " was cut off");
    }
    window.flip();
  }

  /** Refuses where a row has not found its one parent. */
  void requireAll() {
    if (written != rows) {
      throw GodwitException.refused(
          nest.child().name()
              + " has "
              + rows
              + " rows, of which "
              + written
              + " would be written as "
              + nest.parent().name()
              + "."
              + nest.member()
              + ": each must belong to one row of "
              + nest.parent().name()
              + " by ("
              + String.join(", ", nest.columns())
              + "); nothing was written. Mend the others in the source, or leave "
              + nest.member()
              + " out of children");
    }
  }

  @Override
  public void close() {
    index.close();
    try {
      channel.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Staging.failure(file, e);
    }
  }
}
