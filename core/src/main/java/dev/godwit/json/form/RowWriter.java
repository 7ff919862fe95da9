package dev.godwit.json.form;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Writes rows of one table as objects in Godwit's own form. */
public final class RowWriter {
  /** What stands at the end of a record; {@code first} where nothing stands before it. */
  public interface Tail {
    void write(JsonOut out, boolean first) throws IOException;
  }

  private final byte[][] names;
  private final CellForm[] forms;

  public RowWriter(List<Column> columns) {
    names = new byte[columns.size()][];
    forms = new CellForm[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = member(columns.get(i).name(), i == 0);
      forms[i] = new CellForm(columns.get(i).type());
    }
  }

  /** What stands before a value: {@code ,"name":}. */
  static byte[] member(String name, boolean first) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonOut out = new JsonOut(bytes, 1 << 10)) {
      out.write(first ? '{' : ',');
      out.string(name);
      out.write(':');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  public void write(JsonOut out, Row row) throws IOException {
    cells(out, row);
    out.write('}');
  }

  /** With what stands at the record's end. */
  public void write(JsonOut out, Row row, Tail tail) throws IOException {
    cells(out, row);
    tail.write(out, names.length == 0);
    out.write('}');
  }

  private void cells(JsonOut out, Row row) throws IOException {
    if (names.length == 0) {
      out.write('{');
    }
    for (int i = 0; i < names.length; i++) {
      out.write(names[i]);
      forms[i].write(out, row, i);
    }
  }
}
