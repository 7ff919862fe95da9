package dev.godwit.cli.report;

import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Mark;
import dev.godwit.inspect.Seen;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.inspect.TableProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Row;
import dev.godwit.model.Shown;
import dev.godwit.model.Table;
import dev.godwit.report.ReportJson;
import dev.godwit.store.Source;
import dev.godwit.store.can.Checking;
import dev.godwit.value.text.Forms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is in a store, for people and for programs. The record is the JSON. */
public record Inspection(
    String store,
    long rows,
    long bytes,
    List<String> damage,
    List<String> remarks,
    List<TableView> tables,
    List<Catalog.Other> others) {
  private static final Set<Mark> CLASSES =
      Set.of(Mark.INTEGER, Mark.REAL, Mark.TEXT, Mark.BLOB, Mark.NULL);

  /** One table. {@code history} is the tool whose history it is, or null. */
  public record TableView(
      String name,
      long rows,
      long bytes,
      boolean strict,
      boolean withoutRowid,
      List<String> primaryKey,
      List<ForeignKeyView> foreignKeys,
      List<IndexView> indexes,
      List<String> triggers,
      String history,
      List<ColumnView> columns) {}

  /** A foreign key; {@code orphans} counts rows that refer to nothing, -1 where nobody knows. */
  public record ForeignKeyView(
      List<String> columns, String table, List<String> targetColumns, long orphans) {}

  /** An index, by its parts. */
  public record IndexView(String name, List<String> parts, boolean unique, String where) {}

  /**
   * A column; {@code seen} counts storage classes, date encodings and hazards, by name. Ranges are
   * of numbers, and of texts in the order of their bytes; null where there are none.
   */
  public record ColumnView(
      String name,
      String declared,
      String affinity,
      boolean nullable,
      String defaultValue,
      String generated,
      Map<String, Seen> classes,
      Map<String, Seen> seen,
      Object min,
      Object max,
      String minText,
      String maxText,
      long longestCharacters,
      long longestBytes) {}

  /** Puts together what the catalog says and what the rows are. */
  public static Inspection of(Source source, Checking.Integrity integrity, StoreProfile profile) {
    List<TableView> tables = new ArrayList<>();
    for (TableProfile p : profile.tables()) {
      source.catalog().table(p.name()).ifPresent(t -> tables.add(table(t, p)));
    }
    return new Inspection(
        source.name(),
        profile.rows(),
        profile.bytes(),
        integrity.damage(),
        integrity.remarks(),
        tables,
        source.catalog().others());
  }

  private static TableView table(Table t, TableProfile p) {
    List<ForeignKeyView> keys = new ArrayList<>();
    for (int i = 0; i < t.foreignKeys().size(); i++) {
      ForeignKey k = t.foreignKeys().get(i);
      long orphans = i < p.orphans().size() ? p.orphans().get(i) : -1;
      keys.add(new ForeignKeyView(k.columns(), k.targetTable(), k.targetColumns(), orphans));
    }
    return new TableView(
        t.name(),
        p.rows(),
        p.bytes(),
        t.traits().strict(),
        t.traits().withoutRowid(),
        t.primaryKey(),
        keys,
        t.indexes().stream().map(Inspection::index).toList(),
        t.triggers(),
        p.history(),
        t.columns().stream().map(c -> column(c, p)).toList());
  }

  private static IndexView index(Index i) {
    List<String> parts =
        i.parts().stream()
            .map(
                part ->
                    (part.column() == null ? String.valueOf(part.expression()) : part.column())
                        + (part.descending() ? " DESC" : ""))
            .toList();
    return new IndexView(i.name(), parts, i.unique(), i.where());
  }

  private static ColumnView column(Column c, TableProfile table) {
    ColumnProfile p = table.column(c.name()).orElseThrow();
    Map<String, Seen> classes = new LinkedHashMap<>();
    Map<String, Seen> others = new TreeMap<>();
    for (Mark mark : Mark.values()) {
      if (p.count(mark) > 0) {
        (CLASSES.contains(mark) ? classes : others).put(word(mark), p.seen().get(mark));
      }
    }
    return new ColumnView(
        c.name(),
        c.type().name(),
        word(p.declared().affinity()),
        c.nullable(),
        c.isGenerated() ? null : c.defaultValue(),
        c.isGenerated() ? word(c.generated()) : null,
        classes,
        others,
        number(c, p.min()),
        number(c, p.max()),
        p.texts() == null ? null : p.texts().min(),
        p.texts() == null ? null : p.texts().max(),
        p.longestCharacters(),
        Math.max(p.longestBytes(), p.longestBlob()));
  }

  /** As people read it: what an engine keeps as a number may be a moment. */
  private static Object number(Column column, Number value) {
    if (value == null || !column.type().kind().isTemporal()) {
      return value;
    }
    Row row = new Row(1);
    row.setInteger(0, value.longValue());
    Forms.render(column.type(), row, 0, row, 0);
    return row.storageClass(0) == Row.TEXT ? row.text(0) : value;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String json() {
    return ReportJson.of(this) + "\n";
  }

  /** For a browser; {@code catalog} is what the store says of its tables. */
  public String html(List<Table> catalog) {
    return new HtmlInspection(this).page(catalog).html();
  }

  /** For people: one block a table. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append(Shown.line(store))
        .append(": ")
        .append(Words.count(tables.size(), "table"))
        .append(", ");
    text.append(Words.count(rows, "row")).append(", ").append(Words.number(bytes));
    text.append(" bytes of values\n");
    damage.forEach(d -> text.append("damaged: ").append(Shown.line(d.strip())).append('\n'));
    remarks.forEach(r -> text.append("integrity: ").append(Shown.line(r.strip())).append('\n'));
    tables.forEach(t -> text(text, t));
    if (!others.isEmpty()) {
      text.append("\nother objects\n");
      for (Catalog.Other o : others) {
        text.append("  ").append(o.type()).append(' ').append(Shown.line(o.name()));
        text.append(o.why() == null ? "" : ": " + Shown.line(o.why())).append('\n');
      }
    }
    return text.toString();
  }

  private static void text(StringBuilder text, TableView t) {
    text.append('\n')
        .append(Shown.line(t.name()))
        .append("  ")
        .append(Words.count(t.rows(), "row"));
    text.append(t.strict() ? ", STRICT" : "").append(t.withoutRowid() ? ", WITHOUT ROWID" : "");
    text.append(t.history() == null ? "" : ", the history table of " + t.history()).append('\n');
    for (ColumnView c : t.columns()) {
      column(text, c);
    }
    if (!t.primaryKey().isEmpty()) {
      text.append("  primary key (")
          .append(Shown.line(String.join(", ", t.primaryKey())))
          .append(")\n");
    }
    for (ForeignKeyView k : t.foreignKeys()) {
      text.append("  foreign key (")
          .append(Shown.line(String.join(", ", k.columns())))
          .append(") to ");
      text.append(Shown.line(k.table()))
          .append(" (")
          .append(Shown.line(String.join(", ", k.targetColumns())));
      text.append(k.orphans() > 0 ? "): " + Words.count(k.orphans(), "orphan") : ")").append('\n');
    }
    for (IndexView i : t.indexes()) {
      text.append(i.unique() ? "  unique index " : "  index ")
          .append(Shown.line(i.name()))
          .append(" (");
      text.append(Shown.line(String.join(", ", i.parts()))).append(')');
      text.append(i.where() == null ? "" : " WHERE " + Shown.line(i.where())).append('\n');
    }
    t.triggers().forEach(n -> text.append("  trigger ").append(Shown.line(n)).append('\n'));
  }

  private static void column(StringBuilder text, ColumnView c) {
    text.append("  ").append(Shown.line(c.name())).append("  ");
    text.append(c.declared().isEmpty() ? "(no type)" : Shown.line(c.declared()));
    text.append(c.nullable() ? "" : " NOT NULL");
    text.append(c.generated() == null ? "" : " generated " + Shown.line(c.generated()));
    text.append(": ").append(c.classes().isEmpty() ? "no values" : counts(c.classes()));
    if (c.min() != null) {
      text.append("; ").append(c.min()).append(" to ").append(c.max());
    }
    if (c.minText() != null) {
      text.append("; \"")
          .append(Shown.line(c.minText()))
          .append("\" to \"")
          .append(Shown.line(c.maxText()))
          .append('"');
    }
    text.append(c.longestBytes() == 0 ? "" : "; longest " + Words.number(c.longestBytes()) + " B");
    text.append('\n');
    c.seen().forEach((what, seen) -> seen(text, what, seen));
  }

  private static void seen(StringBuilder text, String what, Seen seen) {
    text.append("      ").append(what).append(' ').append(Words.number(seen.count()));
    text.append(seen.firstKey() == null ? "" : ", first at " + Shown.line(seen.firstKey()))
        .append('\n');
  }

  static String counts(Map<String, Seen> classes) {
    List<String> words = new ArrayList<>();
    classes.forEach((name, seen) -> words.add(name + " " + Words.number(seen.count())));
    return String.join(", ", words);
  }
}
