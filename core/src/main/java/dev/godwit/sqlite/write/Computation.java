package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.sqlite.read.SqliteRows;
import dev.godwit.store.Computing;
import dev.godwit.store.Halving;
import dev.godwit.store.MemoryRows;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Computes expressions over rows in a database of its own, in memory. */
public final class Computation implements Computing {
  private static final Path NOWHERE = Path.of("memory");

  private final Connection connection;
  private final List<String> names;
  private final String select;
  private final int size;

  /** {@code wanted} have their expression where a column has its default. */
  public Computation(List<Column> given, List<Column> wanted) {
    names = given.stream().map(Column::name).toList();
    size = wanted.size();
    List<String> columns = new ArrayList<>();
    given.forEach(c -> columns.add(Sql.SQLITE.name(c.name()) + " " + c.type().name()));
    List<String> computed = new ArrayList<>();
    wanted.forEach(c -> computed.add("(" + c.defaultValue() + "\n)"));
    select = "SELECT " + String.join(", ", computed) + " FROM godwit_rows ORDER BY rowid";
    try {
      connection = DriverManager.getConnection("jdbc:sqlite::memory:");
      Queries.run(connection, "CREATE TABLE godwit_rows (" + String.join(", ", columns) + ")");
      connection.prepareStatement(select).close();
    } catch (SQLException e) {
      throw GodwitException.refused(
          "the target cannot compute "
              + String.join(", ", wanted.stream().map(Column::name).toList())
              + ": "
              + e.getMessage());
    }
  }

  @Override
  public List<Row> of(List<Row> rows) {
    List<Row> result = new ArrayList<>();
    Halving.of(rows, some -> ask(some, result), (row, why) -> result.add(null));
    return result;
  }

  private Exception ask(List<Row> rows, List<Row> result) {
    try {
      result.addAll(compute(rows));
      return null;
    } catch (SQLException | GodwitException e) {
      return e;
    }
  }

  private List<Row> compute(List<Row> rows) throws SQLException {
    Queries.run(connection, "DELETE FROM godwit_rows");
    try (SqliteInsert insert =
        new SqliteInsert(connection, null, "godwit_rows", names, SqliteInsert.NEVER)) {
      insert.writeAll(new MemoryRows(rows), row -> {});
    }
    List<Row> result = new ArrayList<>();
    PreparedStatement statement = connection.prepareStatement(select);
    try (Rows computed =
        new SqliteRows(NOWHERE, statement, 0, List.of(), new int[0], size, null, null)) {
      while (computed.next()) {
        result.add(computed.row().copy());
      }
    }
    return result;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw GodwitException.failed("closing a database in memory", e);
    }
  }
}
