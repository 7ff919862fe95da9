package dev.godwit.plan;

import dev.godwit.value.Precision;
import dev.godwit.value.TimeRules;
import dev.godwit.value.TimeRules.Overlap;
import dev.godwit.value.Unit;
import java.time.ZoneId;

/** What a rule says about a column's dates, times and spans. Null stands for "not said". */
public record TimeRule(
    Unit unit, ZoneId zone, Precision precision, boolean ignoreDate, Overlap dst) {
  static final TimeRule NONE = new TimeRule(null, null, null, false, null);

  /** This rule, and where it says nothing, the other. */
  TimeRule over(TimeRule b) {
    return new TimeRule(
        unit != null ? unit : b.unit,
        zone != null ? zone : b.zone,
        precision != null ? precision : b.precision,
        ignoreDate || b.ignoreDate,
        dst != null ? dst : b.dst);
  }

  /** As a coercion takes them; {@code usual} is the zone where the rule names none. */
  TimeRules rules(ZoneId usual) {
    return new TimeRules(
        zone != null ? zone : usual,
        unit,
        precision != null ? precision : Precision.EXACT,
        ignoreDate,
        dst != null ? dst : Overlap.REFUSED);
  }
}
