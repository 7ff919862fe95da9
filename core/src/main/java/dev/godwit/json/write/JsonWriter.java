package dev.godwit.json.write;

import dev.godwit.format.Draft;
import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.json.form.CellForm;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.read.Nest;
import dev.godwit.json.read.Shape;
import dev.godwit.json.write.RecordForm.Style;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes tables as one file of the wanted shape. */
public final class JsonWriter {
  private static final String NESTED = "data_";
  private static final byte[] COMMA = ",\n".getBytes(StandardCharsets.US_ASCII);

  private final Draft draft;
  private final Shape shape;
  private final Style style;
  private final Map<String, String> children;
  private final Map<String, Nest> nests;
  private final List<Entry> tables;

  /**
   * {@code children} are the tables that are to lie in others, by path; {@code sparse} leaves NULLs
   * out of plain shapes.
   */
  public JsonWriter(Draft draft, Shape shape, Map<String, String> children, boolean sparse) {
    this.draft = draft;
    this.style = shape == Shape.TABLES ? Style.EXACT : sparse ? Style.SPARSE : Style.PLAIN;
    this.children = children;
    this.nests = Nest.of(children, t -> draft.contents().table(t).map(Entry::table));
    this.shape = shape;
    this.tables = draft.contents().tables();
  }

  public void write(Path file) throws IOException {
    try (JsonOut out = new JsonOut(Files.newOutputStream(file))) {
      switch (shape) {
        case ARRAY -> records(out, only());
        case LINES -> lines(out, only());
        case KEYED -> keyed(out, only());
        case STATE -> state(out, document(true));
        case BACKUP -> backup(out);
        case TABLES -> tables(out);
        default -> throw GodwitException.usage("shape=folder: the target is a file");
      }
      out.write('\n');
    }
  }

  private Entry only() {
    List<Entry> all = records();
    if (all.size() != 1) {
      throw GodwitException.refused(
          "a JSON file of shape "
              + shape.word()
              + " holds one table, and there are "
              + all.size()
              + "; name it with --tables, nest the others as its children, or choose another"
              + " shape");
    }
    return all.get(0);
  }

  /** Tables of records: all but the document that stands beside them. */
  private List<Entry> records() {
    List<Entry> roots = tables.stream().filter(e -> !nests.containsKey(e.name())).toList();
    return roots.size() == 1 || shape == Shape.TABLES
        ? roots
        : roots.stream().filter(e -> !e.name().equals(Shape.DOCUMENT)).toList();
  }

  private Rows read(Entry entry) {
    return draft.rows(entry, entry.table().columns());
  }

  /** With the catalog, so that it is read as exactly as a folder is. */
  private void tables(JsonOut out) throws IOException {
    List<Entry> described = new ArrayList<>();
    for (Entry e : tables) {
      described.add(e.with(List.of(Part.whole(e.rows()))));
    }
    Contents now = draft.contents();
    List<Catalog.Other> others = now.others();
    Contents catalog = new Contents(described, List.of(), others, now.remarks());
    out.ascii("{\"" + CatalogFile.MEMBER + "\": ");
    out.write(CatalogFile.node(catalog, children).toString().getBytes(StandardCharsets.UTF_8));
    for (Entry e : records()) {
      out.write(COMMA);
      out.string(e.name());
      out.ascii(": ");
      records(out, e);
    }
    out.write('}');
  }

  private RecordForm form(Entry entry) throws IOException {
    return new RecordForm(draft, entry, nests, style);
  }

  private void records(JsonOut out, Entry entry) throws IOException {
    out.write('[');
    try (RecordForm form = form(entry);
        Rows rows = read(entry)) {
      for (boolean first = true; rows.next(); first = false) {
        out.ascii(first ? "\n  " : ",\n  ");
        form.write(out, rows.row());
      }
      form.requireAll();
    }
    out.ascii("\n]");
  }

  private void lines(JsonOut out, Entry entry) throws IOException {
    try (RecordForm form = form(entry);
        Rows rows = read(entry)) {
      for (boolean first = true; rows.next(); first = false) {
        if (!first) {
          out.write('\n');
        }
        form.write(out, rows.row());
      }
      form.requireAll();
    }
  }

  private void keyed(JsonOut out, Entry entry) throws IOException {
    List<String> key = entry.table().primaryKey();
    if (key.size() != 1) {
      throw GodwitException.refused(
          "shape=keyed: " + entry.name() + " has no primary key of one column");
    }
    List<Column> columns = entry.table().columns();
    int place = columns.stream().map(Column::name).toList().indexOf(key.get(0));
    out.write('{');
    try (RecordForm form = form(entry);
        Rows rows = read(entry)) {
      for (boolean first = true; rows.next(); first = false) {
        out.ascii(first ? "\n  " : ",\n  ");
        out.string(String.valueOf(rows.row().value(place)));
        out.ascii(": ");
        form.write(out, rows.row());
      }
      form.requireAll();
    }
    out.ascii("\n}");
  }

  private void state(JsonOut out, Document document) throws IOException {
    out.write('{');
    boolean first = true;
    for (Entry e : records()) {
      if (!first) {
        out.write(COMMA);
      }
      first = false;
      out.string(e.name());
      out.ascii(": ");
      records(out, e);
    }
    for (int i = 0; i < document.names().size(); i++) {
      if (!first) {
        out.write(COMMA);
      }
      first = false;
      out.string(document.names().get(i));
      out.ascii(": ");
      document.value(out, i);
    }
    out.write('}');
  }

  private void backup(JsonOut out) throws IOException {
    Document outer = document(false);
    out.ascii("{\"timestamp\": ");
    int time = outer.names().indexOf("timestamp");
    if (time < 0) {
      out.string(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    } else {
      outer.value(out, time);
    }
    out.ascii(",\n\"version\": ");
    int version = outer.names().indexOf("version");
    if (version < 0) {
      out.string("1.0");
    } else {
      outer.value(out, version);
    }
    out.ascii(",\n\"data\": ");
    state(out, document(true));
    out.write('}');
  }

  /** Values of the document by the names they are to have. */
  private record Document(List<String> names, List<Integer> cells, Row row, List<CellForm> forms) {
    void value(JsonOut out, int i) throws IOException {
      PlainRow.value(out, forms.get(cells.get(i)), row, cells.get(i));
    }
  }

  /** The members of the data itself, or those that a backup has around it. */
  private Document document(boolean inner) {
    Optional<Entry> entry =
        tables.size() == 1
            ? Optional.empty()
            : tables.stream().filter(e -> e.name().equals(Shape.DOCUMENT)).findFirst();
    List<String> names = new ArrayList<>();
    List<Integer> cells = new ArrayList<>();
    List<CellForm> forms = new ArrayList<>();
    Row row = new Row(entry.map(e -> e.table().columns().size()).orElse(0));
    if (entry.isPresent()) {
      List<Column> columns = entry.get().table().columns();
      columns.forEach(c -> forms.add(new CellForm(c.type())));
      if (entry.get().rows() > 1) {
        throw GodwitException.refused(
            "the table document has several rows; a file of shape " + shape.word() + " has one");
      }
      try (Rows rows = read(entry.get())) {
        while (rows.next()) {
          for (int c = 0; c < columns.size(); c++) {
            row.copy(c, rows.row(), c);
          }
        }
      }
      List<String> outer = List.of("timestamp", "version");
      for (int c = 0; c < columns.size(); c++) {
        String name = columns.get(c).name();
        boolean taken = shape == Shape.BACKUP && outer.contains(name);
        if (inner != taken && !row.isNull(c)) {
          names.add(inner && name.startsWith(NESTED) ? name.substring(NESTED.length()) : name);
          cells.add(c);
        }
      }
    }
    return new Document(names, cells, row, forms);
  }
}
