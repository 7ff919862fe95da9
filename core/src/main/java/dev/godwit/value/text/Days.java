package dev.godwit.value.text;

/**
 * The proleptic Gregorian calendar as a count of days since 1970-01-01, and PostgreSQL's limits.
 */
public final class Days {
  public static final long MICROS = 86_400_000_000L;

  /** 2000-01-01, from where moments are counted. */
  public static final long EPOCH = 10_957;

  /** 24 November 4714 BC, the first day of PostgreSQL's dates and timestamps. */
  public static final long FIRST = -2_440_588;

  /** 31 December 5874897, the last day of PostgreSQL's dates. */
  public static final long LAST = 2_145_042_905;

  /** 31 December 294276, the last day of PostgreSQL's timestamps. */
  public static final long LAST_OF_MICROS = 106_762_939;

  private static final int[] LENGTHS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

  private Days() {}

  public static boolean exists(long year, int month, int day) {
    if (month < 1 || month > 12 || day < 1) {
      return false;
    }
    return day <= LENGTHS[month - 1] || (month == 2 && day == 29 && isLeap(year));
  }

  private static boolean isLeap(long year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  }

  /** Counts in eras of 400 years that begin in March, so that a leap day ends its year. */
  public static long of(long year, int month, int day) {
    long y = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468;
  }

  /** Year, month and day in one number: year * 512 + month * 32 + day. */
  static long civil(long days) {
    long z = days + 719_468;
    long era = Math.floorDiv(z, 146_097L);
    long dayOfEra = z - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long shifted = (5 * dayOfYear + 2) / 153;
    long day = dayOfYear - (153 * shifted + 2) / 5 + 1;
    long month = shifted < 10 ? shifted + 3 : shifted - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return year * 512 + month * 32 + day;
  }
}
