package dev.godwit.copy;

import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.OwnFile;
import dev.godwit.value.text.Forms;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Pattern;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Writes each value that changed its representation, before and after, as one JSON line. The only
 * place where values leave the stores; the caller keeps those of secret columns away.
 */
public final class Trace implements AutoCloseable {
  private static final Pattern OURS = Pattern.compile("\\{\"table\": ");

  private final Path file;
  private final BufferedWriter out;

  /** Starts a file that only its owner can read; one of an earlier run is replaced. */
  public Trace(Path file) {
    this.file = file;
    OwnFile.requireOurs(file, OURS);
    try {
      Files.deleteIfExists(file);
      OwnFile.create(file);
      out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void changed(
      String table, String key, String column, Row before, int i, Row after, int j, ColumnType to) {
    try {
      out.write("{\"table\": " + quote(table));
      out.write(", \"key\": " + quote(key));
      out.write(", \"column\": " + quote(column));
      out.write(", \"class\": " + quote(Row.className(before.storageClass(i))));
      out.write(", \"before\": " + show(before, i));
      out.write(", \"after\": " + show(after, j, to));
      out.write("}\n");
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** As people and the target write it, not as it travels. */
  private static String show(Row row, int i, ColumnType type) {
    if (type.kind() == Kind.BOOLEAN && !row.isNull(i)) {
      return row.integer(i) == 0 ? "false" : "true";
    }
    Row plain = new Row(1);
    Forms.render(type, row, i, plain, 0);
    return show(plain, 0);
  }

  private static String show(Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> "null";
      case Row.INTEGER -> Long.toString(row.integer(i));
      case Row.REAL -> quote(Double.toString(row.real(i)));
      case Row.TEXT -> quote(row.text(i));
      default -> quote("x'" + HexFormat.of().formatHex(row.bytes(i)) + "'");
    };
  }

  private static String quote(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }

  private GodwitException failure(IOException e) {
    return GodwitException.failed("the debug file " + file + " cannot be written: " + e, e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failure(e);
    }
  }
}
