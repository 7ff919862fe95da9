package dev.godwit.startup;

import java.time.Instant;
import org.jooq.Binding;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import tools.jackson.databind.JsonNode;

/**
 * Columns that read the same value on both engines: from SQLite as the import would have moved it
 * to PostgreSQL. A value that it could not have moved exactly fails, naming the column.
 */
public final class Fields {
  private Fields() {}

  /** Text, which must not hold U+0000: PostgreSQL has no place for it. */
  public static Field<String> text(String column) {
    return DSL.field(DSL.name(column), SQLDataType.CLOB);
  }

  /** A whole number of 64 bits. */
  public static Field<Long> integer(String column) {
    return DSL.field(DSL.name(column), SQLDataType.BIGINT);
  }

  /** A boolean; on SQLite 0 and 1, and the words for them. */
  public static Field<Boolean> bool(String column) {
    return of(column, new BooleanBinding(column));
  }

  /**
   * A moment, to the microsecond; what is finer is cut off. On SQLite text, written as {@code
   * style} says, read in any of them; without an offset it is UTC.
   */
  public static Field<Instant> time(String column, TimeStyle style) {
    return of(column, new TimeBinding(column, style));
  }

  /** JSON; on SQLite text. Numbers are exact, keys have no order. */
  public static Field<JsonNode> json(String column) {
    return of(column, new JsonBinding(column));
  }

  private static <T> Field<T> of(String column, Binding<Object, T> binding) {
    return DSL.field(DSL.name(column), SQLDataType.OTHER.asConvertedDataType(binding));
  }
}
