package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import dev.godwit.value.text.DecimalText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Money, as PostgreSQL has it in the locale C: dollars and cents, up to 64 bits of cents. */
final class MoneyForm implements ServerForm {
  /** With its currency, or none and no commas: 1,500 alone may be one and a half. */
  private static final Pattern OWN =
      Pattern.compile("(-?)\\$(-?)((?:\\d+|\\d{1,3}(?:,\\d{3})+)(?:\\.\\d+)?)");

  private static final Misfit TEXT = new Misfit("text that is not an amount of money");
  private static final Misfit FRACTION = new Misfit("more than 2 fractional digits");
  private static final Misfit RANGE = new Misfit("out of range for money");

  private final DecimalText decimal = new DecimalText();

  @Override
  public String of(String text) throws Misfit {
    String trimmed = text.strip();
    Matcher own = OWN.matcher(trimmed);
    if (own.matches()) {
      if (!own.group(1).isEmpty() && !own.group(2).isEmpty()) {
        throw TEXT;
      }
      trimmed = own.group(1) + own.group(2) + own.group(3).replace(",", "");
    }
    byte[] digits = trimmed.getBytes(StandardCharsets.UTF_8);
    if (!decimal.scan(digits)) {
      throw TEXT;
    }
    if (!decimal.isZero() && decimal.trailing() < -2) {
      throw FRACTION;
    }
    if (decimal.leading() > 18) {
      throw RANGE;
    }
    return dollars(decimal.value());
  }

  private static String dollars(BigDecimal value) throws Misfit {
    BigInteger cents = value.movePointRight(2).toBigIntegerExact();
    if (cents.bitLength() > 63) {
      throw RANGE;
    }
    String all = cents.abs().toString();
    StringBuilder out = new StringBuilder("0".repeat(Math.max(0, 3 - all.length()))).append(all);
    out.insert(out.length() - 2, '.');
    for (int i = out.length() - 6; i > 0; i -= 3) {
      out.insert(i, ',');
    }
    return (cents.signum() < 0 ? "-$" : "$") + out;
  }
}
