package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import java.math.BigInteger;
import java.util.regex.Pattern;

/** Whole numbers from 0 up to so many bits; less than 0 would come out as one from above. */
final class UnsignedForm implements ServerForm {
  private static final Pattern NUMBER = Pattern.compile("\\+?(\\d{1,40})(?:\\.0{0,40})?");
  private static final Misfit NUMBER_ONLY = new Misfit("text that is not a whole number from 0 up");

  private final BigInteger end;
  private final Misfit range;

  UnsignedForm(int bits) {
    end = BigInteger.ONE.shiftLeft(bits);
    range = new Misfit("not from 0 to " + end.subtract(BigInteger.ONE));
  }

  @Override
  public String of(String text) throws Misfit {
    String trimmed = text.strip();
    if (trimmed.startsWith("-") && NUMBER.matcher(trimmed.substring(1)).matches()) {
      throw range;
    }
    var number = NUMBER.matcher(trimmed);
    if (!number.matches()) {
      throw NUMBER_ONLY;
    }
    BigInteger value = new BigInteger(number.group(1));
    if (value.compareTo(end) >= 0) {
      throw range;
    }
    return value.toString();
  }
}
