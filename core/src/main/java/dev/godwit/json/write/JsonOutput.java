package dev.godwit.json.write;

import dev.godwit.json.form.JsonOut;
import dev.godwit.model.Column;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Rows on a stream, for other programs: a record for each, true and false, JSON as JSON, and null
 * for what is missing. Writes to the stream, and leaves it open.
 */
public final class JsonOutput {
  private final JsonOut out;

  public JsonOutput(OutputStream stream) {
    out = new JsonOut(stream);
  }

  /** A record on each line. */
  public void lines(List<Column> columns, Rows rows) throws IOException {
    PlainRow record = new PlainRow(columns, false);
    while (rows.next()) {
      record.write(out, rows.row(), (o, first) -> {});
      out.write('\n');
    }
  }

  /** An array of records. */
  public void array(List<Column> columns, Rows rows) throws IOException {
    PlainRow record = new PlainRow(columns, false);
    out.write('[');
    for (boolean first = true; rows.next(); first = false) {
      out.ascii(first ? "\n  " : ",\n  ");
      record.write(out, rows.row(), (o, none) -> {});
    }
    out.ascii("\n]");
  }

  /** What stands between tables: names, braces, commas. */
  public void text(String ascii) throws IOException {
    out.ascii(ascii);
  }

  /** A member's name. */
  public void name(String name) throws IOException {
    out.string(name);
    out.ascii(": ");
  }

  public void flush() throws IOException {
    out.flush();
  }
}
