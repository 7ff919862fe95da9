package dev.godwit.copy;

import dev.godwit.plan.ColumnCopy;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of the values of a table on their way, counted by column. Not thread-safe. */
final class ValueCounts {
  private final List<ColumnCopy> columns;
  private final long[] changed;
  private final Map<String, Map<Conversion, Long>> converted = new LinkedHashMap<>();
  private final Map<String, String> guesses = new HashMap<>();

  ValueCounts(List<ColumnCopy> columns) {
    this.columns = columns;
    this.changed = new long[columns.size()];
  }

  void clear() {
    Arrays.fill(changed, 0);
    converted.clear();
  }

  /** A value of the column at this place is written in another form. */
  void changed(int place) {
    changed[place]++;
  }

  /** One became another value because rules say so. */
  void converted(int place, Outcome outcome) {
    Map<Conversion, Long> counts =
        converted.computeIfAbsent(
            columns.get(place).name(), name -> new EnumMap<>(Conversion.class));
    outcome.conversions().forEach(c -> counts.merge(c, 1L, Long::sum));
  }

  /** The unit that a column's numbers were taken to be in. */
  void guessed(int place, String unit) {
    guesses.put(columns.get(place).name(), unit);
  }

  /** How many values were written in another form, by column. */
  Map<String, Long> changed() {
    Map<String, Long> result = new LinkedHashMap<>();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] > 0) {
        result.put(columns.get(i).name(), changed[i]);
      }
    }
    return result;
  }

  /** How many values rules made others: by column, then by the rule's key. */
  Map<String, Map<String, Long>> converted() {
    Map<String, Map<String, Long>> result = new LinkedHashMap<>();
    converted.forEach(
        (column, counts) -> {
          Map<String, Long> labels = new LinkedHashMap<>();
          counts.forEach((conversion, count) -> labels.put(conversion.label(), count));
          result.put(column, labels);
        });
    return result;
  }

  /** The units that were guessed, by column. */
  Map<String, String> guesses() {
    return guesses;
  }
}
