package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.sqlite.schema.SqliteKeys;
import java.util.List;

/** What tells one row of a table from all others, as SQL. */
final class RowIdentity {
  private RowIdentity() {}

  /** A row number, or the columns of the primary key in parentheses. */
  static String of(Table table) {
    return table.traits().withoutRowid() ? "(" + bare(table) + ")" : bare(table);
  }

  /** The same for a list of columns. */
  static String bare(Table table) {
    return String.join(", ", each(table));
  }

  /** The columns one by one, quoted. */
  static List<String> each(Table table) {
    if (table.traits().withoutRowid()) {
      return table.primaryKey().stream().map(Sql.SQLITE::name).toList();
    }
    List<String> columns = table.columns().stream().map(Column::name).toList();
    String rowid = SqliteKeys.rowid(columns);
    // Where columns took all its names, one of them may be the row number itself.
    return rowid == null
        ? SqliteKeys.of(table).stream().map(Sql.SQLITE::name).toList()
        : List.of(rowid);
  }
}
