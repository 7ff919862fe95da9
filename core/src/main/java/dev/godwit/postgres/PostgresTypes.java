package dev.godwit.postgres;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import java.util.Map;

/** PostgreSQL's types as common kinds; what has no binary codec here is {@link Kind#NATIVE}. */
final class PostgresTypes {
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("bool", Kind.BOOLEAN),
          Map.entry("int2", Kind.SMALLINT),
          Map.entry("int4", Kind.INTEGER),
          Map.entry("int8", Kind.BIGINT),
          Map.entry("float4", Kind.REAL),
          Map.entry("float8", Kind.DOUBLE),
          Map.entry("numeric", Kind.NUMERIC),
          Map.entry("text", Kind.TEXT),
          Map.entry("varchar", Kind.VARCHAR),
          Map.entry("bpchar", Kind.CHAR),
          Map.entry("bytea", Kind.BYTES),
          Map.entry("uuid", Kind.UUID),
          Map.entry("date", Kind.DATE),
          Map.entry("time", Kind.TIME),
          Map.entry("timestamp", Kind.TIMESTAMP),
          Map.entry("timestamptz", Kind.TIMESTAMPTZ),
          Map.entry("json", Kind.JSON),
          Map.entry("jsonb", Kind.JSONB));

  private PostgresTypes() {}

  /**
   * The type of a column.
   *
   * @param type {@code pg_type.typname}, with {@code builtin} telling that it is PostgreSQL's own
   * @param modifier {@code pg_attribute.atttypmod}
   * @param spelling what {@code format_type} gives
   */
  static ColumnType of(String type, boolean builtin, int modifier, String spelling) {
    Kind kind = builtin ? KINDS.getOrDefault(type, Kind.NATIVE) : Kind.NATIVE;
    if (modifier < 0) {
      return ColumnType.of(kind, spelling);
    }
    return switch (kind) {
      case VARCHAR, CHAR -> new ColumnType(kind, modifier - 4, 0, spelling);
      case NUMERIC -> {
        int packed = modifier - 4;
        int scale = ((packed & 0x7ff) ^ 1024) - 1024;
        yield new ColumnType(kind, packed >> 16 & 0xffff, scale, spelling);
      }
      // A limited time counts its fractional digits as scale; see Coercions.
      case TIME, TIMESTAMP, TIMESTAMPTZ ->
          modifier >= 6
              ? ColumnType.of(kind, spelling)
              : new ColumnType(kind, 1, modifier, spelling);
      default -> ColumnType.of(kind, spelling);
    };
  }
}
