package dev.godwit.value.time;

import dev.godwit.value.text.Days;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of time as it is written: months, days and microseconds, which stay apart. Reads
 * PostgreSQL's own styles, durations of ISO 8601, .NET's {@code D.HH:MM:SS} and {@code N days,
 * H:MM:SS}. One instance is reused; what it tells is about the last text read.
 */
final class Span {
  private static final String NUMBER = "([+-]?(?:\\d+(?:[.,]\\d*)?|[.,]\\d+))";
  private static final Pattern ISO =
      Pattern.compile(
          "([+-]?)P(?=.)(?:NY)?(?:NM)?(?:NW)?(?:ND)?(T(?=.)(?:NH)?(?:NM)?(?:NS)?)?"
              .replace("N", NUMBER),
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DOTTED =
      Pattern.compile("([+-]?)(\\d+)\\.([01]\\d|2[0-3]):([0-5]\\d):([0-5]\\d(?:\\.\\d+)?)");
  private static final Pattern CLOCK =
      Pattern.compile("([+-]?)(\\d+):([0-5]\\d):([0-5]\\d(?:\\.\\d*)?)");
  private static final Pattern YEARS_AND_MONTHS =
      Pattern.compile("([+-]?)(\\d{1,3})-(\\d|1[01])(?=\\s|$)");
  private static final Pattern PART = Pattern.compile(NUMBER + "\\s*([a-z\u00b5\u03bc]+)");
  private static final Pattern BARE = Pattern.compile("([+-]?)(\\d+)(?=\\s+[+-]?\\d+:|$)");
  private static final Pattern BETWEEN = Pattern.compile("[\\s,]+");

  private static final BigDecimal MICROS_A_DAY = BigDecimal.valueOf(Days.MICROS);
  private static final BigDecimal MICROS_AN_HOUR = BigDecimal.valueOf(3_600_000_000L);
  private static final BigDecimal MICROS_A_MINUTE = BigDecimal.valueOf(60_000_000L);
  private static final BigDecimal MICROS_A_SECOND = BigDecimal.valueOf(1_000_000L);

  /** What a number counts within a text: so many months, days or microseconds. */
  private enum Part {
    MILLENNIUM("12000", "millennium", "millennia", "mil", "mils"),
    CENTURY("1200", "century", "centuries", "cent", "c"),
    DECADE("120", "decade", "decades", "dec", "decs"),
    YEAR("12", "year", "years", "yr", "yrs", "y"),
    MONTH("1", "month", "months", "mon", "mons"),
    WEEK("7", "week", "weeks", "w"),
    DAY("1", "day", "days", "d"),
    HOUR("3600000000", "hour", "hours", "hr", "hrs", "h"),
    MINUTE("60000000", "minute", "minutes", "min", "mins", "m"),
    SECOND("1000000", "second", "seconds", "sec", "secs", "s"),
    MILLISECOND("1000", "millisecond", "milliseconds", "msec", "msecs", "ms"),
    MICROSECOND("1", "microsecond", "microseconds", "usec", "usecs", "us", "\u00b5s", "\u03bcs"),
    NANOSECOND("0.001", "nanosecond", "nanoseconds", "nsec", "nsecs", "ns");

    private final BigDecimal size;

    @SuppressWarnings("ImmutableEnumChecker") // Made by Set.of.
    private final Set<String> names;

    Part(String size, String... names) {
      this.size = new BigDecimal(size);
      this.names = Set.of(names);
    }

    static Part of(String name) {
      for (Part part : values()) {
        if (part.names.contains(name)) {
          return part;
        }
      }
      return null;
    }
  }

  private final Set<Part> seen = EnumSet.noneOf(Part.class);
  private BigDecimal months = BigDecimal.ZERO;
  private BigDecimal days = BigDecimal.ZERO;
  private BigDecimal micros = BigDecimal.ZERO;

  private void clear() {
    seen.clear();
    months = BigDecimal.ZERO;
    days = BigDecimal.ZERO;
    micros = BigDecimal.ZERO;
  }

  BigDecimal months() {
    return months;
  }

  BigDecimal days() {
    return days;
  }

  /** Microseconds, which may have digits after the point. */
  BigDecimal micros() {
    return micros;
  }

  /** Sets a span that nobody wrote as text. */
  void set(BigDecimal wholeDays, BigDecimal rest) {
    clear();
    days = wholeDays;
    micros = rest;
  }

  /** Makes the microseconds what is kept of them. */
  void keep(BigDecimal kept) {
    micros = kept;
  }

  /** Whether the text was understood. */
  boolean read(String text) {
    clear();
    String trimmed = text.strip();
    // Longer than any that makes sense, and numbers grow with their digits.
    if (trimmed.length() > 200) {
      return false;
    }
    Matcher iso = ISO.matcher(trimmed);
    Matcher dotted = DOTTED.matcher(trimmed);
    if (iso.matches()) {
      iso(iso);
    } else if (dotted.matches()) {
      dotted(dotted);
    } else if (!parts(trimmed)) {
      return false;
    }
    return carry();
  }

  private void iso(Matcher iso) {
    Part[] parts = {
      Part.YEAR, Part.MONTH, Part.WEEK, Part.DAY, null, Part.HOUR, Part.MINUTE, Part.SECOND
    };
    for (int i = 0; i < parts.length; i++) {
      if (parts[i] != null && iso.group(i + 2) != null) {
        add(parts[i], number(iso.group(i + 2)));
      }
    }
    signed(iso.group(1));
  }

  private void dotted(Matcher dotted) {
    days = new BigDecimal(dotted.group(2));
    clock(dotted, 3);
    signed(dotted.group(1));
  }

  private void signed(String sign) {
    if (sign.equals("-")) {
      months = months.negate();
      days = days.negate();
      micros = micros.negate();
    }
  }

  /** Hours, minutes and seconds from the group on. */
  private void clock(Matcher clock, int group) {
    micros =
        new BigDecimal(clock.group(group))
            .multiply(MICROS_AN_HOUR)
            .add(new BigDecimal(clock.group(group + 1)).multiply(MICROS_A_MINUTE))
            .add(number(clock.group(group + 2)).multiply(MICROS_A_SECOND));
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text.replace(',', '.'));
  }

  /** Part by part, each with a sign of its own; {@code ago} turns all of them round. */
  private boolean parts(String text) {
    String rest = text.toLowerCase(Locale.ROOT);
    boolean ago = rest.endsWith(" ago");
    rest = (ago ? rest.substring(0, rest.length() - 4) : rest).replaceFirst("^@\\s*", "");
    boolean minus = false;
    int at = 0;
    while (at < rest.length()) {
      Matcher found = null;
      for (Pattern form : List.of(CLOCK, YEARS_AND_MONTHS, BARE, PART)) {
        Matcher next = form.matcher(rest).region(at, rest.length());
        // A number alone at the end has no unit.
        boolean counts = form != BARE || next.lookingAt() && next.end() < rest.length();
        found = found == null && counts && next.lookingAt() ? next : found;
      }
      if (found == null || !part(found, minus)) {
        return false;
      }
      minus = found.pattern() == BARE ? found.group(1).equals("-") : minus;
      at = found.end();
      Matcher between = BETWEEN.matcher(rest).region(at, rest.length());
      at = between.lookingAt() ? between.end() : at;
    }
    signed(ago ? "-" : "");
    return !seen.isEmpty();
  }

  /** One part; {@code minus}: the days before it are fewer than none. */
  private boolean part(Matcher found, boolean minus) {
    if (found.pattern() == CLOCK) {
      // Whose the minus sign of -1 02:03:04 is, people do not agree on.
      if (!take(Part.HOUR) || minus && found.group(1).isEmpty()) {
        return false;
      }
      clock(found, 2);
      micros = found.group(1).equals("-") ? micros.negate() : micros;
      return true;
    }
    if (found.pattern() == YEARS_AND_MONTHS) {
      BigDecimal sum =
          new BigDecimal(found.group(2)).multiply(Part.YEAR.size).add(number(found.group(3)));
      months = found.group(1).equals("-") ? sum.negate() : sum;
      return take(Part.YEAR);
    }
    if (found.pattern() == BARE) {
      days = new BigDecimal(found.group(1) + found.group(2));
      return take(Part.DAY);
    }
    Part of = Part.of(found.group(2));
    boolean vague = found.group(2).equals("m") && seen.contains(Part.YEAR);
    if (of == null || vague || !take(of)) {
      return false;
    }
    add(of, number(found.group(1)));
    return true;
  }

  private boolean take(Part part) {
    return seen.add(part);
  }

  private void add(Part part, BigDecimal count) {
    BigDecimal sum = count.multiply(part.size);
    switch (part) {
      case MILLENNIUM, CENTURY, DECADE, YEAR, MONTH -> months = months.add(sum);
      case WEEK, DAY -> days = days.add(sum);
      default -> micros = micros.add(sum);
    }
  }

  /** A part of a day is hours, and a day here has 24; a part of a month is nothing certain. */
  private boolean carry() {
    BigDecimal whole = new BigDecimal(days.toBigInteger());
    micros = micros.add(days.subtract(whole).multiply(MICROS_A_DAY));
    days = whole;
    return months.stripTrailingZeros().scale() <= 0;
  }

  /** As PostgreSQL prints it, or null where it holds no such span. */
  String text() {
    BigInteger all = months.toBigInteger();
    BigInteger wholeDays = days.toBigInteger();
    BigInteger time = micros.toBigInteger();
    boolean fits = all.bitLength() <= 31 && wholeDays.bitLength() <= 31 && time.bitLength() <= 63;
    return fits ? text(all.intValue(), wholeDays.intValue(), time.longValue()) : null;
  }

  private static String text(int months, int days, long micros) {
    StringBuilder out = new StringBuilder();
    boolean before = false;
    Map<String, Integer> parts = new java.util.LinkedHashMap<>();
    parts.put("year", months / 12);
    parts.put("mon", months % 12);
    parts.put("day", days);
    for (Map.Entry<String, Integer> part : parts.entrySet()) {
      int value = part.getValue();
      if (value != 0) {
        out.append(out.isEmpty() ? "" : " ").append(before && value > 0 ? "+" : "").append(value);
        out.append(' ').append(part.getKey()).append(value == 1 ? "" : "s");
        before = value < 0;
      }
    }
    if (micros != 0 || out.isEmpty()) {
      out.append(out.isEmpty() ? "" : " ").append(micros < 0 ? "-" : before ? "+" : "");
      clock(out, micros);
    }
    return out.toString();
  }

  /** Also of the least long, which has no positive counterpart. */
  private static void clock(StringBuilder out, long micros) {
    long seconds = Math.abs(micros / 1_000_000);
    long fraction = Math.abs(micros % 1_000_000);
    out.append(String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60));
    if (fraction != 0) {
      out.append('.').append(String.format("%06d", fraction).replaceFirst("0+$", ""));
    }
  }
}
