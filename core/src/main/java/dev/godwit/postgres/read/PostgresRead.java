package dev.godwit.postgres.read;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/** Reads rows through binary COPY, types without a codec as the server's own text. */
public final class PostgresRead {
  private PostgresRead() {}

  /** Rows of {@code from}, which is all that stands after FROM and may call the table {@code t}. */
  public static BinaryRows rows(
      Connection connection, Table table, List<Column> columns, String from) throws SQLException {
    return rows(connection, table, List.of(), columns, from);
  }

  public static BinaryRows rows(
      Connection connection, Table table, List<Column> keys, List<Column> columns, String from)
      throws SQLException {
    List<String> select = new ArrayList<>();
    for (Column column : keys) {
      select.add(expression(column));
    }
    for (Column column : columns) {
      select.add(expression(column));
    }
    PGConnection server = connection.unwrap(PGConnection.class);
    CopyOut copy =
        server
            .getCopyAPI()
            .copyOut(
                "COPY (SELECT "
                    + String.join(", ", select)
                    + " FROM "
                    + from
                    + ") TO STDOUT (FORMAT binary)");
    return new BinaryRows("reading " + table.displayName(), server, copy, keys, columns);
  }

  /** Runs an INSERT whose table is called {@code t}; gives the rows as they were stored. */
  public static BinaryRows returning(
      Connection connection, Table table, List<Column> columns, String insert) throws SQLException {
    String select = String.join(", ", columns.stream().map(PostgresRead::expression).toList());
    PGConnection server = connection.unwrap(PGConnection.class);
    CopyOut copy =
        server
            .getCopyAPI()
            .copyOut("COPY (" + insert + " RETURNING " + select + ") TO STDOUT (FORMAT binary)");
    return new BinaryRows("writing " + table.displayName(), server, copy, List.of(), columns);
  }

  private static String expression(Column column) {
    String name = "t." + Sql.POSTGRES.name(column.name());
    return switch (column.type().family()) {
      case NONE -> name;
      // A cast writes /32 behind an address, which PostgreSQL shows to nobody.
      case INET -> "pg_catalog.textin(pg_catalog.inet_out(" + name + "))";
      default -> name + "::text";
    };
  }
}
