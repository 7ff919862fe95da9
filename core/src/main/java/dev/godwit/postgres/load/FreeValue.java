package dev.godwit.postgres.load;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import java.util.Optional;

/** Values that no row has, for rows that step aside for a moment; one for each of their numbers. */
final class FreeValue {
  private FreeValue() {}

  /**
   * An expression over a row {@code s} of the stage and its number {@code "godwit nth"}; nothing
   * where a type has too few values to look for one.
   */
  static Optional<String> of(Column column, String table, String stage) {
    String name = Sql.POSTGRES.name(column.name());
    String least =
        "(SELECT least(0, pg_catalog.min(f.%s)) FROM (SELECT %s FROM %s UNION ALL SELECT %s FROM %s) f)"
            .formatted(name, name, table, name, stage);
    String nth = "s.\"godwit nth\"";
    String word = "pg_catalog.md5(pg_catalog.random()::text || " + nth + "::text)";
    int length = column.type().length();
    return Optional.ofNullable(
        switch (column.type().kind()) {
          case SMALLINT, INTEGER, BIGINT -> least + " - " + nth;
          case NUMERIC -> least + " - " + nth + "::numeric";
          case TEXT -> word;
          // A short word might be somebody's.
          case VARCHAR, CHAR ->
              length > 0 && length < 8
                  ? null
                  : "pg_catalog.left(" + word + ", " + (length == 0 ? 32 : length) + ")";
          case UUID -> word + "::uuid";
          case BYTES -> "pg_catalog.decode(" + word + ", 'hex')";
          default -> null;
        });
  }
}
