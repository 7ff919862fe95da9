package dev.godwit.sqlite.check;

import dev.godwit.btree.DatabaseFile;
import dev.godwit.btree.IndexScan;
import dev.godwit.btree.Malformed;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Index;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.IndexSums;
import dev.godwit.sqlite.read.SqliteRows;
import dev.godwit.sqlite.schema.SqliteKeys;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells whether indexes hold what their tables do, by one pass over each index and a sum over its
 * table. {@code integrity_check} looks every entry up instead, which takes several times as long.
 */
final class IndexCheck {
  private final Connection connection;
  private final Path original;
  private final DatabaseFile pages;
  private final List<Table> tables;
  private final IndexSums sums;
  private final Runnable reading;
  private final Set<String> rest = new TreeSet<>();

  /**
   * {@code pages} may be null: then SQLite is asked. {@code reading} returns once those have ended
   * who add to the sums.
   */
  IndexCheck(
      Connection connection,
      Path original,
      DatabaseFile pages,
      List<Table> tables,
      IndexSums sums,
      Runnable reading) {
    this.connection = connection;
    this.original = original;
    this.pages = pages;
    this.tables = tables;
    this.sums = sums;
    this.reading = reading;
  }

  /** False where anything is not as it should be, or cannot be told in this way. */
  boolean agrees() throws SQLException {
    Set<String> others =
        new TreeSet<>(
            Queries.texts(
                connection,
                "SELECT DISTINCT tbl_name FROM sqlite_schema WHERE type = 'index'"
                    + " UNION SELECT name FROM pragma_table_list"
                    + " WHERE schema = 'main' AND (wr OR type = 'virtual')"));
    List<Table> plain =
        tables.stream().filter(t -> !t.traits().withoutRowid() && isPlain(t)).toList();
    plain.forEach(t -> others.remove(t.name()));
    rest.addAll(others);
    Map<String, IndexSums.Sum> held = new HashMap<>();
    for (Table table : plain) {
      for (Index index : table.indexes()) {
        IndexSums.Sum sum = entries(table, index);
        if (sum == null) {
          return false;
        }
        held.put(index.name(), sum);
      }
    }
    reading.run();
    for (Table table : plain) {
      if (!agrees(table, held)) {
        return false;
      }
    }
    return true;
  }

  /** Tables that this says nothing about, known after {@link #agrees}. */
  Set<String> rest() {
    return rest;
  }

  private static boolean isPlain(Table table) {
    return !SqliteKeys.of(table).isEmpty()
        && table.indexes().stream().allMatch(i -> IndexSums.isPlain(table, i));
  }

  private boolean agrees(Table table, Map<String, IndexSums.Sum> held) throws SQLException {
    List<Index> unread = table.indexes().stream().filter(i -> sums.of(i) == null).toList();
    if (!unread.isEmpty()) {
      readThrough(table, unread);
    }
    return table.indexes().stream().allMatch(i -> sums.of(i).equals(held.get(i.name())));
  }

  private void readThrough(Table table, List<Index> indexes) throws SQLException {
    List<String> columns = new ArrayList<>();
    indexes.forEach(i -> i.parts().forEach(p -> columns.add(p.column())));
    columns.add(SqliteKeys.of(table).get(0));
    String sql =
        "SELECT %s FROM %s NOT INDEXED"
            .formatted(Sql.SQLITE.names(columns), Sql.SQLITE.name(table.name()));
    IndexSums.Watch watch = sums.watch(table, columns, columns.size() - 1);
    try (SqliteRows rows = rows(sql, columns.size(), watch)) {
      while (rows.next()) {
        // The watch sees them.
      }
    }
  }

  /** The sum of what an index holds, or null where that is not as it should be. */
  private IndexSums.Sum entries(Table table, Index index) throws SQLException {
    if (pages == null) {
      return entriesBySqlite(table, index);
    }
    Long root =
        Queries.number(
            connection,
            "SELECT rootpage FROM sqlite_schema WHERE type = 'index' AND name = ?",
            index.name());
    if (root == null) {
      return null;
    }
    try {
      return IndexSums.of(new IndexScan(pages, root, index.parts().size() + 1)::next, index);
    } catch (Malformed e) {
      return null;
    }
  }

  private IndexSums.Sum entriesBySqlite(Table table, Index index) throws SQLException {
    List<String> columns = new ArrayList<>();
    index.parts().forEach(p -> columns.add(p.column()));
    columns.add(SqliteKeys.of(table).get(0));
    String sql =
        "SELECT %s FROM %s INDEXED BY %s"
            .formatted(
                Sql.SQLITE.names(columns),
                Sql.SQLITE.name(table.name()),
                Sql.SQLITE.name(index.name()));
    List<String> plan = Queries.list(connection, r -> r.getString(4), "EXPLAIN QUERY PLAN " + sql);
    if (plan.size() != 1 || !plan.get(0).contains("USING COVERING INDEX")) {
      return null;
    }
    try (SqliteRows rows = rows(sql, columns.size(), null)) {
      return IndexSums.of(into -> isCopied(rows, into), index);
    }
  }

  private static boolean isCopied(SqliteRows rows, Row into) {
    boolean more = rows.next();
    if (more) {
      into.take(rows.row());
    }
    return more;
  }

  private SqliteRows rows(String sql, int size, IndexSums.Watch watch) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    return new SqliteRows(original, statement, 0, List.of(), new int[0], size, null, watch);
  }
}
