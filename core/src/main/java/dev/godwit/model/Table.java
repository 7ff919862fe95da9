package dev.godwit.model;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A table with all that belongs to it. {@code schema} is empty where the engine has none. {@code
 * primaryKey} is in key order, empty where there is none. {@code estimatedRows} is a guess that
 * costs nothing, -1 where there is none. {@code triggers} are names.
 */
public record Table(
    String schema,
    String name,
    List<Column> columns,
    List<String> primaryKey,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    List<Check> checks,
    List<String> triggers,
    Traits traits,
    long estimatedRows) {

  /** What is particular to one engine and still matters to the others. */
  public record Traits(boolean strict, boolean withoutRowid, boolean owned, boolean partitioned) {
    /** Nothing particular, owned by whoever is connected. */
    public static final Traits PLAIN = new Traits(false, false, true, false);
  }

  public Table {
    Objects.requireNonNull(schema);
    Objects.requireNonNull(name);
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
    indexes = List.copyOf(indexes);
    foreignKeys = List.copyOf(foreignKeys);
    checks = List.copyOf(checks);
    triggers = List.copyOf(triggers);
    Objects.requireNonNull(traits);
  }

  /** Of the name alone: maps ask often, and all of a table would be gone through each time. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** A table of columns and, perhaps, a primary key. */
  public static Table of(String schema, String name, List<Column> columns, List<String> key) {
    return new Table(
        schema, name, columns, key, List.of(), List.of(), List.of(), List.of(), Traits.PLAIN, -1);
  }

  /** This table, seen as one of these columns only; what else belongs to it stays. */
  public Table with(List<Column> seen) {
    return copy(seen, primaryKey, indexes, foreignKeys, estimatedRows);
  }

  /** This table with so many rows. */
  public Table ofRows(long rows) {
    return copy(columns, primaryKey, indexes, foreignKeys, rows);
  }

  /** This table with other keys. */
  public Table with(List<String> key, List<Index> others) {
    return copy(columns, key, others, foreignKeys, estimatedRows);
  }

  /** This table with other foreign keys. */
  public Table withForeignKeys(List<ForeignKey> keys) {
    return copy(columns, primaryKey, indexes, keys, estimatedRows);
  }

  private Table copy(
      List<Column> all, List<String> key, List<Index> others, List<ForeignKey> keys, long rows) {
    return new Table(schema, name, all, key, others, keys, checks, triggers, traits, rows);
  }

  /** The column of exactly this name. */
  public Optional<Column> column(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst();
  }

  /** Whether the primary key or an index of every row begins with one of these columns. */
  public boolean isFoundBy(List<Column> key) {
    List<String> names = key.stream().map(Column::name).toList();
    return !primaryKey.isEmpty() && names.contains(primaryKey.get(0))
        || indexes.stream()
            .anyMatch(i -> i.where() == null && names.contains(i.parts().get(0).column()));
  }

  /** The name for people: with its schema, unless that is empty or {@code public}. */
  public String displayName() {
    return schema.isEmpty() || schema.equals("public") ? name : schema + "." + name;
  }
}
