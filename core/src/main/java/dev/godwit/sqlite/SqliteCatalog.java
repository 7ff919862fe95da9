package dev.godwit.sqlite;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads the structure of a SQLite database from its PRAGMAs and {@code sqlite_schema}. */
final class SqliteCatalog {
  private static final String VIRTUAL = "a virtual table: its module makes the rows; not copied";

  private final Connection connection;
  private final Map<String, String> types = new HashMap<>();
  private final Map<String, List<String>> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, List<String>> columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private record Definition(String type, String name, String table, String sql) {}

  private record Raw(
      String name, String type, boolean notNull, String value, int key, int hidden) {}

  private SqliteCatalog(Connection connection) {
    this.connection = connection;
  }

  static Catalog read(Connection connection) throws SQLException {
    return new SqliteCatalog(connection).read();
  }

  private Catalog read() throws SQLException {
    Set<String> strict = traits();
    List<Definition> definitions =
        Queries.list(
            connection,
            r -> new Definition(r.getString(1), r.getString(2), r.getString(3), r.getString(4)),
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid");
    List<Table> tables = new ArrayList<>();
    List<Catalog.Other> others = new ArrayList<>();
    Map<String, List<String>> triggers = new HashMap<>();
    for (Definition d : definitions) {
      if (d.type().equals("trigger")) {
        triggers
            .computeIfAbsent(d.table().toLowerCase(Locale.ROOT), t -> new ArrayList<>())
            .add(d.name());
      }
    }
    Map<String, List<Raw>> raw = new LinkedHashMap<>();
    for (Definition d : definitions) {
      switch (d.type()) {
        case "table" -> {
          if (isVirtual(d)) {
            others.add(new Catalog.Other("virtual table", d.name(), null, d.sql(), VIRTUAL));
          } else if (isData(d.name())) {
            raw.put(d.name(), columns(d.name()));
          }
        }
        case "view", "trigger" ->
            others.add(
                new Catalog.Other(
                    d.type(),
                    d.name(),
                    d.type().equals("trigger") ? d.table() : null,
                    d.sql(),
                    null));
        default -> {
          // Indexes belong to their tables.
        }
      }
    }
    Map<String, Map<String, String>> statements = statements(definitions);
    for (Map.Entry<String, List<Raw>> entry : raw.entrySet()) {
      String name = entry.getKey();
      tables.add(
          table(
              name,
              entry.getValue(),
              strict.contains(name),
              statements.getOrDefault(name.toLowerCase(Locale.ROOT), Map.of()),
              triggers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()),
              definitions));
    }
    return new Catalog(tables, others, List.of());
  }

  /** Fills {@link #types}; returns the names of STRICT tables. */
  private Set<String> traits() throws SQLException {
    return Queries.list(
            connection,
            r -> {
              types.put(
                  r.getString(1), r.getString(2) + (r.getInt(3) == 1 ? " without rowid" : ""));
              return r.getInt(4) == 1 ? r.getString(1) : "";
            },
            "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'")
        .stream()
        .filter(n -> !n.isEmpty())
        .collect(Collectors.toSet());
  }

  private boolean isVirtual(Definition d) {
    return d.sql() != null
        && d.sql().toUpperCase(Locale.ROOT).matches("(?s)\\s*CREATE\\s+VIRTUAL\\b.*");
  }

  private boolean isData(String name) {
    return !name.toLowerCase(Locale.ROOT).startsWith("sqlite_")
        && !types.getOrDefault(name, "table").startsWith("shadow");
  }

  private List<Raw> columns(String table) throws SQLException {
    List<Raw> result =
        Queries.list(
            connection,
            r ->
                new Raw(
                    r.getString(1),
                    r.getString(2) == null ? "" : r.getString(2),
                    r.getInt(3) == 1,
                    r.getString(4),
                    r.getInt(5),
                    r.getInt(6)),
            "SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM pragma_table_xinfo(?)",
            table);
    columns.put(table, result.stream().map(Raw::name).toList());
    keys.put(
        table,
        result.stream()
            .filter(c -> c.key() > 0)
            .sorted((a, b) -> Integer.compare(a.key(), b.key()))
            .map(Raw::name)
            .toList());
    return result;
  }

  private static Map<String, Map<String, String>> statements(List<Definition> definitions) {
    Map<String, Map<String, String>> result = new HashMap<>();
    for (Definition d : definitions) {
      if (d.type().equals("index") && d.sql() != null) {
        result
            .computeIfAbsent(d.table().toLowerCase(Locale.ROOT), t -> new HashMap<>())
            .put(d.name(), d.sql());
      }
    }
    return result;
  }

  private Table table(
      String name,
      List<Raw> raw,
      boolean strict,
      Map<String, String> indexStatements,
      List<String> triggers,
      List<Definition> definitions)
      throws SQLException {
    boolean withoutRowid = types.getOrDefault(name, "").endsWith("without rowid");
    String sql =
        definitions.stream()
            .filter(d -> d.type().equals("table") && d.name().equals(name))
            .map(Definition::sql)
            .findFirst()
            .orElse("");
    List<Index> indexes = indexes(name, indexStatements);
    List<String> key = keys.get(name);
    boolean alias =
        key.size() == 1
            && !withoutRowid
            && indexes.stream().noneMatch(i -> i.origin() == Index.Origin.PRIMARY_KEY)
            && raw.stream().anyMatch(c -> c.key() == 1 && c.type().equalsIgnoreCase("INTEGER"));
    TableSql parsed = TableSql.parse(sql);
    List<Column> result = new ArrayList<>();
    for (Raw c : raw) {
      Column.Identity identity =
          alias && c.key() == 1
              ? parsed.autoincrement() ? Column.Identity.ALWAYS : Column.Identity.SERIAL
              : Column.Identity.NONE;
      result.add(column(c, identity, parsed));
    }
    return new Table(
        "",
        name,
        result,
        key,
        indexes,
        foreignKeys(name, parsed),
        parsed.checks(),
        triggers,
        new Table.Traits(strict, withoutRowid, true, false),
        estimate(name, withoutRowid));
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
        parsed.collation(c.name()));
  }

  private List<Index> indexes(String table, Map<String, String> statements) throws SQLException {
    record Entry(String name, boolean unique, String origin, boolean partial) {}
    List<Entry> entries =
        Queries.list(
            connection,
            r -> new Entry(r.getString(1), r.getInt(2) == 1, r.getString(3), r.getInt(4) == 1),
            "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC",
            table);
    List<Index> result = new ArrayList<>();
    for (Entry e : entries) {
      String sql = statements.get(e.name());
      IndexSql parsed = IndexSql.parse(sql == null ? "" : sql);
      List<Index.Part> parts =
          Queries.list(
              connection,
              r -> {
                int column = r.getInt(1);
                String expression = column == -2 ? parsed.expression(r.getRow() - 1) : null;
                return new Index.Part(
                    column == -2 ? null : column == -1 ? "rowid" : r.getString(2),
                    expression,
                    r.getInt(3) == 1,
                    r.getString(4));
              },
              "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno",
              e.name());
      Index.Origin origin =
          switch (e.origin()) {
            case "pk" -> Index.Origin.PRIMARY_KEY;
            case "u" -> Index.Origin.UNIQUE;
            default -> Index.Origin.CREATED;
          };
      result.add(
          new Index(
              e.name(),
              parts,
              e.unique(),
              e.partial() ? parsed.where() : null,
              origin,
              false,
              sql));
    }
    return result;
  }

  private List<ForeignKey> foreignKeys(String table, TableSql parsed) throws SQLException {
    record Entry(int id, String target, String from, String to, String update, String delete) {}
    Map<Integer, List<Entry>> byId = new LinkedHashMap<>();
    Queries.list(
            connection,
            r ->
                new Entry(
                    r.getInt(1),
                    r.getString(2),
                    r.getString(3),
                    r.getString(4),
                    r.getString(5),
                    r.getString(6)),
            "SELECT id, \"table\", \"from\", \"to\", on_update, on_delete FROM pragma_foreign_key_list(?)"
                + " ORDER BY id DESC, seq",
            table)
        .forEach(e -> byId.computeIfAbsent(e.id(), i -> new ArrayList<>()).add(e));
    List<ForeignKey> result = new ArrayList<>();
    for (List<Entry> parts : byId.values()) {
      Entry first = parts.get(0);
      String target = actual(first.target());
      List<String> from = parts.stream().map(p -> actual(table, p.from())).toList();
      List<String> to =
          parts.stream().anyMatch(p -> p.to() == null)
              ? keys.getOrDefault(target, List.of())
              : parts.stream().map(p -> actual(target, p.to())).toList();
      TableSql.Deferral deferral = parsed.deferral(from);
      result.add(
          new ForeignKey(
              null,
              from,
              target,
              to,
              first.delete(),
              first.update(),
              deferral != TableSql.Deferral.NO,
              deferral == TableSql.Deferral.INITIALLY,
              true));
    }
    return result;
  }

  /** SQLite ignores case in names; others do not: the spelling of the definition. */
  private String actual(String table) {
    return keys.keySet().stream().filter(table::equalsIgnoreCase).findFirst().orElse(table);
  }

  private String actual(String table, String column) {
    return columns.getOrDefault(table, List.of()).stream()
        .filter(column::equalsIgnoreCase)
        .findFirst()
        .orElse(column);
  }

  private long estimate(String table, boolean withoutRowid) {
    if (withoutRowid) {
      return -1;
    }
    try {
      Long max =
          Queries.one(
              connection,
              r -> r.getLong(1),
              "SELECT max("
                  + SqliteKeys.rowid(columns.get(table))
                  + ") FROM "
                  + dev.godwit.jdbc.Sql.SQLITE.name(table));
      return max == null || max < 0 ? 0 : max;
    } catch (SQLException e) {
      // Reading the table will say what is wrong with it, and where.
      return -1;
    }
  }
}
