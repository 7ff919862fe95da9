package dev.godwit.sqlite;

import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.ArrayList;
import java.util.List;

/** Rows of a source as lines, for tests. */
public final class Reads {
  private Reads() {}

  /** Every column of the rows after a position: NULL, 1, 1.5, 'text', or a blob's length. */
  public static List<String> read(Source source, String table, Position after) {
    Table t = source.catalog().table(table).orElseThrow();
    return lines(source.read(t, t.columns(), after));
  }

  /** Closes the rows. */
  public static List<String> lines(Rows all) {
    List<String> result = new ArrayList<>();
    try (Rows rows = all) {
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < rows.row().size(); i++) {
          line.append(i == 0 ? "" : " ").append(cell(rows.row(), i));
        }
        result.add(line.toString());
      }
    }
    return result;
  }

  private static String cell(Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> "NULL";
      case Row.INTEGER -> Long.toString(row.integer(i));
      case Row.REAL -> Double.toString(row.real(i));
      case Row.TEXT -> "'" + row.text(i) + "'";
      default -> "x" + row.bytes(i).length;
    };
  }
}
