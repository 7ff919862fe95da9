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
    boolean validated,
    Finer finer) {

  /**
   * What only PostgreSQL tells apart: whether a key with some NULLs is an orphan (MATCH FULL),
   * which columns alone ON DELETE SET NULL or SET DEFAULT changes, none for all of them, and
   * whether the last column is a PERIOD, which rows of the other table cover together.
   */
  public record Finer(boolean full, List<String> cleared, boolean period) {
    public static final Finer NONE = new Finer(false, List.of(), false);

    public Finer {
      cleared = List.copyOf(cleared);
    }
  }

  /** For people: its name, else its columns, as {@code (a, b)}. */
  public String words() {
    return words(name, columns);
  }

  /** The same of a key that has this name, or null, and these columns. */
  public static String words(String name, List<String> columns) {
    return name == null ? "(" + String.join(", ", columns) + ")" : name;
  }

  /** The same without what only PostgreSQL tells apart. */
  public ForeignKey plain() {
    return new ForeignKey(
        name,
        columns,
        targetTable,
        targetColumns,
        onDelete,
        onUpdate,
        deferrable,
        initiallyDeferred,
        validated,
        Finer.NONE);
  }

  public ForeignKey {
    columns = List.copyOf(columns);
    targetColumns = List.copyOf(targetColumns);
  }
}
