package dev.godwit.cli.report;

import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shell;
import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What all reports say with the same words. */
final class Words {
  /** Verbs whose reports say what became of rows. */
  private static final String LOST = "an answer was lost; what was kept is not known";

  static final Set<String> MOVING = Set.of("migrate", "rollback");

  private Words() {}

  /** A remark about one or several columns of a table. */
  record Remark(String place, String kind, String message, String hint) {}

  /** The verdict as a sentence. */
  static String verdict(Report r) {
    return r.verb().equals("verify") ? compared(r, r.sourceRows()) : moved(r);
  }

  private static String compared(Report r, long rows) {
    boolean picked = r.warnings().stream().anyMatch(p -> p.is(ProblemKind.SAMPLE));
    String all =
        (picked ? "the " + count(rows, "row") + " compared" : count(rows, "row"))
            + " of "
            + tables(r.tables().size());
    long rejected = r.rejected();
    return switch (r.verdict()) {
      case EXACT -> all + " are the same in both by digest, in " + seconds(r.seconds()) + " s";
      case QUARANTINED ->
          count(rejected, "row")
              + " of "
              + all
              + " do not fit the target; the rest"
              + " is the same in both";
      case MERGED -> all + " were compared; what is not the same is so by a rule, see the warnings";
      case DIFFERENT -> "the stores do not hold the same";
      case FAILED -> "something broke";
      default -> count(r.problems().size(), "problem") + "; nothing was compared";
    };
  }

  private static String moved(Report r) {
    String rows = number(r.copied()) + (r.copied() == 1 ? " row" : " rows");
    String moved = rows + " of " + tables(r.tables().size());
    if (r.verb().equals("rollback")) {
      return rollback(r);
    }
    if (r.verdict().isKept() && r.rejected() == 0 && hasNothingToDo(r)) {
      return idle(r);
    }
    return switch (r.verdict()) {
      case EXACT ->
          r.tables().isEmpty()
              ? "there was nothing to move"
              : moved
                  + " arrived"
                  + skipped(r)
                  + compared(r)
                  + ", in "
                  + seconds(r.seconds())
                  + " s";
      case QUARANTINED -> moved + " arrived" + compared(r) + lacking(r);
      case MERGED ->
          moved
              + " arrived"
              + skipped(r)
              + "; rows of the target stayed or were written over, by a rule, see the warnings";
      case PARTIAL -> moved + " arrived; not all of the source was looked at";
      case PLANNED ->
          "the plan works for "
              + tables(r.tables().size())
              + (r.plan() != null && r.plan().foreseen() == Verdict.MERGED
                  ? ", by rules for rows that the target holds, see the warnings"
                  : "")
              + "; nothing was written";
      case REFUSED -> count(r.problems().size(), "problem") + "; nothing was written";
      case DIFFERENT -> "what arrived is not what was sent; nothing was kept";
      case FAILED -> isUnanswered(r) ? LOST : "something broke; nothing was kept";
    };
  }

  private static String lacking(Report r) {
    return r.rejected() == 0
        ? "; the source is damaged, see the warnings"
        : ", and "
            + number(r.rejected())
            + " did not fit: "
            + (r.rejected() == 1 ? "it is" : "they are")
            + quarantine(r);
  }

  private static String quarantine(Report r) {
    if (r.server() != null || r.to().contains("postgresql:")) {
      return " in the table quarantine of schema godwit";
    }
    return r.to().matches("(json|csv):.*")
        ? " in quarantine.ndjson among the notes beside it"
        : " in its table godwit_quarantine";
  }

  /** Whether a run that compares first found nothing to write. */
  private static boolean hasNothingToDo(Report r) {
    return !r.changes().isEmpty()
        && r.changes().stream().allMatch(c -> c.inserts() + c.updates() + c.deletes() == 0);
  }

  private static String idle(Report r) {
    String compared = count(r.sourceRows(), "row") + " of " + tables(r.tables().size());
    return switch (r.verdict()) {
      case PARTIAL ->
          "nothing to do: no change in " + compared + "; not all of the source was looked at";
      case MERGED ->
          "nothing to do: no change in "
              + compared
              + "; the target does not hold just the source's rows, see the warnings";
      default -> "nothing to do: no change in " + compared + ", in " + seconds(r.seconds()) + " s";
    };
  }

  private static boolean isUnanswered(Report r) {
    return r.problems().stream().anyMatch(p -> p.is(ProblemKind.UNANSWERED));
  }

  private static String skipped(Report r) {
    long skipped = r.tables().stream().mapToLong(TableReport::skipped).sum();
    return skipped == 0
        ? ""
        : ", " + number(skipped) + (skipped == 1 ? " was" : " were") + " there already (skipped)";
  }

  private static String rollback(Report r) {
    return switch (r.verdict()) {
      case EXACT ->
          tables(r.tables().size())
              + (r.tables().size() == 1 ? " is what it was" : " are what they were")
              + " before, the same by digest, in "
              + seconds(r.seconds())
              + " s";
      case FAILED -> isUnanswered(r) ? LOST : "something broke; nothing was changed";
      default -> count(r.problems().size(), "problem") + "; nothing was changed";
    };
  }

  /** The command that takes a run back; empty where it left nothing to take back. */
  static String wayBack(Report r) {
    boolean kept =
        r.verb().equals("migrate")
            && r.verdict().isKept()
            && !r.tables().isEmpty()
            && StreamName.of(r.to()).isEmpty()
            && r.warnings().stream().noneMatch(w -> w.is(ProblemKind.HISTORY));
    return kept ? Shell.rollback(r.to(), r.migrationId()) : "";
  }

  /** What a list of problems is headed. */
  static String problems(Report r) {
    return r.verdict() == Verdict.QUARANTINED ? "Rejected rows" : "Problems";
  }

  private static String compared(Report r) {
    boolean all = r.tables().stream().allMatch(t -> t.digest() == Match.EQUAL);
    return all ? ", the same in both by digest" : "";
  }

  private static String tables(int count) {
    return count(count, "table");
  }

  static String count(long count, String noun) {
    return number(count) + " " + noun + (count == 1 ? "" : "s");
  }

  static String number(long value) {
    return value < 0 ? "?" : String.format(Locale.ROOT, "%,d", value);
  }

  static String seconds(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }

  /** The same words about several columns of a table are said once. */
  static List<Remark> grouped(List<Problem> problems) {
    Map<List<Object>, List<String>> columns = new LinkedHashMap<>();
    for (Problem p : problems) {
      List<Object> same = new ArrayList<>();
      same.add(Objects.toString(p.table(), ""));
      same.add(p.kind());
      same.add(p.message());
      same.add(Objects.toString(p.hint(), ""));
      columns.computeIfAbsent(same, k -> new ArrayList<>()).add(Objects.toString(p.column(), ""));
    }
    return columns.entrySet().stream().map(e -> remark(e.getKey(), e.getValue())).toList();
  }

  private static Remark remark(List<Object> same, List<String> columns) {
    String table = same.get(0).toString();
    String names =
        columns.stream().filter(c -> !c.isEmpty()).distinct().collect(Collectors.joining(", "));
    String place = names.isEmpty() ? table : table.isEmpty() ? names : table + "." + names;
    return new Remark(
        place, same.get(1).toString(), same.get(2).toString(), same.get(3).toString());
  }

  /** Which columns changed their representation, and how often. */
  static String coercions(TableReport t) {
    return t.coercions().entrySet().stream()
        .map(e -> e.getKey() + " " + number(e.getValue()))
        .collect(Collectors.joining(", "));
  }

  static String guesses(TableReport t) {
    return t.guesses().entrySet().stream()
        .map(e -> e.getKey() + " as " + e.getValue())
        .collect(Collectors.joining(", "));
  }

  static String renamed(TableReport t) {
    return t.renamed().entrySet().stream()
        .map(e -> e.getKey() + " → " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
