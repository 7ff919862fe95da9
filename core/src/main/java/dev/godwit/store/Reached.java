package dev.godwit.store;

/**
 * A table beside those that are to be emptied which cannot stay as it is: it refers to the table
 * {@code of} by this foreign key, or, where that is null, inherits from it. {@code waits}: the
 * foreign key can be taken off and put back.
 */
public record Reached(String schema, String table, String of, String foreignKey, boolean waits) {

  /** The name for people, as seen from a schema. */
  public String from(String ownSchema) {
    return schema.equals(ownSchema) ? table : schema + "." + table;
  }
}
