package dev.godwit.json.write;

import dev.godwit.json.form.CellForm;
import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.RowWriter;
import dev.godwit.json.read.Shape;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Writes rows as other programs expect records: JSON as JSON, and no member for what is missing.
 */
final class PlainRow {
  private final List<Column> columns;
  private final CellForm[] forms;
  private final int missing;
  private final boolean sparse;

  /** {@code sparse}: nothing is written for a NULL. */
  PlainRow(List<Column> columns, boolean sparse) {
    this.sparse = sparse;
    this.columns = columns;
    this.missing = columns.stream().map(Column::name).toList().indexOf(Shape.MISSING);
    this.forms = new CellForm[columns.size()];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = new CellForm(columns.get(i).type());
    }
  }

  void write(JsonOut out, Row row, RowWriter.Tail tail) throws IOException {
    Set<String> absent = missing < 0 || row.isNull(missing) ? Set.of() : names(row.bytes(missing));
    out.write('{');
    boolean first = true;
    for (int i = 0; i < forms.length; i++) {
      Column column = columns.get(i);
      boolean not =
          row.isNull(i)
              && (sparse || column.type().name().endsWith("?") || absent.contains(column.name()));
      if (i == missing || not) {
        continue;
      }
      if (!first) {
        out.ascii(", ");
      }
      first = false;
      out.string(column.name());
      out.ascii(": ");
      value(out, forms[i], row, i);
    }
    tail.write(out, first);
    out.write('}');
  }

  static void value(JsonOut out, CellForm form, Row row, int i) throws IOException {
    boolean json = form.kind() == Kind.JSON || form.kind() == Kind.JSONB;
    if (json && row.storageClass(i) == Row.TEXT) {
      out.value(row.bytes(i));
    } else if (!form.said().plain(out, row, i)) {
      form.write(out, row, i);
    }
  }

  private static Set<String> names(byte[] array) {
    Set<String> result = new HashSet<>();
    try (JsonParser parser = Json.open(array)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
          result.add(parser.getString());
        }
      }
    }
    return result;
  }
}
