package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sorts virtual tables into those that hold rows of their own, which become tables; those that
 * mirror or compute what is elsewhere, which are named; and those that nobody can read without the
 * application, whose shadow tables become tables in their place.
 */
final class VirtualTables {
  private static final Set<String> COMPUTED =
      Set.of("fts5vocab", "fts4aux", "fts3tokenize", "dbstat");
  private static final Set<String> FULL_TEXT = Set.of("fts3", "fts4", "fts5");
  private static final Set<String> RTREE = Set.of("rtree", "rtree_i32");

  /** A full-text index that PostgreSQL's own search could replace. */
  record Search(String name, String table, List<String> columns) {}

  private final Connection connection;
  private final Set<String> relations;
  private final Set<String> stored;
  private final Set<String> modules;
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final List<Catalog.Other> others = new ArrayList<>();
  private final List<Search> searches = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final Set<String> exposed = new HashSet<>();

  private record Raw(String name, String type, boolean hidden) {}

  /** Names: {@code stored} are the ordinary and shadow tables of the file. */
  VirtualTables(Connection connection, Set<String> relations, Set<String> stored)
      throws SQLException {
    this.connection = connection;
    this.relations = relations;
    this.stored = stored;
    this.modules = new HashSet<>(Queries.texts(connection, "SELECT name FROM pragma_module_list"));
  }

  void add(String name, String sql) {
    VirtualSql parsed = VirtualSql.parse(sql);
    String module = parsed.module();
    if (FULL_TEXT.contains(module)) {
      fullText(name, sql, parsed);
    } else if (RTREE.contains(module)) {
      rtree(name, sql, module);
    } else if (COMPUTED.contains(module) || modules.contains(module)) {
      leave(name, sql, "its module " + module + " computes its rows; it holds none of its own");
    } else {
      expose(name, sql, "its module " + module + " belongs to the application");
    }
  }

  List<Table> tables() {
    return tables;
  }

  /** How those tables are read that are not read as themselves. */
  Map<String, Reading> readings() {
    return readings;
  }

  List<Catalog.Other> others() {
    return others;
  }

  List<Search> searches() {
    return searches;
  }

  List<String> remarks() {
    return remarks;
  }

  /** Whether a shadow table is data, because the table that it belongs to cannot be read. */
  boolean isExposed(String shadow) {
    return exposed.contains(shadow);
  }

  private void fullText(String name, String sql, VirtualSql parsed) {
    String mirrored = parsed.option("content");
    boolean stores = has(name + "_content");
    if (mirrored != null && !mirrored.isEmpty()) {
      boolean there = has(mirrored);
      leave(
          name,
          sql,
          "a search index of " + mirrored + (there ? ", which holds the rows" : ", which is gone"));
      searches.add(new Search(name, mirrored, parsed.indexed()));
    } else if (mirrored != null && !stores) {
      leave(name, sql, "a search index that keeps no text (content=''); it can only be made anew");
    } else if (!stores) {
      expose(name, sql, "its table " + name + "_content is gone");
    } else if (readable(name, parsed)) {
      searches.add(new Search(name, name, parsed.indexed()));
    } else {
      content(name, sql, parsed);
    }
  }

  private boolean readable(String name, VirtualSql parsed) {
    try {
      boolean contentless = parsed.option("content") != null;
      String language = parsed.option("languageid");
      List<Column> columns = new ArrayList<>();
      for (Raw raw : columns(name)) {
        if (raw.name().equalsIgnoreCase(language)) {
          columns.add(column(raw.name(), "INT"));
        } else if (!raw.hidden() && !(contentless && contains(parsed.indexed(), raw.name()))) {
          columns.add(column(raw.name(), raw.type()));
        }
      }
      Table table = keyed(name, columns);
      probe(name, table.columns().stream().map(Column::name).toList());
      tables.add(table);
      readings.put(name, Reading.virtual(name));
      return !columns.isEmpty();
    } catch (SQLException e) {
      return false;
    }
  }

  private static boolean contains(Collection<String> names, String name) {
    return names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** Reads the table in which the module keeps the rows, where the module itself cannot. */
  private void content(String name, String sql, VirtualSql parsed) {
    String shadow = name + "_content";
    try {
      List<String> stored = columns(shadow).stream().map(Raw::name).toList();
      List<String> given =
          parsed.columns().isEmpty() ? List.of("content") : List.copyOf(parsed.columns());
      String language = parsed.option("languageid");
      Map<String, String> physical = new LinkedHashMap<>();
      for (int i = 0; i < given.size() && i + 1 < stored.size(); i++) {
        physical.put(given.get(i), stored.get(i + 1));
      }
      if (language != null && stored.contains("langid")) {
        physical.put(language, "langid");
      }
      List<Column> columns = physical.keySet().stream().map(c -> column(c, "")).toList();
      Table table = keyed(name, columns);
      if (physical.size() + 1 != stored.size() || table.primaryKey().isEmpty()) {
        expose(name, sql, "its module cannot read it");
        return;
      }
      physical.put(table.primaryKey().get(0), stored.get(0));
      probe(shadow, stored);
      tables.add(table);
      readings.put(name, new Reading(shadow, physical, false, true));
      remarks.add(explain(name, parsed));
      searches.add(new Search(name, name, parsed.indexed()));
    } catch (SQLException e) {
      expose(name, sql, SqliteErrors.plain(e));
    }
  }

  private static String explain(String name, VirtualSql parsed) {
    String how = "the rows of " + name + " are read from " + name + "_content";
    String compress = parsed.option("compress");
    String tokenizer = parsed.option("tokenize");
    return compress != null
        ? how + " as stored: compressed by the application's function " + compress
        : how
            + ": its module cannot read them without the application's tokenizer"
            + (tokenizer == null ? "" : " " + tokenizer);
  }

  private void rtree(String name, String sql, String module) {
    try {
      List<Column> columns = new ArrayList<>();
      for (Raw raw : columns(name)) {
        columns.add(columns.isEmpty() ? key(raw.name()) : column(raw.name(), raw.type()));
      }
      if (columns.isEmpty()) {
        expose(name, sql, "its module " + module + " cannot read it");
        return;
      }
      probe(name, columns.stream().map(Column::name).toList());
      tables.add(Table.of("", name, columns, List.of(columns.get(0).name())));
      readings.put(name, Reading.virtual(name));
    } catch (SQLException e) {
      expose(name, sql, SqliteErrors.plain(e));
    }
  }

  private void leave(String name, String sql, String why) {
    others.add(new Catalog.Other("virtual table", name, null, sql, why));
  }

  private void expose(String name, String sql, String why) {
    List<String> shadows = stored.stream().filter(n -> n.startsWith(name + "_")).sorted().toList();
    exposed.addAll(shadows);
    String held =
        shadows.isEmpty()
            ? "; no table of the file holds its rows"
            : "; what it stores moves as tables: "
                + shadows.stream().map(this::counted).collect(Collectors.joining(", "));
    leave(name, sql, "cannot be read: " + why + held);
  }

  private String counted(String table) {
    try {
      String sql = "SELECT count(*) FROM " + Sql.SQLITE.name(table);
      Long rows = Queries.number(connection, sql);
      return table + " (" + rows + (rows == 1 ? " row)" : " rows)");
    } catch (SQLException e) {
      return table + " (unreadable: " + SqliteErrors.plain(e) + ")";
    }
  }

  private boolean has(String table) {
    return contains(relations, table);
  }

  /** Full-text tables have one key, their row's number, which queries call rowid or docid. */
  private static Table keyed(String name, List<Column> columns) {
    String rowid = SqliteKeys.rowid(columns.stream().map(Column::name).toList());
    List<Column> all = new ArrayList<>(columns);
    if (rowid != null) {
      all.add(0, key(rowid));
    }
    return Table.of("", name, all, rowid == null ? List.of() : List.of(rowid));
  }

  private static Column key(String name) {
    ColumnType type = ColumnType.of(Kind.ANY, "INTEGER");
    return new Column(name, type, false, null, Column.Generated.NO, Column.Identity.SERIAL, null);
  }

  private static Column column(String name, String type) {
    return Column.of(name, ColumnType.of(Kind.ANY, type));
  }

  private List<Raw> columns(String table) throws SQLException {
    return Queries.list(
        connection,
        r -> new Raw(r.getString(1), String.valueOf(r.getString(2)), r.getInt(3) != 0),
        "SELECT name, type, hidden FROM pragma_table_xinfo(?)",
        table);
  }

  private void probe(String table, List<String> columns) throws SQLException {
    String sql = "SELECT %s FROM %s LIMIT 1";
    Queries.list(
        connection,
        r -> r.getObject(1),
        sql.formatted(Sql.SQLITE.names(columns), Sql.SQLITE.name(table)));
  }
}
