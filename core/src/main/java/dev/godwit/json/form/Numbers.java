package dev.godwit.json.form;

import java.math.BigDecimal;

/** What a number's spelling says. */
public final class Numbers {
  /** Digits that any double holds. */
  private static final int SAFE = 15;

  /** Exponents past this would become texts of that many digits. */
  private static final int MOST = 10_000;

  private Numbers() {}

  /** Whether the text is a number as JSON spells them. */
  static boolean isJson(byte[] text) {
    int i = text.length > 0 && text[0] == '-' ? 1 : 0;
    int start = i;
    i = digits(text, i);
    if (i == start || (text[start] == '0' && i > start + 1)) {
      return false;
    }
    if (i < text.length && text[i] == '.') {
      int point = i + 1;
      i = digits(text, point);
      if (i == point) {
        return false;
      }
    }
    return i == text.length;
  }

  private static int digits(byte[] text, int from) {
    int i = from;
    while (i < text.length && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i;
  }

  /** Whether a double, spelled again, is the same number. */
  public static boolean isDouble(String number) {
    double value = Double.parseDouble(number);
    if (!Double.isFinite(value)) {
      return false;
    }
    boolean small = number.length() <= SAFE && number.indexOf('e') < 0 && number.indexOf('E') < 0;
    return small
        || plain(number)
            && new BigDecimal(number).compareTo(new BigDecimal(Double.toString(value))) == 0;
  }

  /** Whether it can be written out without an exponent. */
  public static boolean plain(String number) {
    int e = Math.max(number.indexOf('e'), number.indexOf('E'));
    if (e < 0) {
      return true;
    }
    String exponent = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
    return exponent.length() < 6 && (exponent.isEmpty() || Integer.parseInt(exponent) <= MOST);
  }

  /** Plain digits without an exponent, none of them lost. */
  public static String written(String number) {
    return number.indexOf('e') < 0 && number.indexOf('E') < 0
        ? number
        : new BigDecimal(number).toPlainString();
  }
}
