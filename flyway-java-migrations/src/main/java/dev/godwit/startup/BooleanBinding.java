package dev.godwit.startup;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** 0 and 1 on SQLite. */
@SuppressWarnings("serial")
final class BooleanBinding extends BothBinding<Boolean> {
  BooleanBinding(String column) {
    super(column, Kind.BOOLEAN, Boolean.class);
  }

  @Override
  Boolean fromCell(Row row) {
    return row.integer(0) == 1;
  }

  @Override
  Object toSqlite(Boolean value) {
    return value ? 1 : 0;
  }

  @Override
  Boolean fromPostgres(ResultSet row, int index) throws SQLException {
    boolean value = row.getBoolean(index);
    return row.wasNull() ? null : (Boolean) value;
  }

  @Override
  void toPostgres(PreparedStatement statement, int index, Boolean value) throws SQLException {
    statement.setBoolean(index, value);
  }
}
