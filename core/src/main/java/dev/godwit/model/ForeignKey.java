package dev.godwit.model;

import java.util.List;

/**
 * A foreign key. {@code name} is null where the engine gives none. {@code targetColumns} are
 * resolved (never empty) unless the referenced table does not exist.
 */
public record ForeignKey(
    String name,
    List<String> columns,
    String targetTable,
    List<String> targetColumns,
    String onDelete,
    String onUpdate,
    boolean deferrable,
    boolean initiallyDeferred,
    boolean validated) {
  public ForeignKey {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
  }
}
