package dev.godwit.plan;

import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** PostgreSQL's type names, as rules spell them. */
final class TypeNames {
  private static final Pattern FORM =
      Pattern.compile(
          "([\\p{L}_][\\p{L}\\p{N}_ .\"]*?)\\s*(?:\\((\\d+)(?:\\s*,\\s*(\\d+))?\\))?(\\[\\])*");
  private static final Map<String, Kind> KINDS =
      Map.ofEntries(
          Map.entry("boolean", Kind.BOOLEAN),
          Map.entry("bool", Kind.BOOLEAN),
          Map.entry("smallint", Kind.SMALLINT),
          Map.entry("int2", Kind.SMALLINT),
          Map.entry("integer", Kind.INTEGER),
          Map.entry("int", Kind.INTEGER),
          Map.entry("int4", Kind.INTEGER),
          Map.entry("bigint", Kind.BIGINT),
          Map.entry("int8", Kind.BIGINT),
          Map.entry("real", Kind.REAL),
          Map.entry("float4", Kind.REAL),
          Map.entry("double precision", Kind.DOUBLE),
          Map.entry("float8", Kind.DOUBLE),
          Map.entry("numeric", Kind.NUMERIC),
          Map.entry("decimal", Kind.NUMERIC),
          Map.entry("text", Kind.TEXT),
          Map.entry("varchar", Kind.VARCHAR),
          Map.entry("character varying", Kind.VARCHAR),
          Map.entry("char", Kind.CHAR),
          Map.entry("character", Kind.CHAR),
          Map.entry("bytea", Kind.BYTES),
          Map.entry("uuid", Kind.UUID),
          Map.entry("date", Kind.DATE),
          Map.entry("time", Kind.TIME),
          Map.entry("timestamp", Kind.TIMESTAMP),
          Map.entry("timestamptz", Kind.TIMESTAMPTZ),
          Map.entry("timestamp with time zone", Kind.TIMESTAMPTZ),
          Map.entry("timestamp without time zone", Kind.TIMESTAMP),
          Map.entry("json", Kind.JSON),
          Map.entry("jsonb", Kind.JSONB));

  private TypeNames() {}

  /** The type of this name; one that is not known here is left for the server to read. */
  static ColumnType parse(String name, String where) {
    Matcher form = FORM.matcher(name.strip());
    if (!form.matches()) {
      throw GodwitException.usage(
          where + ".type is no name of a PostgreSQL type; write one such as numeric(10,2)");
    }
    Kind kind = KINDS.get(form.group(1).toLowerCase(Locale.ROOT));
    if (kind == null || form.group(4) != null) {
      return ColumnType.of(Kind.NATIVE, name.strip());
    }
    int first = form.group(2) == null ? 0 : Integer.parseInt(form.group(2));
    int second = form.group(3) == null ? 0 : Integer.parseInt(form.group(3));
    if (kind.isTemporal() && form.group(2) != null) {
      return new ColumnType(kind, 1, first, name.strip());
    }
    // char without a length is char(1).
    int length = kind == Kind.CHAR && first == 0 ? 1 : first;
    return new ColumnType(kind, length, second, name.strip());
  }

  /** The same type under a name that PostgreSQL has; another engine may call it otherwise. */
  static ColumnType spelled(ColumnType type) {
    String name = type.name().toLowerCase(Locale.ROOT).replaceFirst("\\s*\\(.*", "");
    return type.kind() == Kind.NATIVE || KINDS.get(name) == type.kind()
        ? type
        : new ColumnType(type.kind(), type.length(), type.scale(), usual(type));
  }

  private static String usual(ColumnType type) {
    String limit = type.length() == 0 ? "" : "(" + type.length() + ")";
    return switch (type.kind()) {
      case DOUBLE -> "double precision";
      case BYTES -> "bytea";
      case NUMERIC ->
          type.length() == 0 ? "numeric" : "numeric(" + type.length() + "," + type.scale() + ")";
      case VARCHAR, CHAR -> type.kind().name().toLowerCase(Locale.ROOT) + limit;
      case TIME, TIMESTAMP, TIMESTAMPTZ ->
          type.kind().name().toLowerCase(Locale.ROOT)
              + (type.length() == 0 ? "" : "(" + type.scale() + ")");
      default -> type.kind().name().toLowerCase(Locale.ROOT);
    };
  }
}
