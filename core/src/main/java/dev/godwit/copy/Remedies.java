package dev.godwit.copy;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.TypeNames;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversions;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Precision;
import dev.godwit.value.TimeRules;
import dev.godwit.value.TimeRules.Overlap;
import dev.godwit.value.Unit;
import dev.godwit.value.coerce.Coercions;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds by trying which rules would make a value fit that does not fit its column. What it tells
 * holds no value of a row. Not thread-safe.
 */
final class Remedies {
  private static final String ZEROS = "0000-00-00";
  private static final int HALF_HOUR = 1800;

  private static final String UNITS = "{unit: ms} (or s, us, ...)";

  private record Candidate(String label, ColumnType to, CoercionRules rules) {}

  private final ColumnType from;
  private final ColumnType to;
  private final CoercionRules rules;
  private final List<Candidate> candidates = new ArrayList<>();
  private final Row out = new Row(1);

  /** For a column that the source has. */
  Remedies(ColumnCopy copy) {
    from = copy.from().type();
    to = copy.to().type();
    rules = copy.rules();
    if (to.kind() != Kind.ANY) {
      times();
      values();
      types(copy);
    }
  }

  /** What would make the cell fit, as people write it in a rule, the nearest first. */
  Set<String> of(Row row, int i) {
    if (fits(row, i, to, rules)) {
      // It is no misfit by itself: the target refuses it, or the numbers before counted otherwise.
      return to.nature().isJudged() ? Set.of() : Set.of(UNITS);
    }
    Set<String> result = new LinkedHashSet<>();
    for (Candidate candidate : candidates) {
      if (fits(row, i, candidate.to(), candidate.rules())) {
        result.add(candidate.label());
      }
    }
    return result;
  }

  /** A coercion may remember what it has seen: each value has one of its own. */
  private boolean fits(Row row, int i, ColumnType type, CoercionRules changed) {
    return !Coercions.of(from, type, changed).apply(row, i, out, 0).isMisfit();
  }

  private void times() {
    TimeRules time = rules.time();
    String cut = "{precision: cut} or {precision: round}";
    add(cut, rules.with(time.withPrecision(Precision.CUT)));
    add("{time: ignore-date}", rules.with(time.ignoringDate()));
    add("{dst: earlier} or {dst: later}", rules.with(time.withOverlap(Overlap.EARLIER)));
    if (to.family() == Family.INTERVAL) {
      add("{unit: since_epoch}", rules.with(time.withUnit(Unit.SINCE_EPOCH)));
    }
    if (time.unit() == null && to.kind() != Kind.DATE) {
      add(UNITS, rules.with(time.withUnit(Unit.MICROS)));
    }
    if (to.kind() == Kind.DATE) {
      // Whose midnight a number is, the user knows.
      for (int i = -24; i <= 28; i++) {
        ZoneOffset zone = ZoneOffset.ofTotalSeconds(i * HALF_HOUR);
        add("{zone: Europe/Amsterdam} (or whose midnight it is)", rules.with(time.withZone(zone)));
      }
      add("{unit: yyyymmdd}", rules.with(time.withUnit(Unit.YYYYMMDD)));
    }
  }

  private void values() {
    Conversions own = rules.conversions();
    add("{trim: true}", rules.with(own.trimmed()));
    add("{lower: true}", rules.with(own.with(Letters.LOWER)));
    add("{upper: true}", rules.with(own.with(Letters.UPPER)));
    add("{trim: true, lower: true}", rules.with(own.trimmed().with(Letters.LOWER)));
    if (to.kind().isNumeric()) {
      int digits = to.kind() == Kind.NUMERIC && to.length() > 0 ? to.scale() : 0;
      add("{round: " + digits + "}", rules.with(own.rounded(digits)));
    }
    for (String zeros : List.of(ZEROS, ZEROS + " 00:00:00")) {
      Map<String, Literal> replaced = new LinkedHashMap<>(own.replace());
      replaced.put(zeros, Literal.NULL);
      add("{replace: {\"" + zeros + "\": null}}", rules.with(own.replacing(replaced)));
    }
    add("{onEmpty: \"null\"}", new CoercionRules(rules.time(), own, true));
  }

  private void types(ColumnCopy copy) {
    switch (to.kind()) {
      case SMALLINT, INTEGER -> type(copy, ColumnType.of(Kind.BIGINT, "bigint"));
      case REAL -> type(copy, ColumnType.of(Kind.DOUBLE, "double precision"));
      case VARCHAR -> type(copy, longer());
      default -> {
        // What else is too narrow depends on more than one value.
      }
    }
  }

  /** What the source says of the length, where that is more. */
  private ColumnType longer() {
    ColumnType said = TypeNames.parse(from.name());
    boolean more = said != null && said.kind() == Kind.VARCHAR && said.length() > to.length();
    return more ? said : ColumnType.of(Kind.TEXT, "text");
  }

  private void type(ColumnCopy copy, ColumnType wide) {
    String alter = "in the target ALTER COLUMN \"" + copy.to().name() + "\" TYPE " + wide.name();
    candidates.add(new Candidate(alter, wide, rules));
  }

  private void add(String label, CoercionRules changed) {
    if (!changed.equals(rules)) {
      candidates.add(new Candidate(label, to, changed));
    }
  }
}
