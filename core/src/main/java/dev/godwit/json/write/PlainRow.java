package dev.godwit.json.write;

import dev.godwit.json.form.CellForm;
import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.RowWriter;
import dev.godwit.json.form.Said;
import dev.godwit.json.read.Shape;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
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
    this.forms = new CellForm[columns.size()];
    for (int i = 0; i < forms.length; i++) {
      forms[i] = new CellForm(columns.get(i).type());
    }
    this.missing = marker();
  }

  /** The place of the column that tells NULL from what is missing; -1 where there is none. */
  private int marker() {
    for (int i = forms.length - 1; i >= 0; i--) {
      boolean json = forms[i].kind() == Kind.JSONB || forms[i].said() == Said.JSON;
      if (json && columns.get(i).name().matches(Shape.MISSING + "(_\\d+)?")) {
        return i;
      }
    }
    return -1;
  }

  void write(JsonOut out, Row row, RowWriter.Tail tail) throws IOException {
    Set<String> absent = missing < 0 || row.isNull(missing) ? Set.of() : absent(row);
    boolean marked = missing >= 0 && absent != null;
    out.write('{');
    boolean first = true;
    for (int i = 0; i < forms.length; i++) {
      Column column = columns.get(i);
      boolean not =
          row.isNull(i)
              && (sparse
                  || column.type().name().endsWith("?")
                  || marked && absent.contains(column.name()));
      if (i == missing && marked || not) {
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

  /** The columns that the row's record lacks; null where the cell says something else. */
  private Set<String> absent(Row row) {
    Set<String> nulls = new HashSet<>();
    for (int i = 0; i < forms.length; i++) {
      if (row.isNull(i)) {
        nulls.add(columns.get(i).name());
      }
    }
    Set<String> result = new HashSet<>();
    try (JsonParser parser = Json.open(row.bytes(missing))) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        return null;
      }
      while (parser.nextToken() == JsonToken.VALUE_STRING) {
        result.add(parser.getString());
      }
      boolean end = parser.currentToken() == JsonToken.END_ARRAY && parser.nextToken() == null;
      return end && nulls.containsAll(result) ? result : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
