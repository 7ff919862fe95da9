package dev.godwit.json.write;

import dev.godwit.format.Draft;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.json.form.CellForm;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.RowWriter;
import dev.godwit.json.read.Nest;
import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the rows of one table of a file are written, with the rows of others in them. */
final class RecordForm implements AutoCloseable {
  private static final String VALUE = "value";

  private interface Form {
    void write(JsonOut out, Row row, RowWriter.Tail tail) throws IOException;
  }

  private final List<Inner> children = new ArrayList<>();
  private final List<RecordForm> forms = new ArrayList<>();
  private final Form form;
  private final int[] cells;
  private final Row part;

  /** How values stand: in Godwit's own form, else as other programs expect it. */
  enum Style {
    EXACT,
    PLAIN,
    /** Plain, and nothing for a NULL. */
    SPARSE
  }

  RecordForm(Draft draft, Entry entry, Map<String, Nest> nests, Style style) throws IOException {
    boolean exact = style == Style.EXACT;
    Nest own = nests.get(entry.name());
    List<Column> columns = new ArrayList<>(own == null ? entry.table().columns() : own.own());
    boolean numbered = own != null && !exact && own.isNumbered() && counts(draft, entry, own);
    if (numbered) {
      columns.removeIf(c -> c.name().equals(Nest.ORDINAL));
    }
    cells = Column.places(columns, entry.table().columns());
    part = new Row(columns.size());
    form = form(columns, numbered, style);
    for (Nest nest : Nest.in(nests, entry.name())) {
      Entry child = draft.contents().table(nest.child().name()).orElseThrow();
      RecordForm inner = new RecordForm(draft, child, nests, style);
      forms.add(inner);
      children.add(new Inner(draft, nest, child, inner));
      inner.requireAll();
    }
  }

  private static Form form(List<Column> columns, boolean numbered, Style style) {
    if (style == Style.EXACT) {
      return new RowWriter(columns)::write;
    } else if (numbered && columns.size() == 1 && columns.get(0).name().equals(VALUE)) {
      CellForm value = new CellForm(columns.get(0).type());
      return (out, row, tail) -> PlainRow.value(out, value, row, 0);
    }
    return new PlainRow(columns, style == Style.SPARSE)::write;
  }

  /** Whether the rows of each parent are numbered as they lie, so that their order tells it. */
  private static boolean counts(Draft draft, Entry entry, Nest nest) {
    List<Column> columns =
        entry.table().primaryKey().stream()
            .map(c -> entry.table().column(c).orElseThrow())
            .toList();
    int ordinal = columns.size() - 1;
    Row last = new Row(columns.size());
    long expected = 0;
    try (Rows rows = draft.rows(entry, columns)) {
      while (rows.next()) {
        Row row = rows.row();
        boolean same = expected > 0;
        for (int i = 0; same && i < nest.columns().size(); i++) {
          same = java.util.Objects.deepEquals(row.value(i), last.value(i));
        }
        expected = same ? expected + 1 : 1;
        if (row.storageClass(ordinal) != Row.INTEGER || row.integer(ordinal) != expected) {
          return false;
        }
        last.take(row);
      }
    }
    return true;
  }

  void write(JsonOut out, Row row) throws IOException {
    form.write(out, part.take(row, cells), (to, first) -> children(to, row, first));
  }

  private void children(JsonOut out, Row row, boolean first) throws IOException {
    boolean comma = !first;
    for (Inner child : children) {
      if (comma) {
        out.ascii(", ");
      }
      comma = true;
      out.string(child.member());
      out.ascii(": ");
      child.write(out, row);
    }
  }

  /** Refuses where a row of a child was not written with its parent. */
  void requireAll() {
    children.forEach(Inner::requireAll);
  }

  @Override
  public void close() {
    children.forEach(Inner::close);
    forms.forEach(RecordForm::close);
  }
}
