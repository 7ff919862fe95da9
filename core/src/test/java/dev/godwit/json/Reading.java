package dev.godwit.json;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads stores as tests show them. */
final class Reading {
  private Reading() {}

  static Path file(Path folder, String name, String json) throws IOException {
    return Files.writeString(folder.resolve(name), json);
  }

  /** The columns of a table: name, kind, type. */
  static List<String> columns(Source source, String table) {
    return source.catalog().table(table).orElseThrow().columns().stream()
        .map(c -> c.name() + " " + c.type().kind() + " " + c.type().name())
        .toList();
  }

  /** Rows as text, cells joined by |. */
  static List<String> rows(Source source, String table) {
    return rows(source, table, Position.START);
  }

  static List<String> rows(Source source, String name, Position after) {
    Table table = source.catalog().table(name).orElseThrow();
    List<Column> columns = table.columns();
    List<String> result = new ArrayList<>();
    try (Rows rows = source.read(table, columns, after)) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          cells.add(cell(rows.row(), i));
        }
        result.add(String.join("|", cells));
      }
    }
    return result;
  }

  private static String cell(Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> "NULL";
      case Row.INTEGER -> Long.toString(row.integer(i));
      case Row.REAL -> row.real(i) + "f";
      case Row.TEXT -> new String(row.bytes(i), StandardCharsets.UTF_8);
      default -> "x" + HexFormat.of().formatHex(row.bytes(i));
    };
  }
}
