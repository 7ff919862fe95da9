package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import dev.godwit.sqlite.schema.SchemaText.Definition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the structure of a SQLite database from its PRAGMAs and {@code sqlite_schema}. */
public final class SqliteCatalog {
  private final Connection connection;
  private final List<String> remarks = new ArrayList<>();
  private final List<Catalog.Other> others = new ArrayList<>();
  private final Map<String, Listed> listed = new HashMap<>();
  // By folded name.
  private final Map<String, Definition> tables = new LinkedHashMap<>();
  private final Map<String, List<Raw>> columns = new HashMap<>();
  private final Map<String, List<String>> triggers = new HashMap<>();
  private final Map<String, Reading> readings = new HashMap<>();
  private final Missing missing;
  // What could not be read, where that is to be passed over; else null.
  private final List<String> damage;
  private SqliteIndexes indexes;
  private VirtualTables virtual;

  /** A catalog, and how those of its tables are read that are not read as themselves. */
  public record Found(Catalog catalog, Map<String, Reading> readings, List<String> damage) {
    public Reading reading(String table) {
      return readings.getOrDefault(table, Reading.plain(table));
    }
  }

  private record Listed(String type, boolean withoutRowid, boolean strict) {}

  private record Raw(
      String name, String type, boolean notNull, String value, int key, int hidden) {}

  private SqliteCatalog(Connection connection, List<String> damage) {
    this.damage = damage;
    this.connection = connection;
    this.missing = new Missing(connection);
  }

  /**
   * Reads a whole structure; {@code utf16} is null for a database in UTF-8.
   *
   * @throws dev.godwit.model.GodwitException where a name or a definition is not UTF-8, naming it
   */
  public static Found read(Path file, Connection connection, Utf16 utf16) throws SQLException {
    SqliteCatalog catalog = new SqliteCatalog(connection, null);
    List<Definition> definitions = catalog.definitions(utf16);
    List<Problem> faults = SchemaText.faults(definitions);
    if (!faults.isEmpty()) {
      throw SchemaText.refusal(file, faults);
    }
    SchemaText.requireTypes(file, definitions);
    return catalog.read(definitions);
  }

  /** Reads what can be read, and names what cannot. */
  public static Found salvage(Connection connection, Utf16 utf16) throws SQLException {
    SqliteCatalog catalog = new SqliteCatalog(connection, new ArrayList<>());
    List<Definition> definitions = catalog.definitions(utf16);
    SchemaText.faults(definitions).forEach(f -> catalog.damage.add(f.toString()));
    return catalog.read(
        definitions.stream().filter(Definition::isUtf8).map(Definition::typed).toList());
  }

  private Found read(List<Definition> definitions) throws SQLException {
    list();
    virtualTables(definitions);
    indexes = indexes(definitions);
    for (Definition d : definitions) {
      passOver(d.name(), () -> sort(d));
    }
    List<Table> result = new ArrayList<>();
    for (Definition d : tables.values()) {
      passOver(d.name(), () -> result.add(table(d)));
    }
    result.addAll(virtual.tables());
    readings.putAll(virtual.readings());
    others.addAll(virtual.others());
    virtual.searches().forEach(s -> SearchOffer.of(s, result).ifPresent(others::add));
    remarks.addAll(virtual.remarks());
    return new Found(
        new Catalog(result, others, remarks), readings, damage == null ? List.of() : damage);
  }

  /** Something that reads. */
  private interface Step {
    void run() throws SQLException;
  }

  private void passOver(String what, Step step) throws SQLException {
    try {
      step.run();
    } catch (SQLException e) {
      if (damage == null) {
        throw e;
      }
      damage.add("the definition of " + what + " cannot be read: " + SqliteErrors.plain(e));
    }
  }

  private void virtualTables(List<Definition> definitions) throws SQLException {
    Set<String> relations = new TreeSet<>();
    Set<String> stored = new TreeSet<>();
    for (Definition d : definitions) {
      if (d.type().equals("table") || d.type().equals("view")) {
        relations.add(d.name());
      }
      if (d.type().equals("table") && !VirtualSql.isVirtual(d.sql())) {
        stored.add(d.name());
      }
    }
    virtual = new VirtualTables(connection, relations, stored);
    for (Definition d : definitions) {
      if (VirtualSql.isVirtual(d.sql())) {
        virtual.add(d.name(), d.sql());
      }
    }
  }

  private void sort(Definition d) throws SQLException {
    String folded = SqliteKeys.fold(d.name());
    switch (d.type()) {
      case "table" -> {
        if (Journals.isOne(connection, d.name())) {
          others.add(new Catalog.Other("journal", d.name(), null, null, null));
        } else if (!VirtualSql.isVirtual(d.sql()) && isData(d.name())) {
          tables.put(folded, d);
          columns.put(folded, readable(d.name(), columns(d.name())));
        }
      }
      case "view" -> others.add(new Catalog.Other("view", d.name(), null, d.sql(), null));
      case "trigger" -> {
        others.add(new Catalog.Other("trigger", d.name(), d.table(), d.sql(), null));
        triggers.computeIfAbsent(SqliteKeys.fold(d.table()), t -> new ArrayList<>()).add(d.name());
      }
      default -> {
        // Indexes belong to their tables.
      }
    }
  }

  private void list() throws SQLException {
    try {
      Queries.list(
          connection,
          r ->
              listed.put(
                  r.getString(1), new Listed(r.getString(2), r.getInt(3) == 1, r.getInt(4) == 1)),
          "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'");
    } catch (SQLException e) {
      remarks.add("SQLite cannot list the tables: " + SqliteErrors.plain(e));
    }
  }

  private List<Definition> definitions(Utf16 utf16) throws SQLException {
    List<Definition> result = new ArrayList<>();
    passOver("some tables or indexes", () -> SchemaText.read(connection, utf16, result::add));
    return result;
  }

  static String text(ResultSet r, int column) throws SQLException {
    String text = r.getString(column);
    return text == null ? "" : text;
  }

  private boolean isData(String name) {
    return !SqliteKeys.fold(name).startsWith("sqlite_")
            && !(listed.containsKey(name) && listed.get(name).type().equals("shadow"))
        || virtual.isExposed(name);
  }

  /** Without the columns that only a function of the application could compute. */
  private List<Raw> readable(String table, List<Raw> columns) {
    List<Raw> result = new ArrayList<>();
    for (Raw column : columns) {
      String why =
          column.hidden() == 2 ? Missing.whyUnreadable(connection, table, column.name()) : null;
      if (why == null) {
        result.add(column);
      } else {
        remarks.add(
            "%s.%s is left out: it is computed, and %s".formatted(table, column.name(), why));
      }
    }
    return result;
  }

  private List<Raw> columns(String table) throws SQLException {
    return Queries.list(
        connection,
        r ->
            new Raw(
                text(r, 1), text(r, 2), r.getInt(3) == 1, r.getString(4), r.getInt(5), r.getInt(6)),
        "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)",
        table);
  }

  /** The columns of a table's primary key, in its order. */
  List<String> key(String table) {
    return columns.getOrDefault(SqliteKeys.fold(table), List.of()).stream()
        .filter(c -> c.key() > 0)
        .sorted(Comparator.comparingInt(Raw::key))
        .map(Raw::name)
        .toList();
  }

  private Table table(Definition d) throws SQLException {
    TableSql parsed = TableSql.parse(d.sql());
    Listed traits = listed.getOrDefault(d.name(), fromSql(d.sql()));
    List<Index> found = indexes(d.name()).stream().map(parsed::named).toList();
    if (traits.withoutRowid() && missing.ordersKey(found)) {
      readings.put(d.name(), Reading.unordered(d.name()));
      remarks.add(d.name() + " is kept in an order of the application, and read in that order");
    }
    List<Column> result = new ArrayList<>();
    for (Raw raw : columns.get(SqliteKeys.fold(d.name()))) {
      result.add(column(raw, identity(d.name(), raw, traits, found, parsed), parsed));
    }
    return new Table(
        "",
        d.name(),
        result,
        key(d.name()),
        found,
        new SqliteForeignKeys(connection, this).of(d.name(), parsed),
        parsed.checks(),
        triggers.getOrDefault(SqliteKeys.fold(d.name()), List.of()),
        new Table.Traits(traits.strict(), traits.withoutRowid(), true, false),
        estimate(d.name(), traits.withoutRowid()));
  }

  /** What stands behind the last parenthesis, where the PRAGMA that knows it failed. */
  private static Listed fromSql(String sql) {
    List<Token> tokens = sql == null ? List.of() : SqlTokens.of(sql);
    boolean strict = false;
    boolean rowid = true;
    for (int i = tokens.size() - 1; i >= 0 && !tokens.get(i).is(")"); i--) {
      strict |= tokens.get(i).is("STRICT");
      rowid &= !tokens.get(i).is("WITHOUT");
    }
    return new Listed("table", !rowid, strict);
  }

  private Column.Identity identity(
      String table, Raw column, Listed traits, List<Index> found, TableSql parsed) {
    boolean alias =
        column.key() == 1
            && key(table).size() == 1
            && !traits.withoutRowid()
            && column.type().equalsIgnoreCase("INTEGER")
            // INTEGER PRIMARY KEY DESC is no alias of the rowid: it has an index.
            && found.stream().noneMatch(i -> i.origin() == Index.Origin.PRIMARY_KEY);
    if (!alias) {
      return Column.Identity.NONE;
    }
    return parsed.autoincrement() ? Column.Identity.ALWAYS : Column.Identity.SERIAL;
  }

  private static Column column(Raw c, Column.Identity identity, TableSql parsed) {
    Column.Generated generated =
        switch (c.hidden()) {
          case 2 -> Column.Generated.VIRTUAL;
          case 3 -> Column.Generated.STORED;
          default -> Column.Generated.NO;
        };
    return new Column(
        c.name(),
        ColumnType.of(Kind.ANY, c.type()),
        // Only INTEGER PRIMARY KEY is never NULL of itself: SQLite's other keys may be.
        !c.notNull() && identity == Column.Identity.NONE,
        generated == Column.Generated.NO ? c.value() : parsed.generatedExpression(c.name()),
        generated,
        identity,
        "BINARY".equalsIgnoreCase(parsed.collation(c.name())) ? null : parsed.collation(c.name()));
  }

  private SqliteIndexes indexes(List<Definition> definitions) {
    Map<String, String> statements = new HashMap<>();
    for (Definition d : definitions) {
      if (d.type().equals("index")) {
        statements.put(d.name(), d.sql());
      }
    }
    return new SqliteIndexes(connection, statements);
  }

  private List<Index> indexes(String table) {
    try {
      List<String> readable = columns.get(SqliteKeys.fold(table)).stream().map(Raw::name).toList();
      return indexes.of(table).stream()
          .filter(i -> i.parts().stream().allMatch(p -> isReadable(p, readable)))
          .toList();
    } catch (SQLException e) {
      remarks.add("the indexes of " + table + " cannot be read: " + SqliteErrors.plain(e));
      return List.of();
    }
  }

  private static boolean isReadable(Index.Part part, List<String> columns) {
    return part.column() == null
        || part.column().equals("rowid")
        || columns.contains(part.column());
  }

  /** SQLite ignores case in names; others do not: the spelling of the definition. */
  String actual(String table) {
    Definition found = tables.get(SqliteKeys.fold(table));
    return found == null ? table : found.name();
  }

  String actual(String table, String column) {
    String wanted = SqliteKeys.fold(column);
    return columns.getOrDefault(SqliteKeys.fold(table), List.of()).stream()
        .map(Raw::name)
        .filter(name -> SqliteKeys.fold(name).equals(wanted))
        .findFirst()
        .orElse(column);
  }

  private long estimate(String table, boolean withoutRowid) {
    List<String> names = columns.get(SqliteKeys.fold(table)).stream().map(Raw::name).toList();
    String rowid = withoutRowid ? null : SqliteKeys.rowid(names);
    if (rowid == null) {
      return -1;
    }
    try {
      String sql = "SELECT max(" + rowid + ") FROM " + Sql.SQLITE.name(table);
      Long max = Queries.number(connection, sql);
      return max == null || max < 0 ? 0 : max;
    } catch (SQLException e) {
      // Reading the table will say what is wrong with it, and where.
      return -1;
    }
  }
}
