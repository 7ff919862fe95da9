package dev.godwit.value.time;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.TimeRules;
import java.time.Instant;
import java.time.zone.ZoneRules;

/** To a time of day with an offset, as PostgreSQL prints it: {@code 12:34:56.5+02}. */
public final class TimetzCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in a time column");
  private static final Outcome NUMBER = Outcome.misfit("a number in a time column");
  private static final Outcome NOT_TIME = Outcome.misfit("text that is not a time");
  private static final Outcome DATE_IN_TIME = Outcome.misfit("a date in a time");
  private static final Outcome NO_OFFSET =
      Outcome.misfit("a time without an offset, and its zone has several");

  private final TimeText time;
  private final TimeRules rules;
  private final ZoneRules zone;
  private final Grain grain;
  private final Outcome digits;

  public TimetzCoercion(ColumnType type, TimeRules rules) {
    this.rules = rules;
    grain = Grain.of(type, rules.precision());
    digits = Outcome.misfit("more than " + grain.digits() + " fractional digits");
    time = new TimeText(NOT_TIME, grain);
    zone = rules.zone().getRules();
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> text(from.bytes(i), to, j);
      case Row.NULL -> Coercion.nothing(to, j);
      case Row.BLOB -> BLOB;
      default -> NUMBER;
    };
  }

  private Outcome text(byte[] text, Row to, int j) {
    Outcome misfit = time.read(text);
    if (misfit != null) {
      return misfit;
    } else if (time.hasDate() && !(rules.ignoreDate() && time.hasTime())) {
      return DATE_IN_TIME;
    } else if (!time.hasOffset() && !zone.isFixedOffset()) {
      return NO_OFFSET;
    } else if (time.micros() % grain.step() != 0) {
      return digits;
    }
    int offset =
        time.hasOffset() ? time.offsetSeconds() : zone.getOffset(Instant.EPOCH).getTotalSeconds();
    byte[] printed = printed(time.micros(), offset);
    to.setText(j, printed);
    Outcome outcome = java.util.Arrays.equals(printed, text) ? Outcome.SAME : Outcome.CHANGED;
    outcome = time.hasDate() ? outcome.and(Outcome.by(Conversion.TIME)) : outcome;
    return time.isFiner() ? outcome.and(Outcome.by(Conversion.PRECISION)) : outcome;
  }

  private static byte[] printed(long micros, int offset) {
    long seconds = micros / 1_000_000;
    StringBuilder out = new StringBuilder();
    out.append(String.format("%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60));
    if (micros % 1_000_000 != 0) {
      out.append('.').append(String.format("%06d", micros % 1_000_000).replaceFirst("0+$", ""));
    }
    int east = Math.abs(offset);
    out.append(offset < 0 ? '-' : '+').append(String.format("%02d", east / 3600));
    if (east % 3600 != 0) {
      out.append(String.format(":%02d", east / 60 % 60));
    }
    if (east % 60 != 0) {
      out.append(String.format(":%02d", east % 60));
    }
    return out.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }
}
