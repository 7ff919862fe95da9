package dev.godwit.model;

import java.util.List;
import java.util.Objects;

/**
 * A column. {@code defaultValue} is the engine's own expression, or null. {@code collation} is null
 * where it is the engine's usual one.
 */
public record Column(
    String name,
    ColumnType type,
    boolean nullable,
    String defaultValue,
    Generated generated,
    Identity identity,
    String collation) {

  /** Whether the engine computes the value. */
  public enum Generated {
    NO,
    STORED,
    VIRTUAL
  }

  /** Whether, and how, the engine numbers new rows. */
  public enum Identity {
    NONE,
    /** PostgreSQL serial, SQLite INTEGER PRIMARY KEY. */
    SERIAL,
    BY_DEFAULT,
    /** PostgreSQL GENERATED ALWAYS AS IDENTITY, SQLite AUTOINCREMENT. */
    ALWAYS
  }

  public Column {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    Objects.requireNonNull(generated);
    Objects.requireNonNull(identity);
  }

  /** A plain nullable column. */
  public static Column of(String name, ColumnType type) {
    return new Column(name, type, true, null, Generated.NO, Identity.NONE, null);
  }

  /** This column with another type. */
  public Column with(ColumnType other) {
    return new Column(name, other, nullable, defaultValue, generated, identity, collation);
  }

  public boolean isGenerated() {
    return generated != Generated.NO;
  }

  /** For each of these columns its place, by name, among others, or -1. */
  public static int[] places(List<Column> columns, List<Column> among) {
    List<String> names = among.stream().map(Column::name).toList();
    return columns.stream().mapToInt(c -> names.indexOf(c.name())).toArray();
  }
}
