package dev.godwit.value;

import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * To DATE, TIME, TIMESTAMP or TIMESTAMPTZ, from text and from numbers. A text with an offset is a
 * moment; where the target has no zone, it is written as the wall clock of UTC.
 */
final class TemporalCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in a date or time column");
  private static final Outcome NUMBER = Outcome.misfit("a number in a time column");
  private static final Outcome AMBIGUOUS = Outcome.misfit("ambiguous date");
  private static final Outcome TIME_OF_DAY = Outcome.misfit("a time of day in a date");
  private static final Outcome DATE_IN_TIME = Outcome.misfit("a date in a time");
  private static final Outcome OFFSET_IN_TIME = Outcome.misfit("an offset in a time");
  private static final Outcome GAP = Outcome.misfit("a local time that does not exist in the zone");
  private static final Outcome NOT_DATE = Outcome.misfit("text that is not a date");
  private static final Outcome NOT_TIME = Outcome.misfit("text that is not a time");
  private static final Outcome NOT_TIMESTAMP = Outcome.misfit("text that is not a timestamp");
  private static final Outcome DATE_RANGE = Outcome.misfit("out of range for date");
  private static final Outcome RANGE = Outcome.misfit("out of range for timestamp");
  private static final long FIRST_MICROS = Days.FIRST * Days.MICROS;

  private final Kind kind;
  private final Outcome garbage;
  private final TimeText time;
  private final Epoch epoch;
  private final DecimalText number = new DecimalText();
  private final ZoneRules zone;
  private final boolean fixed;
  private final long fixedMicros;

  TemporalCoercion(Kind kind, CoercionRules rules) {
    this.kind = kind;
    garbage = kind == Kind.DATE ? NOT_DATE : kind == Kind.TIME ? NOT_TIME : NOT_TIMESTAMP;
    time = new TimeText(garbage);
    epoch = new Epoch(rules.unit());
    zone = rules.zone().getRules();
    fixed = zone.isFixedOffset();
    fixedMicros = fixed ? zone.getOffset(Instant.EPOCH).getTotalSeconds() * 1_000_000L : 0;
  }

  @Override
  public String guess() {
    return epoch.guess();
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> text(from.bytes(i), to, j);
      case Row.INTEGER -> kind == Kind.TIME ? NUMBER : moment(epoch.read(from.integer(i)), to, j);
      case Row.REAL -> kind == Kind.TIME ? NUMBER : moment(epoch.read(from.real(i)), to, j);
      case Row.NULL -> {
        to.setNull(j);
        yield Outcome.SAME;
      }
      default -> BLOB;
    };
  }

  private Outcome text(byte[] text, Row to, int j) {
    Outcome misfit = time.read(text);
    if (misfit == null) {
      return written(to, j);
    }
    if (misfit != garbage || kind == Kind.TIME) {
      return misfit;
    }
    if (number.scan(text) && !number.isExponential()) {
      boolean ambiguous = !epoch.isGiven() && number.isDigitsOnly() && looksLikeADate();
      return ambiguous ? AMBIGUOUS : moment(epoch.read(number, text), to, j);
    }
    double special = Spelling.special(text);
    if (!Double.isInfinite(special)) {
      return garbage;
    }
    to.setInteger(j, special > 0 ? Long.MAX_VALUE : Long.MIN_VALUE);
    return Outcome.CHANGED;
  }

  /** A year, a month, a day or a second, as digits. */
  private boolean looksLikeADate() {
    int digits = number.writtenDigits();
    return digits == 4 || digits == 6 || digits == 8 || digits == 14;
  }

  private Outcome written(Row to, int j) {
    if (kind == Kind.TIME) {
      to.setInteger(j, time.micros());
      return time.hasDate() ? DATE_IN_TIME : time.hasOffset() ? OFFSET_IN_TIME : Outcome.CHANGED;
    }
    if (!time.hasDate()) {
      return garbage;
    }
    if (kind == Kind.DATE) {
      boolean midnight = time.micros() == 0 && time.offsetSeconds() == 0;
      return midnight ? date(time.days(), to, j) : TIME_OF_DAY;
    }
    if (time.days() < Days.FIRST - 1 || time.days() > Days.LAST_OF_MICROS) {
      return RANGE;
    }
    long wall = time.days() * Days.MICROS + time.micros();
    if (time.hasOffset()) {
      return micros(wall - time.offsetSeconds() * 1_000_000L, to, j);
    }
    if (kind == Kind.TIMESTAMP || fixed) {
      return micros(kind == Kind.TIMESTAMP ? wall : wall - fixedMicros, to, j);
    }
    return local(wall, to, j);
  }

  private Outcome local(long wall, Row to, int j) {
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(Math.floorDiv(wall, 1_000_000L), 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = zone.getTransition(local);
    if (transition != null && transition.isGap()) {
      return GAP;
    }
    // In an overlap this is the offset that was in force before it.
    return micros(wall - zone.getOffset(local).getTotalSeconds() * 1_000_000L, to, j);
  }

  private Outcome moment(Outcome misfit, Row to, int j) {
    if (misfit != null) {
      return misfit;
    }
    long micros = epoch.micros();
    if (kind != Kind.DATE) {
      return micros(micros, to, j);
    }
    return micros % Days.MICROS == 0 ? date(micros / Days.MICROS, to, j) : TIME_OF_DAY;
  }

  private static Outcome micros(long micros, Row to, int j) {
    to.setInteger(j, micros);
    // The greatest long would be read as infinity.
    return micros >= FIRST_MICROS && micros != Long.MAX_VALUE ? Outcome.CHANGED : RANGE;
  }

  private static Outcome date(long days, Row to, int j) {
    to.setInteger(j, days);
    return days >= Days.FIRST && days <= Days.LAST ? Outcome.CHANGED : DATE_RANGE;
  }
}
