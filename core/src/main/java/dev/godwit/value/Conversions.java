package dev.godwit.value;

import java.util.Map;
import java.util.Objects;

/**
 * What is done to the values of one column before they are coerced, in this order: white space
 * around a text is taken off; a value that {@code replace} or {@code map} names becomes what stands
 * there, and nothing else is done to it; letters change their case; a number is rounded to so many
 * digits after the point, half away from zero, null for not. NULL stays NULL. {@code keys} come
 * alone: what a row is called in the source, and what the same row is called in the target. {@code
 * spelled} is how texts spell bytes: these are read from texts, or written as such, null for
 * neither.
 */
public record Conversions(
    boolean trim,
    Letters letters,
    Map<String, Literal> replace,
    Map<String, Literal> map,
    Integer round,
    Map<String, Literal> keys,
    Spelled spelled) {
  public static final Conversions NONE =
      new Conversions(false, Letters.KEPT, Map.of(), Map.of(), null, Map.of(), null);

  /** What becomes of the case of letters. */
  public enum Letters {
    KEPT,
    LOWER,
    UPPER
  }

  /** How a text spells bytes. */
  public enum Spelled {
    BASE64,
    HEX
  }

  /** A value as a rule writes it: a number, or a text; the text is null for NULL. */
  public record Literal(String text, boolean number) {
    public static final Literal NULL = new Literal(null, false);
  }

  public Conversions {
    Objects.requireNonNull(letters);
    replace = Map.copyOf(replace);
    map = Map.copyOf(map);
    keys = Map.copyOf(keys);
  }

  public Conversions trimmed() {
    return new Conversions(true, letters, replace, map, round, keys, spelled);
  }

  public Conversions with(Letters other) {
    return new Conversions(trim, other, replace, map, round, keys, spelled);
  }

  public Conversions replacing(Map<String, Literal> other) {
    return new Conversions(trim, letters, other, map, round, keys, spelled);
  }

  public Conversions mapping(Map<String, Literal> other) {
    return new Conversions(trim, letters, replace, other, round, keys, spelled);
  }

  public Conversions rounded(int digits) {
    return new Conversions(trim, letters, replace, map, digits, keys, spelled);
  }

  public Conversions spelling(Spelled how) {
    return new Conversions(trim, letters, replace, map, round, keys, how);
  }

  /** Only that keys become others. */
  public static Conversions repointing(Map<String, Literal> keys) {
    return new Conversions(false, Letters.KEPT, Map.of(), Map.of(), null, keys, null);
  }

  public boolean isNone() {
    return equals(NONE);
  }
}
