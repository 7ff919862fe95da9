package dev.godwit.inspect;

import dev.godwit.model.Affinity;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the declared type of a SQLite column promises. {@code length} and {@code scale} are those in
 * its parentheses, -1 where there are none.
 */
public record Declared(String text, Affinity affinity, Family family, int length, int scale) {
  /** What a declared type speaks of, as far as this program understands it. */
  public enum Family {
    INTEGER,
    BOOLEAN,
    TEMPORAL,
    REAL,
    DECIMAL,
    NUMERIC,
    JSON,
    UUID,
    CHARACTER,
    TEXT,
    BLOB,
    NONE
  }

  private static final Pattern LIMITS =
      Pattern.compile("\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)");
  private static final Pattern DECIMAL = Pattern.compile("\\s*(DECIMAL|NUMERIC|DEC|NUMBER)\\b.*");
  private static final String DECIMAL_TEXT = "DECIMAL_TEXT";

  /** Takes a declared type apart; none is an error. */
  public static Declared of(String type, boolean strict) {
    String upper = type.toUpperCase(Locale.ROOT);
    Affinity affinity = Affinity.of(type, strict);
    Matcher limits = LIMITS.matcher(type);
    boolean limited = limits.find();
    int length = limited ? Integer.parseInt(limits.group(1)) : -1;
    int scale = limited && limits.group(2) != null ? Integer.parseInt(limits.group(2)) : -1;
    return new Declared(type, affinity, family(upper, affinity, limited), length, scale);
  }

  private static Family family(String type, Affinity affinity, boolean limited) {
    if (affinity == Affinity.INTEGER) {
      return Family.INTEGER;
    } else if (type.contains("BOOL")) {
      return Family.BOOLEAN;
    } else if (type.contains("DATE") || type.contains("TIME")) {
      return Family.TEMPORAL;
    } else if (type.contains("JSON")) {
      return Family.JSON;
    } else if (type.contains("UUID") || type.contains("GUID")) {
      return Family.UUID;
    } else if (type.startsWith(DECIMAL_TEXT)
        || (limited && affinity == Affinity.NUMERIC && DECIMAL.matcher(type).matches())) {
      return Family.DECIMAL;
    }
    return switch (affinity) {
      case TEXT -> type.contains("CHAR") ? Family.CHARACTER : Family.TEXT;
      case REAL -> Family.REAL;
      case NUMERIC -> Family.NUMERIC;
      default -> type.isBlank() || type.equals("ANY") ? Family.NONE : Family.BLOB;
    };
  }

  /** The greatest number of characters it allows, 0 where it allows any. */
  public int characters() {
    return family == Family.CHARACTER && length > 0 ? length : 0;
  }

  /** Digits after the point that a DECIMAL allows. */
  public int digitsAfterPoint() {
    return Math.max(scale, 0);
  }
}
