package dev.godwit.sqlite;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.util.List;

/** What tells one row of a table from all others, as SQL. */
final class Places {
  private Places() {}

  /** A row number, or the columns of the primary key in parentheses. */
  static String of(Table table) {
    return table.traits().withoutRowid() ? "(" + bare(table) + ")" : bare(table);
  }

  /** The same for a list of columns. */
  static String bare(Table table) {
    if (table.traits().withoutRowid()) {
      return Sql.SQLITE.names(table.primaryKey());
    }
    List<String> columns = table.columns().stream().map(Column::name).toList();
    String rowid = SqliteKeys.rowid(columns);
    // Where columns took all its names, one of them may be the row number itself.
    return rowid == null ? Sql.SQLITE.names(SqliteKeys.of(table)) : rowid;
  }
}
