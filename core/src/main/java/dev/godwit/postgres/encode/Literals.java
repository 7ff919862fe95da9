package dev.godwit.postgres.encode;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/** Cells, in their kinds' forms, as literals of SQL: for keys, which are few. */
public final class Literals {
  private Literals() {}

  /** {@code ("a", "b") = ('1', 'x')} as it is written with NULLs in mind. */
  public static String equal(List<Column> columns, Row at) {
    StringBuilder sql = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      sql.append(i == 0 ? "" : " AND ").append(Sql.POSTGRES.name(columns.get(i).name()));
      String same = operator("=", columns.subList(i, i + 1));
      sql.append(at.isNull(i) ? " IS NULL" : same + of(columns.get(i).type(), at, i));
    }
    return sql.toString();
  }

  /**
   * Compares columns by PostgreSQL's own operator, whatever the search path has of that name. One
   * of a type that is not its own has an operator that only the path knows.
   */
  public static String operator(String name, Collection<Column> columns) {
    boolean own = columns.stream().noneMatch(c -> c.type().kind() == Kind.NATIVE);
    return own ? " OPERATOR(pg_catalog." + name + ") " : " " + name + " ";
  }

  /** A cell that is not NULL. */
  public static String of(ColumnType type, Row row, int i) {
    byte[] text = TextEncoder.text(type, row, i);
    return Sql.POSTGRES.literal(new String(text, StandardCharsets.UTF_8));
  }

  /** A value that {@link Row#value} gave, or a position that was noted; never null. */
  public static String of(ColumnType type, Object value) {
    Row row = new Row(1);
    if (value instanceof byte[] bytes) {
      row.setBlob(0, bytes);
    } else if (value instanceof Number n
        && (type.kind() == Kind.REAL || type.kind() == Kind.DOUBLE)) {
      row.setReal(0, n.doubleValue());
    } else if (value instanceof Number n) {
      row.setInteger(0, n.longValue());
    } else {
      row.setText(0, value.toString());
    }
    return of(type, row, 0);
  }
}
