package dev.godwit.inspect;

import java.util.Arrays;

/** Tells by its shape or its size which encoding of a date a value is. */
final class DateShapes {
  private static final long FROM = 883_612_800L; // 1998-01-01
  private static final long TO = 4_102_444_800L; // 2100-01-01
  private static final long TO_1601 = 11_644_473_600L;
  private static final long APPLE_FROM = 100_000_000L;
  private static final int LONGEST = 40;

  /** PostgreSQL's dates begin in November of it. */
  private static final long FIRST_YEAR = -4713;

  private static final long LAST_YEAR = 294_276;
  private static final long LAST_YEAR_OF_DATES = 5_874_897;

  private DateShapes() {}

  static Mark of(long value) {
    if (value == 0) {
      return Mark.ZERO;
    } else if (within(value, FROM, TO)) {
      return Mark.EPOCH_S;
    } else if (within(value, FROM * 1_000, TO * 1_000)) {
      return Mark.EPOCH_MS;
    } else if (within(value, FROM * 1_000_000, TO * 1_000_000)) {
      return Mark.EPOCH_US;
    } else if (within(value, FROM * 1_000_000_000, TO * 1_000_000_000)) {
      return Mark.EPOCH_NS;
    } else if (within(value, (FROM + TO_1601) * 1_000_000, (TO + TO_1601) * 1_000_000)) {
      return Mark.WEBKIT;
    } else if (within(value, (FROM + TO_1601) * 10_000_000, (TO + TO_1601) * 10_000_000)) {
      return Mark.FILETIME;
    } else if (value >= 1900_01_01 && value <= 2100_12_31 && isDay(value)) {
      return Mark.YYYYMMDD;
    }
    return within(value, APPLE_FROM, FROM) ? Mark.APPLE : Mark.NOT_DATE;
  }

  static Mark of(double value) {
    if (value >= 2_415_020 && value <= 2_488_070) { // 1899-12-31 to 2100-01-01
      return Mark.JULIAN;
    } else if (value >= FROM && value < TO) {
      return Decimals.scale(value) <= 6 ? Mark.EPOCH_S : Mark.NOT_DATE;
    } else if (value >= FROM * 1e3 && value < TO * 1e3) {
      return Decimals.scale(value) <= 3 ? Mark.EPOCH_MS : Mark.NOT_DATE;
    }
    return value >= APPLE_FROM && value < FROM ? Mark.APPLE : Mark.NOT_DATE;
  }

  /** {@link Mark#NOT_DATE} for all that is not exactly one of the shapes. */
  static Mark of(byte[] text) {
    int n = text.length;
    if (n < 5 || n > LONGEST) {
      return Mark.NOT_DATE;
    } else if (text[0] == '+' || text[0] == '-') {
      return signed(text);
    } else if (text[0] < '0' || text[0] > '9') {
      return Mark.NOT_DATE;
    } else if (text[2] == ':') {
      return clock(text, 0) == n ? Mark.TIME : Mark.NOT_DATE;
    } else if (n == 8) {
      long number = number(text, 0, 8);
      return number > 0 && isDay(number) ? Mark.YYYYMMDD : Mark.NOT_DATE;
    } else if (!isDate(text)) {
      return Mark.NOT_DATE;
    } else if (n == 10) {
      return Mark.DATE;
    } else if (text[10] != ' ' && text[10] != 'T') {
      return Mark.NOT_DATE;
    }
    int end = clock(text, 11);
    if (end == n) {
      return Mark.DATETIME;
    }
    return end > 0 && isZone(text, end) ? Mark.DATETIME_ZONED : Mark.NOT_DATE;
  }

  /** What the text would be without the digits that are finer than microseconds. */
  static Mark coarser(byte[] text) {
    int point = 0;
    while (point < text.length && text[point] != '.') {
      point++;
    }
    int end = point + 1;
    while (end < text.length && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    if (end - point <= 7) {
      return Mark.NOT_DATE;
    }
    byte[] cut = Arrays.copyOf(text, text.length - (end - point - 7));
    System.arraycopy(text, end, cut, point + 7, text.length - end);
    return switch (of(cut)) {
      case DATETIME -> Mark.FINE_DATETIME;
      case DATETIME_ZONED -> Mark.FINE_DATETIME_ZONED;
      case TIME -> Mark.FINE_TIME;
      default -> Mark.NOT_DATE;
    };
  }

  /** A year of more than four digits or before the first, as ISO 8601 has it. */
  private static Mark signed(byte[] text) {
    int dash = 1;
    while (dash < text.length && text[dash] >= '0' && text[dash] <= '9') {
      dash++;
    }
    int end = dash + 6;
    boolean whole = dash >= 5 && dash <= 8 && end <= text.length && text[dash] == '-';
    if (!whole || text[dash + 3] != '-') {
      return Mark.NOT_DATE;
    }
    long year = number(text, 1, dash - 1) * (text[0] == '-' ? -1 : 1);
    long month = number(text, dash + 1, 2);
    long day = number(text, dash + 4, 2);
    boolean exists =
        year > FIRST_YEAR
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= java.time.YearMonth.of((int) year, (int) month).lengthOfMonth();
    if (!exists || year > LAST_YEAR_OF_DATES) {
      return Mark.NOT_DATE;
    } else if (end == text.length) {
      return Mark.DATE;
    }
    boolean clocked = year <= LAST_YEAR && (text[end] == ' ' || text[end] == 'T');
    int clock = clocked ? clock(text, end + 1) : -1;
    if (clock == text.length) {
      return Mark.DATETIME;
    }
    // In another zone the last year may be over.
    boolean zoned = clock > 0 && isZone(text, clock) && (year < LAST_YEAR || isUtc(text, clock));
    return zoned ? Mark.DATETIME_ZONED : Mark.NOT_DATE;
  }

  private static boolean isUtc(byte[] text, int i) {
    for (int k = i; k < text.length; k++) {
      if (text[k] >= '1' && text[k] <= '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean within(long value, long from, long to) {
    return value >= from && value < to;
  }

  private static boolean isDate(byte[] text) {
    if (text.length < 10 || text[4] != '-' || text[7] != '-') {
      return false;
    }
    long year = number(text, 0, 4);
    long month = number(text, 5, 2);
    long day = number(text, 8, 2);
    return year > 0 && month > 0 && day > 0 && isDay(year * 10_000 + month * 100 + day);
  }

  private static boolean isDay(long yyyymmdd) {
    int year = (int) (yyyymmdd / 10_000);
    int month = (int) (yyyymmdd / 100 % 100);
    int day = (int) (yyyymmdd % 100);
    return year > 0
        && month >= 1
        && month <= 12
        && day >= 1
        && day <= java.time.YearMonth.of(year, month).lengthOfMonth();
  }

  /** Where the time of day that starts at {@code i} ends, -1 where none does or it is inexact. */
  private static int clock(byte[] text, int i) {
    if (text.length < i + 5
        || text[i + 2] != ':'
        || !range(text, i, 23)
        || !range(text, i + 3, 59)) {
      return -1;
    }
    int end = i + 5;
    if (end < text.length && text[end] == ':') {
      if (!range(text, end + 1, 59)) {
        return -1;
      }
      end += 3;
      if (end < text.length && text[end] == '.') {
        int digits = end + 1;
        end++;
        while (end < text.length && text[end] >= '0' && text[end] <= '9') {
          if (end - digits >= 6 && text[end] != '0') {
            return -1;
          }
          end++;
        }
        return end == digits ? -1 : end;
      }
    }
    return end;
  }

  private static boolean isZone(byte[] text, int start) {
    // Sequelize writes a blank before it.
    boolean apart = text[start] == ' ' && text.length - start == 7;
    int i = apart ? start + 1 : start;
    int n = text.length - i;
    if (text[i] == 'Z') {
      return n == 1;
    }
    boolean hours = (text[i] == '+' || text[i] == '-') && n >= 3 && range(text, i + 1, 15);
    return switch (n) {
      case 3 -> hours;
      case 5 -> hours && range(text, i + 3, 59);
      case 6 -> hours && text[i + 3] == ':' && range(text, i + 4, 59);
      default -> false;
    };
  }

  private static boolean range(byte[] text, int i, int max) {
    long number = i + 2 <= text.length ? number(text, i, 2) : -1;
    return number >= 0 && number <= max;
  }

  /** The digits from {@code i} as a number, -1 where another character is among them. */
  private static long number(byte[] text, int i, int length) {
    long result = 0;
    for (int k = i; k < i + length; k++) {
      if (text[k] < '0' || text[k] > '9') {
        return -1;
      }
      result = result * 10 + (text[k] - '0');
    }
    return result;
  }
}
