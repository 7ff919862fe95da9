package dev.godwit.value.plain;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;

/**
 * To REAL or DOUBLE: numbers that the binary format holds, exactly or, where they were written in
 * decimal, so that it gives back the digits that were written.
 */
public final class FloatCoercion implements Coercion {
  private static final Outcome TEXT = Outcome.misfit("text that is not a number");
  private static final Outcome BLOB = Outcome.misfit("blob in a number column");
  private static final Outcome INEXACT_SINGLE = Outcome.misfit("not exact as real");
  private static final Outcome INEXACT_DOUBLE = Outcome.misfit("not exact as double precision");

  private final DecimalText decimal = new DecimalText();
  private final boolean single;
  private final Outcome inexact;
  // Decimals of so many digits, within such powers of ten, survive the format unseen.
  private final int safeDigits;
  private final int safePower;
  private final int usefulDigits;

  public FloatCoercion(Kind kind) {
    single = kind == Kind.REAL;
    inexact = single ? INEXACT_SINGLE : INEXACT_DOUBLE;
    safeDigits = single ? 6 : 15;
    safePower = single ? 30 : 290;
    usefulDigits = single ? 9 : 17;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.REAL -> real(from, i, to, j);
      case Row.INTEGER -> integer(from.integer(i), to, j);
      case Row.TEXT -> text(from.bytes(i), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome real(Row from, int i, Row to, int j) {
    double value = from.real(i);
    if (!single || (float) value == value || Double.isNaN(value)) {
      to.copy(j, from, i);
      return Outcome.SAME;
    }
    float narrow = (float) value;
    to.setReal(j, narrow);
    return Double.parseDouble(Float.toString(narrow)) == value ? Outcome.CHANGED : inexact;
  }

  private Outcome integer(long value, Row to, int j) {
    double wide = single ? (float) value : (double) value;
    to.setReal(j, wide);
    // Casting 2^63 back would stop at the greatest long and look exact.
    return wide != 0x1p63 && (long) wide == value ? Outcome.CHANGED : inexact;
  }

  private Outcome text(byte[] text, Row to, int j) {
    if (!decimal.scan(text)) {
      double special = Spelling.special(text);
      to.setReal(j, special);
      return special == 0 ? TEXT : Outcome.CHANGED;
    }
    String digits = new String(text, StandardCharsets.ISO_8859_1);
    double value = single ? Float.parseFloat(digits) : Double.parseDouble(digits);
    to.setReal(j, value);
    return decimal.isZero() || isSafe() || agrees(value, digits) ? Outcome.CHANGED : inexact;
  }

  private boolean isSafe() {
    return decimal.significant() <= safeDigits && Math.abs(decimal.leading()) <= safePower;
  }

  /**
   * Whether the number is what was written: exactly, or rounded to as many digits, or as Java
   * spells it, which is sometimes neither.
   */
  private boolean agrees(double value, String digits) {
    if (Double.isInfinite(value) || value == 0) {
      return false;
    }
    BigDecimal written = new BigDecimal(digits.trim());
    BigDecimal exact = new BigDecimal(value);
    String spelled = single ? Float.toString((float) value) : Double.toString(value);
    return exact.compareTo(written) == 0
        || new BigDecimal(spelled).compareTo(written) == 0
        || (decimal.significant() <= usefulDigits
            && exact.round(new MathContext(decimal.significant())).compareTo(written) == 0);
  }
}
