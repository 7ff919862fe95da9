package dev.godwit.testing;

import dev.godwit.Stores;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a store holds, to the bit. */
public final class Contents {
  private Contents() {}

  /** Every table's rows as text, storage classes and all, sorted. */
  public static List<String> of(String store) {
    List<String> result = new ArrayList<>();
    try (Source source = Stores.source(store, null)) {
      for (Table table : source.catalog().tables()) {
        List<Column> columns = table.columns();
        try (Rows rows = source.read(table, columns, Position.START)) {
          while (rows.next()) {
            result.add(table.name() + cells(rows.row()));
          }
        }
      }
    }
    result.sort(null);
    return result;
  }

  private static String cells(Row row) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      text.append('|').append(Row.className(row.storageClass(i))).append(' ');
      switch (row.storageClass(i)) {
        case Row.NULL -> text.append("");
        case Row.INTEGER -> text.append(row.integer(i));
        case Row.REAL -> text.append(Double.toHexString(row.real(i)));
        default -> text.append(HexFormat.of().formatHex(row.bytes(i)));
      }
    }
    return text.toString();
  }
}
