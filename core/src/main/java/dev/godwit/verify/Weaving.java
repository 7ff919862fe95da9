package dev.godwit.verify;

import dev.godwit.model.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a row together that two sides changed in different columns. The row that both had before is
 * not there any more, only its digest: where no column was changed by both, it is some mixture of
 * the two rows, and the digest says which. Single-threaded.
 */
public final class Weaving {
  /** More columns would take too many mixtures. */
  private static final int MOST = 14;

  private final Comparison comparison;
  private final int watermark;
  private final List<Integer> places;
  private final PartHash core;

  /**
   * {@code watermark} is the place of the column that both may have changed, or -1; {@code places}
   * are those of which {@code core} is the digest. What is in others is the source's.
   */
  Weaving(Comparison comparison, int watermark, List<Integer> places, PartHash core) {
    this.comparison = comparison;
    this.watermark = watermark;
    this.places = places;
    this.core = core;
  }

  /**
   * Both sides' changes; null where a column was changed by both, or nothing is known of before.
   * {@code later} is the row whose watermark counts.
   */
  public Row weave(Trio trio, Row source, Row target, Row later) {
    List<Integer> differing = new ArrayList<>();
    Details details = new Details(comparison, java.util.Set.of());
    List<String> names = details.differing(source, target);
    for (int place : places) {
      if (names.contains(comparison.names().get(place))) {
        differing.add(place);
      }
    }
    if (trio.coreLeft == 0 || differing.size() > MOST) {
      return null;
    }
    Row before = source.copy();
    for (int mask = 0; mask < 1 << differing.size(); mask++) {
      mix(before, source, target, differing, mask);
      if (core.of(before) == trio.coreLeft) {
        // Where the target has what was before, the source has changed it; and the other way round.
        Row result = source.copy();
        mix(result, source, target, differing, ~mask);
        if (watermark >= 0) {
          result.copy(watermark, later, watermark);
        }
        return result;
      }
    }
    return null;
  }

  /** The target's cells where the mask has a bit, else the source's. */
  private static void mix(Row out, Row source, Row target, List<Integer> places, int mask) {
    for (int i = 0; i < places.size(); i++) {
      int place = places.get(i);
      out.copy(place, (mask >> i & 1) == 1 ? target : source, place);
    }
  }
}
