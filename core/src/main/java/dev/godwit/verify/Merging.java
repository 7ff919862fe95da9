package dev.godwit.verify;

import dev.godwit.model.OnConflict;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.report.Difference.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the rule for rows that the target holds makes of a difference: the one answer for plans, for
 * runs and for comparisons after them.
 */
public final class Merging {
  private Merging() {}

  /** Whether a target may be like this after a run by the table's rule. */
  public static boolean allows(TableCopy copy, Difference d) {
    boolean keeps = copy.onConflict() == OnConflict.SKIP || copy.onConflict() == OnConflict.UPDATE;
    return d.onlyInSource() == 0
        && (d.changed() == 0 || copy.onConflict() == OnConflict.SKIP)
        && (d.onlyInTarget() == 0 || keeps);
  }

  /** Says what a rule does about rows that are there and differ. */
  public static Problem remark(TableCopy copy, Difference d) {
    List<String> parts = new ArrayList<>();
    if (d.changed() > 0) {
      boolean one = d.changed() == 1;
      String fate =
          copy.onConflict() == OnConflict.UPDATE
              ? Shown.count(d.changed(), "row")
                  + " of the target "
                  + (one ? "is" : "are")
                  + " overwritten"
              : Shown.count(d.changed(), "row")
                  + " of the target "
                  + (one ? "stays as it is" : "stay as they are")
                  + ", and not as in the source";
      parts.add(fate + named(d, Where.BOTH, d.changed()));
    }
    parts.addAll(own(d));
    return Problem.of(ProblemKind.MERGED)
        .at(copy.from().name(), null, d.rows().isEmpty() ? null : d.rows().get(0).key())
        .says(String.join("; ", parts), "by the rule onConflict: " + copy.onConflict());
  }

  /** Says why rows cannot stay where what refers to them in the source would mean others. */
  public static Problem elsewhere(TableCopy copy, Difference d, long rows) {
    return Problem.of(ProblemKind.CONFLICT)
        .at(copy.from().name(), null, d.rows().isEmpty() ? null : d.rows().get(0).key())
        .says(
            Shown.count(rows, "row")
                + " would stay in the target under another key than the source's, and rows of the"
                + " source that refer to "
                + (rows == 1 ? "it" : "them")
                + " would refer to others",
            "onConflict: update gives them the source's values, replace empties the table first");
  }

  /** Says why a table that holds rows is in the way where no rule has an answer. */
  public static Problem occupied(TableCopy copy, Difference d) {
    List<String> parts = new ArrayList<>();
    long equal = d.targetRows() - d.changed() - d.onlyInTarget();
    if (equal > 0) {
      parts.add(Shown.count(equal, "row") + (equal == 1 ? " is" : " are") + " as in the source");
    }
    if (d.changed() > 0) {
      parts.add(
          Shown.count(d.changed(), "row")
              + (d.changed() == 1 ? " is" : " are")
              + " not"
              + named(d, Where.BOTH, d.changed()));
    }
    parts.addAll(own(d));
    boolean differs = d.changed() > 0;
    return Problem.of(differs ? ProblemKind.CONFLICT : ProblemKind.OCCUPIED)
        .at(
            differs ? copy.from().name() : copy.to().displayName(),
            differs ? copy.columns().get(copy.conflictPlaces().get(0)).name() : null,
            d.rows().isEmpty() ? null : d.rows().get(0).key())
        .says("the target's table holds rows already: " + String.join("; ", parts), ways(d));
  }

  private static String ways(Difference d) {
    long stay = d.changed() + d.onlyInTarget();
    StringBuilder text = new StringBuilder("rule for the table: onConflict: skip leaves ");
    text.append(
        d.changed() > 0
            ? Shown.count(stay, "row") + " as the target has them"
            : "what only the target has");
    if (d.changed() > 0) {
      text.append(", update gives ")
          .append(Shown.count(d.changed(), "row"))
          .append(" the source's values");
    }
    text.append(", replace empties the table of ")
        .append(Shown.count(d.targetRows(), "row"))
        .append(" first");
    return text.toString();
  }

  private static List<String> own(Difference d) {
    return d.onlyInTarget() == 0
        ? List.of()
        : List.of(
            Shown.count(d.onlyInTarget(), "row")
                + (d.onlyInTarget() == 1 ? " is" : " are")
                + " only in the target"
                + named(d, Where.TARGET, d.onlyInTarget()));
  }

  private static String named(Difference d, Where where, long count) {
    List<RowDifference> rows = d.rows().stream().filter(r -> r.where() == where).toList();
    String keys =
        rows.stream()
            .map(
                r ->
                    r.columns().isEmpty()
                        ? r.key()
                        : r.key() + " (" + String.join(", ", r.columns()) + ")")
            .collect(Collectors.joining(", "));
    return rows.isEmpty() ? "" : (rows.size() < count ? ", first at " : ": ") + keys;
  }
}
