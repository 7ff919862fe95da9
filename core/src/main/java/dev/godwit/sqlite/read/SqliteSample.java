package dev.godwit.sqlite.read;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows of a table at even distances of its rowid. The table is always named with its schema and its
 * columns with an alias, so that none of them is taken for a name of the statement's own.
 */
public record SqliteSample(Connection connection, Table table, String rowid) {
  /** How many rows {@link #sql} would give: fewer than asked for where rowids have gaps. */
  public long met(long rows) throws SQLException {
    return number(steps(rows) + " SELECT count(DISTINCT " + nearest(rows) + ") FROM steps, ends");
  }

  public long count() throws SQLException {
    return number("SELECT count(*) FROM " + from());
  }

  private long number(String sql) throws SQLException {
    return Queries.number(connection, sql);
  }

  /** The statement that reads these columns. */
  public String sql(List<String> columns, long rows) {
    List<String> selected = columns.stream().map(SqliteSample::column).toList();
    return steps(rows)
        + " SELECT "
        + (selected.isEmpty() ? "1" : String.join(", ", selected))
        + (" FROM " + from() + " WHERE " + column(rowid))
        + (" IN (SELECT " + nearest(rows) + " FROM steps, ends) ORDER BY " + column(rowid));
  }

  private String nearest(long rows) {
    return ("(SELECT " + column(rowid) + " FROM " + from() + " WHERE " + column(rowid))
        + (" >= ends.lo + steps.i * ((ends.hi - ends.lo) / " + rows + ".0)")
        + (" ORDER BY " + column(rowid) + " LIMIT 1)");
  }

  private String steps(long rows) {
    return "WITH RECURSIVE steps(i) AS (SELECT 0 UNION ALL SELECT steps.i + 1 FROM steps"
        + (" WHERE steps.i + 1 < " + rows + "),")
        // Both in one SELECT would read every row.
        + (" ends AS (SELECT (SELECT min(" + column(rowid) + ") FROM " + from() + ") AS lo,")
        + (" (SELECT max(" + column(rowid) + ") FROM " + from() + ") AS hi)");
  }

  private String from() {
    return "main." + Sql.SQLITE.name(table.name()) + " AS picked";
  }

  private static String column(String name) {
    return "picked." + Sql.SQLITE.name(name);
  }
}
