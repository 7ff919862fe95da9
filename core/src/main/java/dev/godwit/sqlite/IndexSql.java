package dev.godwit.sqlite;

/** What a CREATE INDEX statement says that no PRAGMA tells. */
record IndexSql(String where) {
  static IndexSql parse(String sql) {
    int where = sql.toUpperCase(java.util.Locale.ROOT).lastIndexOf(" WHERE ");
    return new IndexSql(where < 0 ? null : sql.substring(where + 7).strip());
  }

  String expression(int part) {
    return null;
  }
}
