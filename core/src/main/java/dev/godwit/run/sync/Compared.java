package dev.godwit.run.sync;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.plan.Conflicts;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.ThreeWay;
import dev.godwit.verify.Trio;
import dev.godwit.verify.Verification;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Says what a run that compares has found in one table, and what became of it. {@code deletes}:
 * both sides are to be equal in the end.
 */
record Compared(
    TableCopy copy,
    Conflicts rule,
    boolean deletes,
    NewRows news,
    ThreeWay sides,
    FateCounts judged) {

  Problem conflict(boolean unknown) {
    String why =
        unknown
            ? "what the last run from this source left of the table is not known"
            : rule == Conflicts.MERGE
                ? "both sides have changed the same columns since the last run"
                : "the target was changed since the last run";
    return Problem.of(ProblemKind.CONFLICT)
        .at(copy.from().name())
        .says(
            why
                + ", and "
                + judged.conflictRows
                + (judged.conflictRows == 1 ? " row of it" : " of its rows")
                + " would be overwritten or deleted, first "
                + words(sides.name(judged.conflicts).stream()),
            "rule: conflicts: source, target or newer"
                + (rule == Conflicts.MERGE ? "" : ", or merge where both changed other columns"));
  }

  private static String words(Stream<RowDifference> rows) {
    return rows.map(
            row ->
                row.columns().isEmpty()
                    ? row.key()
                    : row.key() + " (" + String.join(", ", row.columns()) + ")")
        .collect(Collectors.joining(", "));
  }

  Problem misled() {
    return Problem.of(ProblemKind.WATERMARK)
        .at(copy.from().name(), news.column(), judged.misled.get(0))
        .says(
            Shown.count(judged.misledRows, "row")
                + " came or changed without "
                + news.column()
                + " telling of it, found by comparing, first "
                + String.join(", ", judged.misled),
            "set it on each write; a rule watermark names another column");
  }

  Problem unknown() {
    return Problem.of(ProblemKind.BASE)
        .at(copy.from().name())
        .says(
            "what the last run from this source left of it is not known: the rule conflicts: "
                + rule
                + " decided about every row that differs",
            "a run with --verify digest notes it, unless rule base: off");
  }

  /** What stays different; {@code rejected}: rows of the source do not fit. */
  Problem kept(Difference d, boolean rejected) {
    if (judged.keptChanged + judged.missing + judged.woven == 0 && !deletes && !rejected) {
      return Problem.of(ProblemKind.KEPT)
          .at(copy.from().name())
          .says(
              judged.keptInTarget
                  + (judged.keptInTarget == 1 ? " row is" : " rows are")
                  + " only in the target: an incremental run does not delete",
              "--mode differential");
    }
    return Problem.of(ProblemKind.KEPT)
        .at(copy.from().name(), null, d.rows().isEmpty() ? null : d.rows().get(0).key())
        .says(
            Verification.words(d)
                + ", and stay so: "
                + (rejected
                    ? "rows of the source do not fit, and what the target has of them is not deleted"
                    : judged.woven > 0
                        ? judged.woven + " have the changes of both sides, by rule conflicts: merge"
                        : "the target changed them, and rule conflicts: " + rule + " keeps them")
                + "; first "
                + words(d.rows().stream().limit(FateCounts.WARNED)),
            deletes ? null : "rule conflicts: source, or target, settles it");
  }

  /** How the table differs once the target holds {@code expected}. */
  Difference left(Digest expected) {
    return difference(
        expected, judged.missing, judged.keptInTarget, judged.keptChanged, judged.left);
  }

  Difference difference(
      Digest expected, long inSource, long inTarget, long changed, Set<Trio> first) {
    return new Difference(
        copy.from().name(),
        sides.sourceDigest().rows(),
        expected.rows(),
        sides.sourceDigest().hex(),
        expected.hex(),
        inSource,
        inTarget,
        changed,
        List.of(),
        sides.name(first));
  }
}
