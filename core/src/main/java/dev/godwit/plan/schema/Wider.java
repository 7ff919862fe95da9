package dev.godwit.plan.schema;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;

/** Which types hold every value of another, so that a column may be given them for it. */
final class Wider {
  private Wider() {}

  /** Whether the column, as it is now, holds all that it did in this table, and more. */
  static boolean than(Column was, Column now, Table table) {
    boolean known = !was.type().name().equals(now.type().name()) && !now.isGenerated();
    // What refers to it, or is found by it, would have to become text as well.
    boolean refers =
        table.primaryKey().contains(was.name())
            || table.indexes().stream()
                .anyMatch(i -> i.unique() && i.columns().contains(was.name()))
            || table.foreignKeys().stream().anyMatch(k -> k.columns().contains(was.name()));
    return known && (than(was.type(), now.type()) || !refers && isText(now) && hasOneForm(was));
  }

  private static boolean than(ColumnType was, ColumnType now) {
    return switch (was.kind()) {
      case SMALLINT -> now.kind() == Kind.INTEGER || holdsIntegers(now);
      case INTEGER -> holdsIntegers(now);
      case BIGINT -> now.kind() == Kind.NUMERIC && now.length() == 0;
      case REAL -> now.kind() == Kind.DOUBLE;
      case NUMERIC -> now.kind() == Kind.NUMERIC && holdsDigits(was, now);
      case VARCHAR -> now.kind() == Kind.TEXT || now.kind() == Kind.VARCHAR && isLonger(was, now);
      default -> false;
    };
  }

  private static boolean holdsIntegers(ColumnType type) {
    return type.kind() == Kind.BIGINT || type.kind() == Kind.NUMERIC && type.length() == 0;
  }

  private static boolean isLonger(ColumnType was, ColumnType now) {
    return was.length() > 0 && (now.length() == 0 || now.length() > was.length());
  }

  private static boolean holdsDigits(ColumnType was, ColumnType now) {
    boolean more =
        now.scale() >= was.scale() && now.length() - now.scale() >= was.length() - was.scale();
    return was.length() > 0 && (now.length() == 0 || more);
  }

  private static boolean isText(Column column) {
    return column.type().kind() == Kind.TEXT;
  }

  /** Whether its values are spelled in one way. */
  private static boolean hasOneForm(Column column) {
    return switch (column.type().kind()) {
      case SMALLINT, INTEGER, BIGINT -> true;
      default -> false;
    };
  }
}
