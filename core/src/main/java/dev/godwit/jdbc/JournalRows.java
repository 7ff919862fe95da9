package dev.godwit.jdbc;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** Changes rows of texts in small tables of Godwit's own. */
public final class JournalRows {
  private JournalRows() {}

  /**
   * Takes out the rows that begin with the cells of one of {@code gone}, which are equally long,
   * then writes {@code rows}, in as many round trips as there are kinds of statements. {@code
   * writable} makes of each cell what the table can hold.
   */
  public static void replace(
      Connection connection,
      Sql sql,
      Table table,
      List<List<String>> gone,
      List<List<String>> rows,
      UnaryOperator<String> writable)
      throws SQLException {
    String name = sql.name(table.schema(), table.name());
    List<String> columns = table.columns().stream().map(Column::name).toList();
    if (!gone.isEmpty()) {
      List<String> same =
          columns.subList(0, gone.get(0).size()).stream().map(c -> sql.name(c) + " = ?").toList();
      String where = same.isEmpty() ? "" : " WHERE " + String.join(" AND ", same);
      run(connection, "DELETE FROM " + name + where, gone, writable);
    }
    if (!rows.isEmpty()) {
      String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
      String into = "INSERT INTO " + name + " (" + sql.names(columns) + ") VALUES (" + places + ")";
      run(connection, into, rows, writable);
    }
  }

  private static void run(
      Connection connection, String sql, List<List<String>> rows, UnaryOperator<String> writable)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (List<String> cells : rows) {
        for (int i = 0; i < cells.size(); i++) {
          String cell = cells.get(i);
          Queries.bind(statement, i + 1, cell == null ? null : writable.apply(cell));
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
