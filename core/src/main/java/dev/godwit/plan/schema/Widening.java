package dev.godwit.plan.schema;

import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Declared;
import dev.godwit.inspect.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Says why a column cannot have the type that it is declared with. */
public final class Widening {
  private Widening() {}

  /** Such as {@code 3 texts, first at id=17}. */
  static String why(ColumnProfile column) {
    List<String> reasons = new ArrayList<>();
    for (Mark mark : misfits(column)) {
      if (column.count(mark) > 0) {
        reasons.add(column.count(mark) + " " + words(mark) + ", first at " + column.firstKey(mark));
      }
    }
    return String.join("; ", reasons);
  }

  /** The key of the first row that does not fit, or null. */
  static String firstKey(ColumnProfile column) {
    return misfits(column).stream()
        .filter(mark -> column.count(mark) > 0)
        .map(column::firstKey)
        .findFirst()
        .orElse(null);
  }

  private static List<Mark> misfits(ColumnProfile column) {
    Declared.Family family = column.declared().family();
    return switch (family) {
      case INTEGER -> List.of(Mark.TEXT, Mark.REAL, Mark.BLOB);
      case BOOLEAN -> List.of(Mark.NOT_BOOLEAN, Mark.BLOB);
      case TEMPORAL -> dates(column);
      case REAL, NUMERIC -> List.of(Mark.TEXT, Mark.BLOB, Mark.NOT_A_DOUBLE);
      case DECIMAL -> List.of(Mark.NOT_DECIMAL, Mark.BLOB);
      case JSON -> List.of(Mark.NOT_JSON, Mark.LOOSE_JSON, Mark.BLOB);
      case UUID -> List.of(Mark.NOT_UUID, Mark.BLOB);
      case CHARACTER, TEXT -> List.of(Mark.TOO_LONG, Mark.NUL, Mark.BAD_UTF8, Mark.BLOB);
      case BLOB -> List.of(Mark.TEXT, Mark.INTEGER, Mark.REAL);
      case NONE -> List.of(Mark.INTEGER, Mark.REAL, Mark.TEXT, Mark.BLOB);
    };
  }

  private static List<Mark> dates(ColumnProfile column) {
    List<Mark> result = new ArrayList<>(column.dates());
    result.add(Mark.ZERO);
    result.add(Mark.NOT_DATE);
    result.add(Mark.BLOB);
    return result;
  }

  private static String words(Mark mark) {
    return switch (mark) {
      case INTEGER -> "integers";
      case ZERO -> "zeros";
      case REAL -> "reals";
      case TEXT -> "texts";
      case BLOB -> "blobs";
      case TOO_LONG -> "texts over the declared length";
      case NUL -> "texts with U+0000";
      case BAD_UTF8 -> "texts that are not UTF-8";
      case NOT_BOOLEAN -> "values that are no booleans";
      case NOT_DATE -> "values that are no dates, or finer than microseconds";
      case NOT_DECIMAL -> "values that do not fit";
      case NOT_A_DOUBLE -> "integers that no double holds";
      case NOT_JSON -> "values that are not JSON";
      case LOOSE_JSON -> "JSON values with duplicate keys or escapes that jsonb does not keep";
      case NOT_UUID -> "values that are no UUID in its usual spelling";
      default -> "as " + mark.name().toLowerCase(Locale.ROOT);
    };
  }
}
