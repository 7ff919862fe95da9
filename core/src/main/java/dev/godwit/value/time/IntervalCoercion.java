package dev.godwit.value.time;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.TimeRules;
import dev.godwit.value.Unit;
import dev.godwit.value.text.Days;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;
import dev.godwit.value.text.Utf8;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * To an interval as PostgreSQL prints it, months, days and time of day apart. Numbers go in only
 * where a rule says what they count, moments only where it says that they stand for a span.
 */
public final class IntervalCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in an interval column");
  private static final Outcome NUMBER =
      Outcome.misfit("a number in an interval column, and no rule says what it counts");
  private static final Outcome TEXT = Outcome.misfit("text that is not an interval");
  private static final Outcome MOMENT = Outcome.misfit("no moment that stands for a span");
  private static final Outcome RANGE = Outcome.misfit("out of range for interval");
  private static final Outcome ENDLESS =
      Outcome.misfit("infinity, which intervals have since PostgreSQL 17");
  private static final List<String> FIELDS =
      List.of("year", "month", "day", "hour", "minute", "second");

  private final Span span = new Span();
  private final DecimalText number = new DecimalText();
  private final Unit unit;
  private final Grain grain;
  private final Outcome digits;
  private final int finest;
  private final Outcome fields;
  private final boolean endless;
  private final TimeText moment;

  public IntervalCoercion(ColumnType type, TimeRules rules) {
    unit = rules.unit();
    grain = Grain.of(type, rules.precision());
    digits = Outcome.misfit("more than " + grain.digits() + " fractional digits");
    endless = type.nature().labels().isEmpty() || type.nature().labels().contains("infinity");
    finest = type.nature().labels().stream().mapToInt(FIELDS::indexOf).max().orElse(5);
    fields = Outcome.misfit("a part finer than its " + FIELDS.get(Math.max(0, finest)));
    moment = new TimeText(MOMENT, grain);
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> text(from.bytes(i), to, j);
      case Row.INTEGER -> counted(BigDecimal.valueOf(from.integer(i)), to, j);
      case Row.REAL -> real(from.real(i), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome real(double value, Row to, int j) {
    return Double.isFinite(value)
        ? counted(new BigDecimal(ascii(Spelling.shortest(value))), to, j)
        : unit == null ? NUMBER : RANGE;
  }

  private static String ascii(byte[] text) {
    return new String(text, StandardCharsets.US_ASCII);
  }

  private Outcome text(byte[] text, Row to, int j) {
    if (number.scan(text)) {
      if (unit == null || number.leading() >= 40) {
        return unit == null ? NUMBER : RANGE;
      }
      return number.trailing() < -40 ? digits : counted(number.value(), to, j);
    }
    int length = Utf8.characters(text);
    if (length < 0) {
      return length == Utf8.NUL ? Outcome.NUL : Outcome.BAD_UTF8;
    }
    String written = new String(text, StandardCharsets.UTF_8);
    if (written.equals("infinity") || written.equals("-infinity")) {
      if (!endless) {
        return ENDLESS;
      }
      to.setText(j, text);
      return Outcome.SAME;
    }
    if (unit == Unit.SINCE_EPOCH) {
      return sinceEpoch(text, to, j);
    }
    return span.read(written) ? write(written, to, j) : TEXT;
  }

  private Outcome counted(BigDecimal value, Row to, int j) {
    if (unit == null || unit.nanos() == 0 || !unit.isSpan()) {
      return NUMBER;
    }
    BigDecimal whole = unit == Unit.DAYS ? new BigDecimal(value.toBigInteger()) : BigDecimal.ZERO;
    BigDecimal micros =
        value.subtract(whole).multiply(BigDecimal.valueOf(unit.nanos())).movePointLeft(3);
    span.set(whole, micros);
    return Outcome.by(Conversion.UNIT).and(write(null, to, j));
  }

  private Outcome sinceEpoch(byte[] text, Row to, int j) {
    Outcome misfit = moment.read(text);
    if (misfit != null) {
      return misfit;
    } else if (!moment.hasDate()) {
      return MOMENT;
    }
    BigDecimal day = BigDecimal.valueOf(Days.MICROS);
    BigDecimal micros =
        BigDecimal.valueOf(moment.days())
            .multiply(day)
            .add(BigDecimal.valueOf(moment.micros() - moment.offsetSeconds() * 1_000_000L));
    BigDecimal[] parts = micros.divideAndRemainder(day);
    span.set(parts[0], parts[1]);
    Outcome outcome = Outcome.by(Conversion.UNIT).and(write(null, to, j));
    return moment.isFiner() ? outcome.and(Outcome.by(Conversion.PRECISION)) : outcome;
  }

  /** {@code written} is null where it was no span before. */
  private Outcome write(String written, Row to, int j) {
    BigDecimal kept = grain.span(span.micros());
    boolean finer = kept.compareTo(span.micros()) != 0;
    if (finer && grain.isExact()) {
      return digits;
    }
    span.keep(kept);
    if (isFinerThanFields()) {
      return fields;
    }
    String text = span.text();
    if (text == null) {
      return RANGE;
    }
    to.setText(j, text);
    return finer
        ? Outcome.by(Conversion.PRECISION)
        : text.equals(written) ? Outcome.SAME : Outcome.CHANGED;
  }

  private boolean isFinerThanFields() {
    BigInteger time = span.micros().toBigInteger();
    boolean day = time.signum() != 0;
    boolean month = day || span.days().signum() != 0;
    return switch (FIELDS.get(Math.max(0, finest))) {
      case "year" ->
          month || span.months().toBigInteger().mod(BigInteger.valueOf(12)).signum() != 0;
      case "month" -> month;
      case "day" -> day;
      case "hour" -> time.mod(BigInteger.valueOf(3_600_000_000L)).signum() != 0;
      case "minute" -> time.mod(BigInteger.valueOf(60_000_000L)).signum() != 0;
      default -> false;
    };
  }
}
