package dev.godwit.value.coerce;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Outcome;
import dev.godwit.value.plain.NumericCoercion;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Forms;
import dev.godwit.value.text.Spelling;
import dev.godwit.value.text.Utf8;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A column's coercion behind the conversions that its rules ask for. */
final class Converted implements Coercion {
  private static final Outcome NO_ENTRY = Outcome.misfit("no entry for it in the rule map");
  private static final Outcome NO_BASE64 = Outcome.misfit("text that is not Base64");
  private static final Outcome NO_HEX = Outcome.misfit("text that is not hexadecimal digits");

  private final ColumnType type;
  private final Conversions conversions;
  private final boolean stored;
  private final boolean texts;
  private final Coercion usual;
  private final Coercion changed;
  private final DecimalText decimal = new DecimalText();
  private final Row plain = new Row(1);
  private final Lookup replace;
  private final Lookup map;
  private final Lookup keys;

  /**
   * {@code usual} is for values of the column that stay as they are, {@code changed} for those that
   * a conversion made, which are of no type; {@code to} is the target's type.
   */
  Converted(
      ColumnType type, ColumnType to, Conversions conversions, Coercion usual, Coercion changed) {
    this.type = type;
    this.texts =
        switch (to.kind()) {
          case TEXT, VARCHAR, CHAR -> true;
          case ANY -> Affinity.of(to.name(), false) == Affinity.TEXT;
          default -> false;
        };
    this.conversions = conversions;
    // The target keeps storage classes.
    this.stored = to.kind() == Kind.ANY;
    this.usual = usual;
    this.changed = changed;
    this.replace = new Lookup(conversions.replace());
    this.map = new Lookup(conversions.map());
    this.keys = new Lookup(conversions.keys());
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    if (from.isNull(i)) {
      return usual.apply(from, i, to, j);
    }
    Forms.render(type, from, i, plain, 0);
    Outcome outcome = convert();
    if (outcome == Outcome.SAME) {
      return usual.apply(from, i, to, j);
    }
    return outcome.isMisfit() ? outcome : outcome.and(changed.apply(plain, 0, to, j));
  }

  @Override
  public String guess() {
    return usual.guess() == null ? changed.guess() : usual.guess();
  }

  private Outcome convert() {
    Literal key = keys.find();
    if (key != null) {
      return write(key, Conversion.REPOINTED);
    }
    Outcome outcome = conversions.trim() ? trim() : Outcome.SAME;
    Literal found = replace.find();
    if (found != null) {
      return outcome.and(write(found, Conversion.REPLACE));
    }
    if (!map.isEmpty()) {
      found = map.find();
      return found != null
          ? outcome.and(write(found, Conversion.MAP))
          : map.gives() ? outcome : NO_ENTRY;
    }
    if (conversions.spelled() != null) {
      return outcome.and(bytes());
    }
    if (conversions.letters() != Letters.KEPT) {
      outcome = outcome.and(letters());
    }
    return conversions.round() == null ? outcome : outcome.and(round());
  }

  private Outcome write(Literal value, Conversion conversion) {
    if (value.text() == null) {
      plain.setNull(0);
      return Outcome.by(conversion);
    }
    byte[] text = value.text().getBytes(StandardCharsets.UTF_8);
    if (value.number() && decimal.scan(text) && decimal.isIntegral() && decimal.fitsLong()) {
      plain.setInteger(0, decimal.integer());
    } else if (value.number() && stored) {
      plain.setReal(0, Double.parseDouble(value.text()));
    } else {
      plain.setText(0, text);
    }
    return Outcome.by(conversion);
  }

  private boolean isText() {
    return plain.storageClass(0) == Row.TEXT && Utf8.charactersAndNuls(plain.bytes(0)) >= 0;
  }

  private Outcome trim() {
    return isText() ? changed(plain.text(0).strip(), Conversion.TRIM) : Outcome.SAME;
  }

  private Outcome letters() {
    if (!isText()) {
      return Outcome.SAME;
    }
    boolean lower = conversions.letters() == Letters.LOWER;
    String text = plain.text(0);
    return changed(
        lower ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT),
        lower ? Conversion.LOWER : Conversion.UPPER);
  }

  private Outcome changed(String text, Conversion conversion) {
    if (text.equals(plain.text(0))) {
      return Outcome.SAME;
    }
    plain.setText(0, text);
    return Outcome.by(conversion);
  }

  /** Bytes that a text spells, or the text that spells bytes. */
  private Outcome bytes() {
    BytesText spelled = new BytesText(conversions.spelled());
    int had = plain.storageClass(0);
    if (texts && had == Row.BLOB) {
      plain.setText(0, spelled.text(plain.bytes(0)));
    } else if (!texts && had == Row.TEXT) {
      byte[] bytes = spelled.bytes(plain.bytes(0));
      if (bytes == null) {
        return conversions.spelled() == Conversions.Spelled.HEX ? NO_HEX : NO_BASE64;
      }
      plain.setBlob(0, bytes);
    }
    return plain.storageClass(0) == had ? Outcome.SAME : Outcome.by(Conversion.BYTES);
  }

  private Outcome round() {
    BigDecimal value = number();
    if (value == null) {
      return Outcome.SAME;
    }
    BigDecimal rounded = value.setScale(conversions.round(), RoundingMode.HALF_UP);
    if (rounded.compareTo(value) == 0) {
      return Outcome.SAME;
    }
    if (stored && plain.storageClass(0) == Row.REAL) {
      plain.setReal(0, rounded.doubleValue());
    } else {
      plain.setText(0, rounded.toPlainString());
    }
    return Outcome.by(Conversion.ROUND);
  }

  /** The cell's number as its decimal is written, or null where it is none, or none to round. */
  private BigDecimal number() {
    return number(
        switch (plain.storageClass(0)) {
          case Row.INTEGER -> Spelling.of(plain.integer(0));
          case Row.REAL ->
              Double.isFinite(plain.real(0)) ? Spelling.shortest(plain.real(0)) : new byte[0];
          case Row.TEXT -> plain.bytes(0);
          default -> new byte[0];
        });
  }

  private BigDecimal number(byte[] text) {
    // A short text may stand for a number of a billion digits.
    boolean sane =
        decimal.scan(text)
            && decimal.leading() < NumericCoercion.GREATEST_DIGITS
            && decimal.trailing() > -NumericCoercion.GREATEST_DIGITS;
    return sane ? decimal.value() : null;
  }

  /** Values by what they are replaced by: texts to the letter, numbers by what they are. */
  private final class Lookup {
    private final Map<String, Literal> texts;
    private final Map<BigDecimal, Literal> numbers = new HashMap<>();

    Lookup(Map<String, Literal> entries) {
      texts = entries;
      entries.forEach(
          (key, value) -> {
            BigDecimal number = number(key.getBytes(StandardCharsets.UTF_8));
            if (number != null) {
              numbers.put(number.stripTrailingZeros(), value);
            }
          });
    }

    boolean isEmpty() {
      return texts.isEmpty();
    }

    Literal find() {
      if (texts.isEmpty()) {
        return null;
      }
      Literal found = isText() ? texts.get(text()) : null;
      if (found == null && type.kind() == Kind.BOOLEAN) {
        found = texts.get(plain.integer(0) == 0 ? "false" : "true");
      }
      boolean isNumber = plain.storageClass(0) != Row.TEXT || type.kind() == Kind.NUMERIC;
      if (found == null && isNumber && !numbers.isEmpty()) {
        BigDecimal number = number();
        found = number == null ? null : numbers.get(number.stripTrailingZeros());
      }
      return found;
    }

    /** Whether the cell is already what another value becomes. */
    boolean gives() {
      BigDecimal number = plain.storageClass(0) == Row.TEXT ? null : number();
      String text = isText() ? text() : number == null ? null : number.toPlainString();
      return text != null && texts.values().stream().anyMatch(v -> text.equals(v.text()));
    }

    private String text() {
      String text = plain.text(0);
      return type.kind() == Kind.CHAR ? text.stripTrailing() : text;
    }
  }
}
