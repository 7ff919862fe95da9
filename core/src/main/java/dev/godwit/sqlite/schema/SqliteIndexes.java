package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Index;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the indexes of one table, oldest first, those of its constraints among them. */
final class SqliteIndexes {
  private static final int EXPRESSION = -2;
  private static final int ROWID = -1;
  private static final String CREATED = "c";

  private final Connection connection;
  private final Map<String, String> definitions;

  private record Entry(String name, boolean unique, String origin, boolean partial) {}

  /** {@code definitions} by name; one that was created and is not among them is left out. */
  SqliteIndexes(Connection connection, Map<String, String> definitions) {
    this.connection = connection;
    this.definitions = definitions;
  }

  List<Index> of(String table) throws SQLException {
    List<Index> result = new ArrayList<>();
    for (Entry entry : entries(table)) {
      // Those of constraints have no definition, and one WITHOUT ROWID is not even in the schema.
      if (definitions.containsKey(entry.name()) || !entry.origin().equals(CREATED)) {
        result.add(index(entry, definitions.get(entry.name())));
      }
    }
    return result;
  }

  private List<Entry> entries(String table) throws SQLException {
    return Queries.list(
        connection,
        r -> new Entry(r.getString(1), r.getInt(2) == 1, r.getString(3), r.getInt(4) == 1),
        "SELECT name, \"unique\", origin, partial FROM pragma_index_list(?) ORDER BY seq DESC",
        table);
  }

  private Index index(Entry entry, String sql) throws SQLException {
    IndexSql parsed = IndexSql.parse(sql);
    List<Index.Part> parts =
        Queries.list(
            connection,
            r -> part(r, parsed),
            "SELECT cid, name, \"desc\", coll, seqno FROM pragma_index_xinfo(?) WHERE key = 1"
                + " ORDER BY seqno",
            entry.name());
    return new Index(
        entry.name(),
        parts,
        entry.unique(),
        entry.partial() ? parsed.where() : null,
        origin(entry.origin()),
        false,
        sql);
  }

  private static Index.Part part(ResultSet r, IndexSql parsed) throws SQLException {
    int column = r.getInt(1);
    String collation = r.getString(4);
    return new Index.Part(
        column == EXPRESSION ? null : column == ROWID ? "rowid" : r.getString(2),
        column == EXPRESSION ? parsed.expression(r.getInt(5)) : null,
        r.getInt(3) == 1,
        "BINARY".equalsIgnoreCase(collation) ? null : collation);
  }

  private static Index.Origin origin(String origin) {
    return switch (origin) {
      case "pk" -> Index.Origin.PRIMARY_KEY;
      case "u" -> Index.Origin.UNIQUE;
      default -> Index.Origin.CREATED;
    };
  }
}
