package dev.godwit.format;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/** What type holds all values of a column, with every digit that they have. */
public final class TextType {
  private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]*");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?[eE][-+]?[0-9]{1,3}|-?Infinity|NaN");

  private boolean any;
  private boolean booleans = true;
  private boolean whole = true;
  private boolean decimal = true;
  private boolean number = true;

  static boolean isWhole(String value) {
    return WHOLE.matcher(value).matches();
  }

  /** Takes a value; null is NULL, and fits every type. */
  public void see(String value) {
    if (value == null) {
      return;
    }
    any = true;
    booleans = booleans && (value.equals("true") || value.equals("false"));
    if (number || decimal) {
      boolean isWhole = isWhole(value);
      boolean isDecimal = isWhole || DECIMAL.matcher(value).matches();
      whole = whole && isWhole && fits(value);
      decimal = decimal && isDecimal;
      number = number && (isDecimal || NUMBER.matcher(value).matches()) && isDouble(value);
    }
  }

  private static boolean fits(String value) {
    return value.length() < 19 || new java.math.BigInteger(value).bitLength() < Long.SIZE;
  }

  /** Whether a double, spelled again, is the same number. */
  private static boolean isDouble(String value) {
    double number = Double.parseDouble(value);
    boolean word = value.endsWith("y") || value.endsWith("N");
    return word
        || Double.isFinite(number)
            && new BigDecimal(Double.toString(number)).compareTo(new BigDecimal(value)) == 0
            && !(number == 0 && value.startsWith("-"));
  }

  /** The type that holds all of them. */
  public ColumnType type() {
    if (any && booleans) {
      return ColumnType.of(Kind.BOOLEAN, "boolean");
    } else if (any && whole) {
      return ColumnType.of(Kind.BIGINT, "integer");
    } else if (any && decimal) {
      return ColumnType.of(Kind.NUMERIC, "decimal");
    }
    return any && number
        ? ColumnType.of(Kind.DOUBLE, "number")
        : ColumnType.of(Kind.TEXT, "string");
  }
}
