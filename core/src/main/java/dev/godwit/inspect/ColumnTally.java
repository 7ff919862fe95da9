package dev.godwit.inspect;

import dev.godwit.model.Row;
import dev.godwit.value.text.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Counts what is in one column, cell by cell. Makes no String but of short words that matter. */
final class ColumnTally {
  private static final int UUID_DIGITS = 32;
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private static final Set<String> BOOLEANS =
      Set.of("0", "1", "true", "false", "t", "f", "yes", "no", "y", "n", "on", "off");
  private static final Pattern DECIMAL = Pattern.compile("-?(\\d+)(?:\\.(\\d+))?");
  private static final Pattern TIME_NAME =
      Pattern.compile(
          "(?i).*(date|time|stamp|_at|_on|_ts|created|modified|updated|expir|last_?(seen|login)).*");

  private final String name;
  private final Declared declared;
  private final boolean looksForDates;
  private final Map<Mark, Counter> counters = new EnumMap<>(Mark.class);
  private final Supplier<String> key;

  private final TextRange texts;

  private long minInteger = Long.MAX_VALUE;
  private long maxInteger = Long.MIN_VALUE;
  private double minReal = Double.POSITIVE_INFINITY;
  private double maxReal = Double.NEGATIVE_INFINITY;
  private int digits = -1;
  private int scale = -1;
  private final Lengths lengths = new Lengths();

  /** How long the values are: the longest, and all together in bytes. */
  private static final class Lengths {
    long characters;
    long text;
    long blob;
    long all;
  }

  private static final class Counter {
    final String firstKey;
    long count;

    Counter(String firstKey) {
      this.firstKey = firstKey;
    }
  }

  /** {@code numbers}: its texts are decimal numbers, as those of {@link Kind#NUMERIC} are. */
  ColumnTally(String name, Declared declared, boolean numbers, Supplier<String> key) {
    this.name = name;
    this.texts = new TextRange(numbers);
    this.declared = declared;
    this.key = key;
    this.looksForDates =
        declared.family() == Declared.Family.TEMPORAL || TIME_NAME.matcher(name).matches();
  }

  void add(Row row, int i) {
    switch (row.storageClass(i)) {
      case Row.NULL -> mark(Mark.NULL);
      case Row.INTEGER -> integer(row.integer(i));
      case Row.REAL -> real(row.real(i));
      case Row.TEXT -> text(row.bytes(i));
      default -> blob(row.bytes(i));
    }
  }

  ColumnProfile profile() {
    Map<Mark, Seen> seen = new EnumMap<>(Mark.class);
    counters.forEach((mark, c) -> seen.put(mark, new Seen(c.count, c.firstKey)));
    boolean integers = seen.containsKey(Mark.INTEGER);
    boolean reals = seen.containsKey(Mark.REAL);
    return new ColumnProfile(
        name,
        declared,
        seen,
        integers ? minInteger : null,
        integers ? maxInteger : null,
        reals ? minReal : null,
        reals ? maxReal : null,
        texts.profile(),
        digits,
        scale,
        lengths.characters,
        lengths.text,
        lengths.blob,
        lengths.all);
  }

  private void mark(Mark mark) {
    Counter counter = counters.get(mark);
    if (counter == null) {
      counter = new Counter(key.get());
      counters.put(mark, counter);
    }
    counter.count++;
  }

  private void integer(long value) {
    mark(Mark.INTEGER);
    lengths.all += 8;
    minInteger = Math.min(minInteger, value);
    maxInteger = Math.max(maxInteger, value);
    if (value > EXACT_IN_DOUBLE || value < -EXACT_IN_DOUBLE) {
      if (value == Long.MAX_VALUE || (long) (double) value != value) {
        mark(Mark.NOT_A_DOUBLE);
      }
    }
    if (looksForDates) {
      mark(DateShapes.of(value));
    }
    switch (declared.family()) {
      case BOOLEAN -> mark(value == 0 || value == 1 ? Mark.BOOLEAN : Mark.NOT_BOOLEAN);
      case DECIMAL -> decimal(Decimals.digits(value), 0);
      case JSON -> mark(Mark.JSON);
      case UUID -> mark(Mark.NOT_UUID);
      default -> {}
    }
  }

  private void real(double value) {
    mark(Mark.REAL);
    lengths.all += 8;
    minReal = Math.min(minReal, value);
    maxReal = Math.max(maxReal, value);
    if (Double.isInfinite(value)) {
      mark(Mark.INFINITE);
    } else if (value == 0 && Double.doubleToRawLongBits(value) != 0) {
      mark(Mark.NEGATIVE_ZERO);
    } else if (value != Math.rint(value)) {
      mark(Mark.FRACTION);
    }
    if (looksForDates) {
      mark(DateShapes.of(value));
    }
    switch (declared.family()) {
      case BOOLEAN -> mark(Mark.NOT_BOOLEAN);
      case DECIMAL, NUMERIC, REAL -> {
        if (Double.isInfinite(value)) {
          mark(Mark.NOT_DECIMAL);
        } else {
          decimal(Decimals.digits(value), Decimals.scale(value));
        }
      }
      case JSON -> mark(Double.isInfinite(value) ? Mark.NOT_JSON : Mark.JSON);
      case UUID -> mark(Mark.NOT_UUID);
      default -> {}
    }
  }

  private void decimal(int digits, int scale) {
    this.digits = Math.max(this.digits, digits);
    this.scale = Math.max(this.scale, scale);
    if (declared.family() == Declared.Family.DECIMAL
        && declared.length() > 0
        && (scale > declared.digitsAfterPoint()
            || digits > declared.length() - declared.digitsAfterPoint())) {
      mark(Mark.NOT_DECIMAL);
    }
  }

  private void text(byte[] text) {
    mark(Mark.TEXT);
    lengths.all += text.length;
    lengths.text = Math.max(lengths.text, text.length);
    texts.add(text);
    int characters = Utf8.charactersAndNuls(text);
    boolean sound = true;
    if (characters == Utf8.INVALID) {
      mark(Mark.BAD_UTF8);
      sound = false;
    } else {
      lengths.characters = Math.max(lengths.characters, characters);
      if (declared.characters() > 0 && characters > declared.characters()) {
        mark(Mark.TOO_LONG);
      }
    }
    if (text.length == 0) {
      mark(Mark.EMPTY);
    } else if (hasNul(text)) {
      mark(Mark.NUL);
      sound = false;
    }
    spelling(text, sound);
  }

  private void date(byte[] text) {
    Mark mark = DateShapes.of(text);
    mark(mark);
    if (mark == Mark.NOT_DATE && DateShapes.coarser(text) != Mark.NOT_DATE) {
      mark(DateShapes.coarser(text));
    }
  }

  private static boolean hasNul(byte[] text) {
    for (byte b : text) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  private void spelling(byte[] text, boolean sound) {
    if (text.length <= 20 && isInteger(text)) {
      mark(Mark.INTEGER_TEXT);
    }
    switch (declared.family()) {
      case TEMPORAL -> date(text);
      case CHARACTER, TEXT, NONE, NUMERIC, INTEGER -> {
        Mark date = DateShapes.of(text);
        if (looksForDates || date != Mark.NOT_DATE) {
          mark(date);
        }
        if (declared.characters() == UUID_DIGITS && isHex(text)) {
          mark(Mark.UUID_DIGITS);
        }
      }
      case BOOLEAN -> mark(isBoolean(text) ? Mark.BOOLEAN : Mark.NOT_BOOLEAN);
      case DECIMAL -> decimal(text);
      case JSON -> mark(sound ? JsonShape.of(text) : Mark.NOT_JSON);
      case UUID -> mark(isUuid(text) ? Mark.UUID : Mark.NOT_UUID);
      default -> {}
    }
  }

  private void blob(byte[] blob) {
    mark(Mark.BLOB);
    lengths.all += blob.length;
    lengths.blob = Math.max(lengths.blob, blob.length);
  }

  private void decimal(byte[] text) {
    var match = DECIMAL.matcher(text.length > 1000 ? "" : ascii(text));
    if (match.matches()) {
      int integral = match.group(1).replaceFirst("^0+", "").length();
      decimal(integral, match.group(2) == null ? 0 : match.group(2).length());
    } else {
      mark(Mark.NOT_DECIMAL);
    }
  }

  private static boolean isBoolean(byte[] text) {
    return text.length <= 5 && BOOLEANS.contains(ascii(text).toLowerCase(Locale.ROOT));
  }

  private static String ascii(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  /** The spelling that an integer column would give back: no leading zeros, no plus sign. */
  private static boolean isInteger(byte[] text) {
    int start = text.length > 1 && text[0] == '-' ? 1 : 0;
    if (text.length == start || (text[start] == '0' && text.length > 1)) {
      return false;
    }
    for (int i = start; i < text.length; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    // 18 digits always fit; 19 sometimes do, and nobody's key is that long.
    return text.length - start <= 18;
  }

  private static boolean isHex(byte[] text) {
    if (text.length != UUID_DIGITS) {
      return false;
    }
    for (byte c : text) {
      if (Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUuid(byte[] text) {
    if (text.length != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      byte c = text[i];
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        return false;
      }
    }
    return true;
  }
}
