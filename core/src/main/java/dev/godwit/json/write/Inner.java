package dev.godwit.json.write;

import dev.godwit.format.Draft;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.read.Nest;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.scratch.Lookup;
import dev.godwit.store.Rows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Rows of a table that lies in another, as they are to be written, to be looked up by the keys of
 * their parents. Memory does not grow with them.
 */
final class Inner implements AutoCloseable {
  private final Nest nest;
  private final Lookup lookup;
  private final int[] keyCells;
  private final Row key;
  private long rows;
  private long written;

  /**
   * {@code form} writes the child's rows, its own children included; it is closed by the caller.
   */
  Inner(Draft draft, Nest nest, Entry child, RecordForm form) throws IOException {
    this.nest = nest;
    this.lookup = Lookup.of(nest.keys().size());
    this.keyCells = places(nest.parent().columns(), nest.keys());
    this.key = new Row(keyCells.length);
    List<Column> columns = child.table().columns();
    int[] cells = places(columns, nest.columns());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Rows all = draft.rows(child, columns);
        JsonOut out = new JsonOut(bytes, 1 << 12)) {
      for (; all.next(); rows++) {
        bytes.reset();
        form.write(out, all.row());
        out.flush();
        lookup.add(key.take(all.row(), cells), bytes.toByteArray());
      }
    }
    lookup.sort();
  }

  private static int[] places(List<Column> columns, List<String> names) {
    List<String> all = columns.stream().map(Column::name).toList();
    return names.stream().mapToInt(all::indexOf).toArray();
  }

  String member() {
    return nest.member();
  }

  /** Writes the array of the rows that belong to this one of the parent. */
  void write(JsonOut out, Row parent) throws IOException {
    out.write('[');
    long before = written;
    try {
      lookup.each(
          key.take(parent, keyCells),
          json -> {
            try {
              if (written++ > before) {
                out.ascii(", ");
              }
              out.write((byte[]) json);
              return true;
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    out.write(']');
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
    lookup.close();
  }
}
