package dev.godwit.plan.schema;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;

/**
 * SQLite's declared type for a common kind: one whose affinity keeps every value as it is, under a
 * name that leads back to the kind. See docs/directions.md.
 */
public final class SqliteTypes {
  private SqliteTypes() {}

  static ColumnType of(ColumnType type) {
    return ColumnType.of(Kind.ANY, declared(type));
  }

  private static String declared(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> "BOOLEAN";
      case SMALLINT -> "SMALLINT";
      case INTEGER -> "INTEGER";
      case BIGINT -> "BIGINT";
      case REAL -> "REAL";
      case DOUBLE -> "DOUBLE PRECISION";
      // NUMERIC affinity would turn '1.10' into a double.
      case NUMERIC -> "DECIMAL_TEXT" + limits(type);
      case TEXT -> "TEXT";
      case VARCHAR -> type.length() == 0 ? "TEXT" : "VARCHAR(" + type.length() + ")";
      case CHAR -> type.length() == 0 ? "TEXT" : "CHAR(" + type.length() + ")";
      case BYTES -> "BLOB";
      case UUID -> "UUID";
      case DATE -> "DATE";
      case TIME -> "TIME";
      case TIMESTAMP -> "TIMESTAMP";
      case TIMESTAMPTZ -> "TIMESTAMPTZ";
      // NUMERIC affinity would change JSON that is a number.
      case JSON -> "JSON_TEXT";
      case JSONB -> "JSONB_TEXT";
      case NATIVE -> type.name().endsWith("[]") ? "JSON_TEXT" : "TEXT";
      case ANY -> type.name();
    };
  }

  private static String limits(ColumnType type) {
    return type.length() == 0 ? "" : "(" + type.length() + "," + type.scale() + ")";
  }
}
