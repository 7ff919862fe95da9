package dev.godwit.csv;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import dev.godwit.format.TextCell;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Rows as RFC 4180 has them, for other programs: names first, quotes where they are needed, true
 * and false. Nothing stands for NULL, and two quotes for an empty text.
 */
public final class CsvOutput {
  private CsvOutput() {}

  /** Writes them all, and leaves {@code out} open. */
  public static void write(Writer out, List<Column> columns, Rows rows) throws IOException {
    TextCell[] cells = columns.stream().map(c -> new TextCell(c.type())).toArray(TextCell[]::new);
    // Closing it would close what others write to.
    CsvWriter writer =
        CsvWriter.builder()
            .lineDelimiter(LineDelimiter.CRLF)
            .quoteStrategy(new EmptyTexts())
            .build(out);
    writer.writeRecord(columns.stream().map(Column::name).toList());
    String[] fields = new String[cells.length];
    while (rows.next()) {
      for (int i = 0; i < fields.length; i++) {
        fields[i] = field(columns.get(i), cells[i], rows.row(), i, rows);
      }
      writer.writeRecord(fields);
    }
    writer.flush();
  }

  private static String field(Column column, TextCell cell, Row row, int i, Rows rows) {
    if (isTruth(column.type(), row, i)) {
      return Boolean.toString(row.integer(i) == 1);
    }
    try {
      return row.isNull(i) ? null : cell.write(row, i);
    } catch (IllegalArgumentException e) {
      throw GodwitException.refused(
          column.name() + " of " + rows.position() + ": " + e.getMessage());
    }
  }

  /** SQLite has 0 and 1 for what it declares as BOOLEAN. */
  private static boolean isTruth(ColumnType type, Row row, int i) {
    return type.kind() == Kind.ANY
        && type.name().equals("BOOLEAN")
        && row.storageClass(i) == Row.INTEGER
        && (row.integer(i) & ~1L) == 0;
  }

  /** What is null is not asked for. */
  private static final class EmptyTexts implements QuoteStrategy {
    @Override
    public boolean quoteEmpty(int line, int field) {
      return true;
    }

    @Override
    public boolean quoteValue(int line, int field, String value) {
      return false;
    }
  }
}
