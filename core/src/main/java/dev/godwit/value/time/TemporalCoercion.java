package dev.godwit.value.time;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.TimeRules;
import dev.godwit.value.text.Days;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * To DATE, TIME, TIMESTAMP or TIMESTAMPTZ, from text and from numbers. A text with an offset is a
 * moment; where the target has no zone, it is written as the wall clock of UTC.
 */
public final class TemporalCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in a date or time column");
  private static final Outcome NUMBER = Outcome.misfit("a number in a time column");
  private static final Outcome AMBIGUOUS = Outcome.misfit("ambiguous date");
  private static final Outcome TIME_OF_DAY = Outcome.misfit("a time of day in a date");
  private static final Outcome DATE_IN_TIME = Outcome.misfit("a date in a time");
  private static final Outcome OFFSET_IN_TIME = Outcome.misfit("an offset in a time");
  private static final Outcome TWICE = Outcome.misfit("a local time that came twice in the zone");
  private static final Outcome GAP = Outcome.misfit("a local time that does not exist in the zone");
  private static final Outcome NOT_DATE = Outcome.misfit("text that is not a date");
  private static final Outcome NOT_TIME = Outcome.misfit("text that is not a time");
  private static final Outcome NOT_TIMESTAMP = Outcome.misfit("text that is not a timestamp");
  private static final Outcome DATE_RANGE = Outcome.misfit("out of range for date");
  private static final Outcome RANGE = Outcome.misfit("out of range for timestamp");
  private static final long FIRST_MICROS = (Days.FIRST - Days.EPOCH) * Days.MICROS;
  private static final long LAST_MICROS =
      (Days.LAST_OF_MICROS - Days.EPOCH) * Days.MICROS + Days.MICROS - 1;

  private final Kind kind;
  private final Outcome garbage;
  private final TimeText time;
  private final Epoch epoch;
  private final DecimalText number = new DecimalText();
  private final ZoneRules zone;
  private final ZoneId zoneId;
  private final boolean fixed;
  private final long fixedMicros;
  private final TimeRules rules;

  public TemporalCoercion(ColumnType type, TimeRules rules) {
    this.kind = type.kind();
    this.rules = rules;
    Grain grain = kind == Kind.DATE ? Grain.MICROS : Grain.of(type, rules.precision());
    garbage = kind == Kind.DATE ? NOT_DATE : kind == Kind.TIME ? NOT_TIME : NOT_TIMESTAMP;
    time = new TimeText(garbage, grain);
    epoch = new Epoch(rules.unit(), grain);
    zoneId = rules.zone();
    zone = zoneId.getRules();
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
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private Outcome text(byte[] text, Row to, int j) {
    Outcome misfit = time.read(text);
    if (misfit == null) {
      Outcome outcome = written(to, j);
      return time.isFiner() ? outcome.and(Outcome.by(Conversion.PRECISION)) : outcome;
    }
    if (misfit != garbage || kind == Kind.TIME) {
      return misfit;
    }
    if (number.scan(text) && !number.isExponential()) {
      boolean ambiguous = !epoch.isGiven() && number.isDigitsOnly() && looksLikeADate();
      return ambiguous ? AMBIGUOUS : moment(epoch.read(number), to, j);
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
      return timeOfDay(to, j);
    }
    if (!time.hasDate()) {
      return garbage;
    }
    if (kind == Kind.DATE) {
      boolean midnight = time.micros() == 0 && time.offsetSeconds() == 0;
      return midnight ? date(time.days(), to, j) : TIME_OF_DAY;
    }
    if (time.days() < Days.FIRST - 1 || time.days() > Days.LAST_OF_MICROS + 1) {
      return RANGE;
    }
    long wall = (time.days() - Days.EPOCH) * Days.MICROS + time.micros();
    if (time.hasOffset()) {
      return micros(wall, time.offsetSeconds() * 1_000_000L, to, j);
    }
    if (kind == Kind.TIMESTAMP || fixed) {
      return micros(wall, kind == Kind.TIMESTAMP ? 0 : fixedMicros, to, j);
    }
    return local(wall, to, j);
  }

  private Outcome timeOfDay(Row to, int j) {
    to.setInteger(j, time.micros());
    if (time.hasDate() && !(rules.ignoreDate() && time.hasTime())) {
      return DATE_IN_TIME;
    } else if (time.hasOffset()) {
      return OFFSET_IN_TIME;
    }
    return time.hasDate() ? Outcome.by(Conversion.TIME) : Outcome.CHANGED;
  }

  private Outcome local(long wall, Row to, int j) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(unixSeconds(wall), 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = zone.getTransition(local);
    if (transition == null) {
      return micros(wall, zone.getOffset(local).getTotalSeconds() * 1_000_000L, to, j);
    } else if (transition.isGap()) {
      return GAP;
    } else if (rules.overlap() == TimeRules.Overlap.REFUSED) {
      return TWICE;
    }
    ZoneOffset offset =
        rules.overlap() == TimeRules.Overlap.EARLIER
            ? transition.getOffsetBefore()
            : transition.getOffsetAfter();
    return Outcome.by(Conversion.DST)
        .and(micros(wall, offset.getTotalSeconds() * 1_000_000L, to, j));
  }

  private static long unixSeconds(long micros) {
    return Math.floorDiv(micros, 1_000_000L) + Kind.EPOCH_MICROS / 1_000_000;
  }

  private Outcome moment(Outcome misfit, Row to, int j) {
    if (misfit != null) {
      return misfit;
    }
    long micros = epoch.micros();
    if (kind == Kind.DATE) {
      return midnight(micros, to, j);
    }
    Outcome outcome = micros(micros, 0, to, j);
    return epoch.isFiner() ? outcome.and(Outcome.by(Conversion.PRECISION)) : outcome;
  }

  /** The day that begins at this moment, in the zone that the rules name. */
  private Outcome midnight(long micros, Row to, int j) {
    Instant moment = Instant.ofEpochSecond(unixSeconds(micros));
    long wall =
        epoch.isCalendar()
            ? micros
            : micros + zone.getOffset(moment).getTotalSeconds() * 1_000_000L;
    long day = Math.floorDiv(wall, Days.MICROS) + Days.EPOCH;
    // Where clocks are put forward at midnight, the day begins at one.
    boolean begins =
        wall % Days.MICROS == 0
            || !fixed
                && micros % 1_000_000 == 0
                && LocalDate.ofEpochDay(day).atStartOfDay(zoneId).toInstant().equals(moment);
    if (!begins) {
      return TIME_OF_DAY;
    }
    Outcome outcome = date(day, to, j);
    return wall == micros ? outcome : outcome.and(Outcome.by(Conversion.ZONE));
  }

  /** The moment of a wall clock that is so many microseconds ahead. */
  private static Outcome micros(long wall, long ahead, Row to, int j) {
    long micros = wall - ahead;
    to.setInteger(j, micros);
    return micros < FIRST_MICROS || micros > LAST_MICROS ? RANGE : Outcome.CHANGED;
  }

  private static Outcome date(long days, Row to, int j) {
    to.setInteger(j, days);
    return days >= Days.FIRST && days <= Days.LAST ? Outcome.CHANGED : DATE_RANGE;
  }
}
