package dev.godwit.value.time;

import dev.godwit.value.Outcome;
import dev.godwit.value.Precision;
import dev.godwit.value.text.Days;
import dev.godwit.value.text.DecimalText;

/**
 * Reads a date, a time or both from bytes, without allocating, in every spelling that SQLite's
 * users write. One instance is reused; what it tells is about the last text read.
 */
final class TimeText {
  static final Outcome NO_DATE = Outcome.misfit("a date that does not exist");
  static final Outcome NO_TIME = Outcome.misfit("a time that does not exist");
  static final Outcome FRACTION = Outcome.misfit("more than 6 fractional digits");

  private final Outcome garbage;
  private final Grain grain;
  private byte[] text;
  private int at;
  private int end;

  private boolean dated;
  private boolean timed;
  private boolean offset;
  private long days;
  private long micros;
  private int offsetSeconds;
  private boolean finer;

  /** What to answer where a text is none of it, and what to do about digits that are too many. */
  TimeText(Outcome garbage, Grain grain) {
    this.garbage = garbage;
    this.grain = grain;
  }

  boolean hasDate() {
    return dated;
  }

  boolean hasTime() {
    return timed;
  }

  boolean hasOffset() {
    return offset;
  }

  /** Days since 1970-01-01, as written. */
  long days() {
    return days;
  }

  /** Microseconds since midnight, as written. */
  long micros() {
    return micros;
  }

  /** Seconds east of Greenwich. */
  int offsetSeconds() {
    return offsetSeconds;
  }

  /** Whether digits were cut off or rounded, as the rule says. */
  boolean isFiner() {
    return finer;
  }

  /** Null where the text was understood, else why not. */
  Outcome read(byte[] bytes) {
    text = bytes;
    at = 0;
    end = bytes.length;
    while (at < end && DecimalText.isBlank(bytes[at])) {
      at++;
    }
    while (at < end && DecimalText.isBlank(bytes[end - 1])) {
      end--;
    }
    timed = false;
    offset = false;
    finer = false;
    days = 0;
    micros = 0;
    offsetSeconds = 0;
    dated = at + 2 >= end || text[at + 2] != ':';
    if (!dated) {
      return time();
    }
    Outcome misfit = date();
    if (misfit != null || at == end) {
      return misfit;
    }
    byte separator = text[at++];
    if ((separator | 0x20) != 't' && !DecimalText.isBlank(separator)) {
      return garbage;
    }
    blanks();
    return time();
  }

  private Outcome date() {
    boolean minus = at < end && text[at] == '-';
    boolean signed = minus || (at < end && text[at] == '+');
    int start = signed ? at + 1 : at;
    at = start;
    long year = 0;
    while (at < end && isDigit(text[at]) && at - start < 8) {
      year = year * 10 + text[at++] - '0';
    }
    int digits = at - start;
    int month = digits < 4 || digits > 7 ? -1 : dashed();
    int day = month < 0 ? -1 : dashed();
    if (day < 0) {
      return garbage;
    }
    year = minus ? -year : year;
    if ((year == 0 && !signed) || !Days.exists(year, month, day)) {
      return NO_DATE;
    }
    days = Days.of(year, month, day);
    return null;
  }

  /** A dash and two digits, or -1. */
  private int dashed() {
    return at < end && text[at] == '-' ? pair(at + 1) : -1;
  }

  /** The two digits at {@code i}, leaving {@code at} behind them, or -1. */
  private int pair(int i) {
    if (i + 2 > end || !isDigit(text[i]) || !isDigit(text[i + 1])) {
      return -1;
    }
    at = i + 2;
    return (text[i] - '0') * 10 + text[i + 1] - '0';
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void blanks() {
    while (at < end && DecimalText.isBlank(text[at])) {
      at++;
    }
  }

  private Outcome time() {
    timed = true;
    int hour = pair(at);
    int minute = hour >= 0 && at < end && text[at] == ':' ? pair(at + 1) : -1;
    if (minute < 0) {
      return garbage;
    }
    int second = 0;
    Outcome misfit = null;
    if (at < end && text[at] == ':') {
      second = pair(at + 1);
      if (second < 0) {
        return garbage;
      }
      misfit = fraction();
    }
    micros += ((hour * 60L + minute) * 60 + second) * 1_000_000;
    // PostgreSQL's time goes up to and with 24:00:00; a time of a day does not.
    boolean midnight = !dated && micros == Days.MICROS && minute == 0;
    if ((hour > 23 && !midnight) || minute > 59 || second > 59) {
      misfit = NO_TIME;
    }
    Outcome zone = zone();
    return zone == null ? misfit : zone;
  }

  private Outcome fraction() {
    if (at == end || (text[at] != '.' && text[at] != ',')) {
      return null;
    }
    int start = ++at;
    long unit = 100_000;
    boolean lost = false;
    boolean half = false;
    int kept = grain.isExact() ? 6 : grain.digits();
    for (; at < end && isDigit(text[at]); at++) {
      int digit = text[at] - '0';
      if (at - start < kept) {
        micros += digit * unit;
        unit /= 10;
      } else {
        lost |= digit != 0;
        half |= at - start == kept && digit >= 5;
      }
    }
    if (at == start) {
      return garbage;
    }
    return lost ? finer(half) : null;
  }

  private Outcome finer(boolean half) {
    finer = true;
    micros += half && grain.precision() == Precision.ROUND ? grain.step() : 0;
    return grain.isExact() ? FRACTION : null;
  }

  private Outcome zone() {
    blanks();
    if (at == end) {
      return null;
    }
    offset = true;
    byte c = text[at];
    if ((c | 0x20) == 'z') {
      return at + 1 == end ? null : garbage;
    }
    if (c == 'U' && at + 3 == end && text[at + 1] == 'T' && text[at + 2] == 'C') {
      return null;
    }
    int hours = c == '+' || c == '-' ? pair(at + 1) : -1;
    if (hours < 0) {
      return garbage;
    }
    int minutes = at == end ? 0 : pair(text[at] == ':' ? at + 1 : at);
    int seconds = minutes >= 0 && at < end && text[at] == ':' ? pair(at + 1) : 0;
    if (minutes < 0 || seconds < 0 || at != end) {
      return garbage;
    }
    int ahead = (hours * 60 + minutes) * 60 + seconds;
    offsetSeconds = c == '-' ? -ahead : ahead;
    return hours > 15 || minutes > 59 || seconds > 59 ? NO_TIME : null;
  }
}
