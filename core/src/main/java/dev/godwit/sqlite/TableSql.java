package dev.godwit.sqlite;

import dev.godwit.model.Check;
import java.util.List;

/** What a CREATE TABLE statement says that no PRAGMA tells. */
record TableSql(boolean autoincrement, List<Check> checks) {
  /** When a foreign key is checked. */
  enum Deferral {
    NO,
    DEFERRABLE,
    INITIALLY
  }

  static TableSql parse(String sql) {
    return new TableSql(
        sql.toUpperCase(java.util.Locale.ROOT).contains("AUTOINCREMENT"), List.of());
  }

  String generatedExpression(String column) {
    return null;
  }

  String collation(String column) {
    return null;
  }

  Deferral deferral(List<String> columns) {
    return Deferral.NO;
  }
}
