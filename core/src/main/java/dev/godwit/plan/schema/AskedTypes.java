package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.TypeNames;
import java.util.Locale;

/** Types as rules ask for them, and as another engine's columns are called in PostgreSQL. */
public final class AskedTypes {
  private AskedTypes() {}

  /** The type of this name; one that is not known here is left for the server to read. */
  static ColumnType parse(String name, String where) {
    ColumnType type = TypeNames.parse(name);
    if (type == null) {
      throw GodwitException.usage(
          where + ".type is no name of a PostgreSQL type; write one such as numeric(10,2)");
    }
    return type;
  }

  /**
   * The same type under a name that PostgreSQL has, or that comes along with the source; another
   * engine may call it otherwise.
   */
  static ColumnType spelled(ColumnType type, Catalog source) {
    String name = type.name().toLowerCase(Locale.ROOT).replaceFirst("\\s*\\(.*", "");
    boolean known = Kind.named(name) == type.kind() || comesAlong(type.name(), source);
    return type.kind() == Kind.NATIVE || known
        ? type
        : new ColumnType(type.kind(), type.length(), type.scale(), usual(type));
  }

  /** A domain, of which only its name is not that of a common kind. */
  private static boolean comesAlong(String type, Catalog source) {
    String name = type.replaceAll("^\"|\"$", "").replace("\"\"", "\"");
    return source.others().stream()
        .anyMatch(
            o -> o.type().equals("extension") || o.type().equals("type") && o.name().equals(name));
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
