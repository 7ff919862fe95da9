package dev.godwit.plan;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What tells a table's new rows from those that were moved before. {@code place} is that of its
 * column in the {@link TableCopy}, -1 where there is none.
 */
public record Watermark(By by, int place, String column) {
  private static final Set<String> NAMES =
      Set.of(
          "updatedat",
          "updated",
          "updatedon",
          "updatetime",
          "lastupdated",
          "lastupdatedat",
          "modifiedat",
          "modified",
          "modifiedon",
          "lastmodified",
          "lastmodifiedat",
          "changedat",
          "dateupdated",
          "datemodified",
          "mtime");

  /** How rows are told apart. */
  public enum By {
    /** A column says when each row was last written. */
    UPDATED_AT,
    /** New rows have greater keys; a digest tells whether older ones changed. */
    KEY,
    /** All rows are compared with the target's. */
    DIGEST
  }

  /**
   * The best that a table has: the column that a rule names, or what its columns and keys offer.
   *
   * @throws GodwitException where the rule's column is not there, or has no order
   */
  public static Watermark of(TableCopy copy, Rules rules) {
    String named = rules.table(copy.from().name()).watermark();
    List<ColumnCopy> columns = copy.columns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnCopy c = columns.get(i);
      if (named == null ? isUpdatedAt(c) : c.name().equalsIgnoreCase(named)) {
        if (!hasOrder(c.to().type())) {
          throw GodwitException.usage(
              "rule watermark of "
                  + copy.from().name()
                  + ": "
                  + c.name()
                  + " is of type "
                  + c.to().type()
                  + "; name a column of times, whole numbers or texts");
        }
        return new Watermark(By.UPDATED_AT, i, c.name());
      }
    }
    if (named != null) {
      throw GodwitException.usage(
          "rule watermark of " + copy.from().name() + ": no column " + named + " travels");
    }
    List<Integer> key = copy.key();
    if (key.size() == 1 && isWhole(columns.get(key.get(0)).to().type())) {
      return new Watermark(By.KEY, key.get(0), columns.get(key.get(0)).name());
    }
    return new Watermark(By.DIGEST, -1, null);
  }

  private static boolean isUpdatedAt(ColumnCopy column) {
    String name = column.name().toLowerCase(Locale.ROOT).replace("_", "");
    return NAMES.contains(name) && hasOrder(column.to().type());
  }

  private static boolean hasOrder(ColumnType type) {
    return switch (type.kind()) {
      case TEXT, VARCHAR, DATE, TIMESTAMP, TIMESTAMPTZ -> true;
      // Of two cells that cannot be compared, each comes after the other: none is passed over.
      case ANY -> true;
      default -> isWhole(type);
    };
  }

  private static boolean isWhole(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      case ANY -> Affinity.of(type.name(), true) == Affinity.INTEGER;
      default -> false;
    };
  }
}
