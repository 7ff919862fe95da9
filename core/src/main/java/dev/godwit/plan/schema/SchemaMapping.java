package dev.godwit.plan.schema;

import dev.godwit.inspect.StoreProfile;
import dev.godwit.inspect.TableProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes PostgreSQL's structure for a SQLite database: the declared types decide, the content only
 * widens them, and whatever is not as it was is named.
 */
public final class SchemaMapping {
  static final int MOST_COLUMNS = 1600;
  private static final int LARGEST_ROW = 8160;

  private final Catalog source;
  private final StoreProfile profile;
  private final String schema;
  private final NameStyle style;
  private final Rules rules;
  private final MappingNotes notes = new MappingNotes();
  private final NameScope relations = NameScope.relations();
  private final Map<String, TableDraft> drafts = new LinkedHashMap<>();

  private SchemaMapping(
      Catalog source, StoreProfile profile, String schema, NameStyle style, Rules rules) {
    this.source = source;
    this.profile = profile;
    this.schema = schema;
    this.style = style;
    this.rules = rules;
  }

  /**
   * The structure for these tables, in this schema, which may be empty. Tables that the profile
   * does not know are taken to be without rows.
   */
  public static MappedSchema toPostgres(
      Catalog source, StoreProfile profile, String schema, NameStyle style, Rules rules) {
    return new SchemaMapping(source, profile, schema, style, rules).map();
  }

  /** Whether PostgreSQL's tables can have as many columns as the rules leave of this one. */
  public static boolean fits(Table table, Rules rules) {
    return kept(table, rules).size() <= MOST_COLUMNS;
  }

  /** The table's columns but for those that a rule skips. */
  public static List<Column> kept(Table table, Rules rules) {
    Rules.TableRule rule = rules.table(table.name());
    return table.columns().stream()
        .filter(c -> !rule.column(c.name()).map(Rules.ColumnRule::skip).orElse(false))
        .toList();
  }

  private MappedSchema map() {
    for (Table table : source.tables()) {
      TableProfile known = profile.table(table.name()).orElse(null);
      Rules.TableRule rule = rules.table(table.name());
      String name = relations.take(wanted(table.name(), rule));
      drafts.put(table.name(), new TableDraft(table, known, name, style, rule));
    }
    ForeignKeyMapping foreignKeys = new ForeignKeyMapping(drafts, notes);
    foreignKeys.alignTypes();
    IndexMapping indexes = new IndexMapping(relations, style, notes);
    List<Table> tables = new ArrayList<>();
    for (TableDraft draft : drafts.values()) {
      name(draft);
      size(draft);
      tables.add(table(draft, indexes));
    }
    Strangers.warn(drafts.values(), notes);
    List<Table> linked =
        tables.stream().map(t -> t.withForeignKeys(foreignKeys.of(t, tables))).toList();
    source.others().forEach(this::port);
    source.details().forEach(notes::leave);
    Catalog target = new Catalog(linked, source.others(), List.of());
    return new MappedSchema(target, names(), notes.warnings(), notes.problems());
  }

  private String wanted(String table, Rules.TableRule rule) {
    return rule.rename() == null ? style.apply(table) : rule.rename();
  }

  private Map<String, MappedSchema.MappedTable> names() {
    Map<String, MappedSchema.MappedTable> result = new LinkedHashMap<>();
    for (TableDraft draft : drafts.values()) {
      Map<String, MappedSchema.MappedColumn> columns = new LinkedHashMap<>();
      for (TableDraft.Part part : draft.parts()) {
        columns.put(
            part.source.name(),
            new MappedSchema.MappedColumn(part.name, part.encoding, part.comment));
      }
      result.put(draft.source.name(), new MappedSchema.MappedTable(draft.name, columns));
    }
    return result;
  }

  /** Names what PostgreSQL does not let be named as it was. */
  private void name(TableDraft draft) {
    String table = draft.source.name();
    Rules.TableRule rule = rules.table(table);
    if (!draft.name.equals(wanted(table, rule))) {
      notes.warn(table, null, ProblemKind.RENAMED, renamed("table", table, draft.name), null);
    }
    for (TableDraft.Part part : draft.parts()) {
      String column = part.source.name();
      String wanted = rule.column(column).map(Rules.ColumnRule::rename).orElse(style.apply(column));
      if (!part.name.equals(wanted)) {
        notes.warn(table, column, ProblemKind.RENAMED, renamed("column", column, part.name), null);
      }
    }
  }

  private static String renamed(String what, String from, String to) {
    String why =
        from.isEmpty()
            ? "PostgreSQL has no empty names"
            : from.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 63
                ? "names end after 63 bytes"
                : "the name is taken";
    return "the " + what + " is called " + to + " in the target: " + why;
  }

  private void size(TableDraft draft) {
    String table = draft.source.name();
    int columns = kept(draft.source, rules).size();
    if (!fits(draft.source, rules)) {
      notes.refuseWidth(table, columns, "PostgreSQL", MOST_COLUMNS);
      return;
    }
    long head = 24L + (columns + 7) / 8;
    if (draft.profile != null && draft.profile.widestRow() + head > LARGEST_ROW) {
      notes.refuse(
          table,
          ProblemKind.ROW_TOO_WIDE,
          "a row of " + draft.profile.widestRow() + " bytes, and PostgreSQL's pages hold 8160",
          "rule: leave columns out, or give numbers a smaller type");
    } else if (columns * 8L + head > LARGEST_ROW) {
      String message = "rows with a value in all " + columns + " columns would not fit on a page";
      notes.warn(table, null, ProblemKind.ROW_TOO_WIDE, message, null);
    }
  }

  private Table table(TableDraft draft, IndexMapping indexes) {
    IndexMapping.Result keys = indexes.of(draft);
    ColumnMapping columnMapping = new ColumnMapping(draft, notes);
    List<Column> columns = new ArrayList<>();
    for (TableDraft.Part part : draft.parts()) {
      columns.add(columnMapping.column(part, keys.primaryKey().contains(part.name)));
    }
    return new Table(
        schema,
        draft.name,
        columns,
        keys.primaryKey(),
        keys.indexes(),
        List.of(),
        columnMapping.checks(),
        List.of(),
        Table.Traits.PLAIN,
        draft.profile == null ? draft.source.estimatedRows() : draft.profile.rows());
  }

  private void port(Catalog.Other other) {
    if (other.type().equals("view") || other.type().equals("trigger")) {
      notes.warn(
          Problem.of(ProblemKind.PORT)
              .at(other.table() == null ? other.name() : other.table())
              .says(
                  "the " + other.type() + " " + other.name() + " is not translated",
                  "write it anew for PostgreSQL; godwit schema shows its SQL"));
    } else if (other.type().equals("search")) {
      notes.warn(
          other.table(),
          null,
          ProblemKind.SEARCH,
          "the search index " + other.name() + " is not translated",
          "a search column: " + other.sql());
    } else {
      notes.warn(
          other.name(),
          null,
          ProblemKind.LEFT_OUT,
          other.why() == null ? other.type() : other.why(),
          null);
    }
  }
}
