package dev.godwit.run.protocol;

import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.store.Holder;
import dev.godwit.store.Target;
import dev.godwit.store.can.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** One transaction that notes a run, and what is known of it where its commit got no answer. */
public final class Committed {
  private static final Problem FOUND =
      Problem.of(ProblemKind.COMMIT)
          .says(
              "the connection broke after the commit was sent; the history, asked on a new one, has the"
                  + " run: it was kept");

  private final boolean answered;

  private Committed(boolean answered) {
    this.answered = answered;
  }

  /** Of a transaction that notes the end of the run, as {@link #of}. */
  public static Committed whole(Target target, String migrationId, Runnable work) {
    return of(target, migrationId, run -> run.end() != null, work);
  }

  /**
   * Does the work in one transaction. Where the answer to its commit is lost, the run is looked for
   * in the history on a new connection.
   *
   * @param noted what the history says of the run once the transaction is kept
   * @throws GodwitException where it was not kept, or where that cannot be known, saying which
   */
  public static Committed of(
      Target target, String migrationId, Predicate<Run> noted, Runnable work) {
    try {
      target.atomically(work);
      return new Committed(true);
    } catch (GodwitException e) {
      if (e.reason() != GodwitException.Reason.UNANSWERED) {
        throw e;
      }
      if (!isKept(target, migrationId, noted, e)) {
        throw GodwitException.failed(
            "the connection broke while committing; the history, asked on a new one, does not have"
                + " migration "
                + migrationId
                + ": nothing was kept, run again",
            e);
      }
      return new Committed(false);
    }
  }

  /**
   * What became of a run whose transaction was somebody else's to commit, as this connection of its
   * own sees it, for people. Never says that it was not kept while its transaction may still go on.
   */
  @SuppressWarnings("try") // The lock is held, not used: the run has it as long as it goes on.
  public static String whatBecameOf(Target other, String migrationId) {
    try (Target.Lock lock = other.lock(Holder.current(migrationId))) {
      History history = History.of(other);
      if (history.isKept()) {
        return history.find(migrationId).filter(run -> run.end() != null).isPresent()
            ? "the history, asked on a new connection, has migration "
                + migrationId
                + ": its rows were kept"
            : "the history, asked on a new connection, does not have migration "
                + migrationId
                + ": nothing of it was kept";
      }
    } catch (GodwitException e) {
      // Who cannot ask does not know.
      return unknown(migrationId);
    }
    return unknown(migrationId);
  }

  private static String unknown(String migrationId) {
    return "whether the rows of migration "
        + migrationId
        + " were kept is not known; godwit history --to the target lists it if they were";
  }

  private static boolean isKept(
      Target target, String migrationId, Predicate<Run> noted, GodwitException lost) {
    try {
      if (target.as(Remote.class).map(Remote::reconnect).orElse(false)) {
        History history = History.of(target);
        if (history.isKept()) {
          Optional<Run> found = history.find(migrationId);
          return found.filter(noted).isPresent();
        }
      }
    } catch (GodwitException e) {
      lost.addSuppressed(e);
    }
    throw GodwitException.unanswered(
        "the connection to "
            + target.name()
            + " broke while migration "
            + migrationId
            + " was committed, and it cannot be asked what became of it: it may have been kept or"
            + " not. Look before you run again: godwit history --to the target lists the migration"
            + " if it was kept");
  }

  /** Whether the target's connection is the one that it was. */
  public boolean isAnswered() {
    return answered;
  }

  /** The report, with a word on how this is known where it had to be found out. */
  public Report told(Report report) {
    if (answered) {
      return report;
    }
    List<Problem> warnings = new ArrayList<>(report.warnings());
    warnings.add(FOUND);
    return ReportBuilder.of(report).warnings(warnings).build();
  }
}
