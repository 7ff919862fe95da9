package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Index;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.WritableFile;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Violations;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Indexes of one table that are built after its rows are in. */
final class IndexesOff {
  private final SqliteRead read;
  private final Load load;
  private final Table table;
  private final List<Index> off = new ArrayList<>();

  IndexesOff(SqliteRead read, Load load, Table table) throws SQLException {
    this.read = read;
    this.load = load;
    this.table = table;
    for (Index index : table.indexes()) {
      if (load.rebuild() && index.definition() != null) {
        drop(index);
        off.add(index);
      }
    }
  }

  private void drop(Index index) throws SQLException {
    Queries.run(read.connection(), "DROP INDEX " + Sql.SQLITE.name(index.name()));
  }

  void putBack(Violations violations) throws SQLException {
    for (Index index : off) {
      if (!create(index) && handOver(index, violations)) {
        create(index);
      }
    }
  }

  /** False where two rows share a key of it. */
  private boolean create(Index index) throws SQLException {
    try {
      WritableFile.sorting(read.connection(), index.definition());
      return true;
    } catch (SQLException e) {
      if (e instanceof SQLiteException error
          && error.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE) {
        return false;
      }
      throw e;
    }
  }

  private boolean handOver(Index index, Violations violations) throws SQLException {
    String among = RowIdentity.of(table) + " IN (" + duplicates(index) + ")";
    return read.handOver(load, Refusal.duplicate(index), table, among, violations);
  }

  /** All but the first row, in load order, of each group that shares a key. */
  private String duplicates(Index index) {
    List<String> keys = new ArrayList<>();
    for (Index.Part part : index.parts()) {
      String key = part.column() == null ? part.expression() : Sql.SQLITE.name(part.column());
      keys.add(
          part.collation() == null ? key : key + " COLLATE " + Sql.SQLITE.name(part.collation()));
    }
    List<String> given = new ArrayList<>();
    keys.forEach(k -> given.add("(" + k + ") IS NOT NULL"));
    if (index.where() != null) {
      given.add("(" + index.where() + ")");
    }
    String places = RowIdentity.bare(table);
    return ("SELECT %s FROM (SELECT %s, row_number() OVER (PARTITION BY %s ORDER BY %s) AS nth"
            + " FROM %s WHERE %s) WHERE nth > 1")
        .formatted(
            places,
            places,
            String.join(", ", keys),
            places,
            Sql.SQLITE.name(table.name()),
            String.join(" AND ", given));
  }
}
