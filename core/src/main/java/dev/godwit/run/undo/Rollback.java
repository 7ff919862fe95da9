package dev.godwit.run.undo;

import dev.godwit.copy.Progress;
import dev.godwit.copy.Quarantine;
import dev.godwit.history.BackupFile;
import dev.godwit.history.Base;
import dev.godwit.history.Folding;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.State.TableState;
import dev.godwit.history.Verb;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Scope;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.store.Target;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Striking;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.Digests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one run back, inside a transaction of the target: afterwards its tables are what they were
 * before, proved by digest, or nothing has changed. Use once.
 */
public final class Rollback {
  private final Target target;
  private final Run run;
  private final Request request;
  private final Progress progress;
  private final History history;
  private final Keeping keeping;
  private final State before;
  private final List<TableState> chosen;
  private final List<Problem> warnings = new ArrayList<>();
  private final List<TableState> noted = new ArrayList<>();
  private final List<TableReport> tables = new ArrayList<>();
  private final long start = System.nanoTime();

  /**
   * What the caller asks for. {@code force} goes on where the target has changed since; {@code
   * backups} is where the backup is now, null where it was left.
   */
  public record Request(
      String migrationId, String ownId, Scope scope, boolean force, Path backups) {}

  public Rollback(Target target, Request request, Progress progress) {
    this.target = target;
    this.request = request;
    this.progress = progress;
    this.history = History.of(target);
    this.run = history.required(request.migrationId());
    requireOpen();
    this.keeping = target.as(Keeping.class).orElseThrow(this::unknown);
    this.before = Optional.ofNullable(run.before()).map(State::read).orElseThrow(this::unknown);
    this.chosen = before.tables().stream().filter(t -> request.scope().includes(t.name())).toList();
    if (chosen.isEmpty()) {
      throw GodwitException.usage(
          "migration " + run.migrationId() + " had none of the tables that --tables names");
    }
  }

  private GodwitException unknown() {
    return GodwitException.refused(
        "migration "
            + run.migrationId()
            + " cannot be taken back: nothing is known of the state before it");
  }

  private void requireOpen() {
    if (run.undoneBy() != null) {
      throw GodwitException.refused(
          "migration "
              + run.migrationId()
              + " was taken back already, by "
              + run.undoneBy()
              + "; there is nothing to do");
    }
    if (run.isFolded()) {
      throw GodwitException.refused(
          "migration "
              + run.migrationId()
              + " cannot be taken back any more: godwit history --keep, or a run that found more than "
              + Folding.KEPT
              + " before it, took its way back out of the history");
    }
    if (run.verb() == Verb.ROLLBACK) {
      throw GodwitException.refused(
          run.migrationId() + " is itself a rollback; migrate again instead");
    }
  }

  /** Does it; the report is final once the transaction has been committed. */
  public Report execute() {
    List<Problem> problems = new ArrayList<>(new Since(target, history, run, chosen).problems());
    boolean whole = chosen.size() == before.tables().size();
    if (whole && before.ledger() != null) {
      problems.addAll(noted());
    }
    if (!problems.isEmpty() && !request.force()) {
      throw GodwitException.refused(
          "the target has changed since migration "
              + run.migrationId()
              + "; nothing was changed. --force goes back all the same:",
          problems);
    }
    warnings.addAll(problems);
    history.begin(beginning());
    putBack(whole);
    Making.of(target).refresh();
    verify();
    return finish(whole);
  }

  private Run beginning() {
    return Run.beginning(
        request.ownId(), Verb.ROLLBACK, run.mode(), source(), run.fingerprint(), run.rules());
  }

  private String source() {
    return "migration " + run.migrationId();
  }

  /** Where the note of another tool was found when the run began. */
  private Striking notes() {
    return target.as(Striking.class).orElseThrow();
  }

  private List<Problem> noted() {
    List<String> later = notes().after(before.ledger());
    return later.isEmpty()
        ? List.of()
        : List.of(
            Problem.of(ProblemKind.LATER)
                .at(before.ledger().table())
                .says(
                    "version "
                        + before.ledger().version()
                        + " is followed by "
                        + String.join(", ", later)
                        + ", which may need its rows"));
  }

  private void putBack(boolean whole) {
    List<TableState> stay = chosen.stream().filter(t -> !t.made()).toList();
    Path file = requireBackup(stay);
    List<TableState> there = chosen.stream().filter(t -> t.made() && find(t) != null).toList();
    progress.phase("taking back migration " + run.migrationId());
    if (whole) {
      change(before.undo());
    }
    keeping.drop(found(there), whole && before.schemaMade());
    if (whole && !before.narrows().isEmpty()) {
      keeping.restore(found(stay), List.of(), null);
      change(before.narrows());
    }
    if (!stay.isEmpty()) {
      List<TableState> kept = stay.stream().filter(TableState::kept).toList();
      keeping.restore(found(stay), found(kept), file);
      List<Table> all = found(stay);
      Map<String, String> now = keeping.structure(all);
      target.execute(missing(now, all));
      keeping.recount(of(before.counters(), keeping.counters(all, before.counters().keySet())));
    }
    Base base = new Base(target, history, r -> true);
    chosen.stream()
        .filter(t -> base.forget(run.migrationId(), t.name()) && !t.made())
        .forEach(noted::add);
    if (whole) {
      Quarantine.journal(target).remove(run.migrationId());
      if (before.ledger() != null) {
        notes().strike(before.ledger());
      }
    }
  }

  private void change(List<String> statements) {
    if (!statements.isEmpty()) {
      target.execute(statements);
      Making.of(target).refresh();
    }
  }

  /** What a run took off and did not come to put back. */
  private List<String> missing(Map<String, String> now, List<Table> all) {
    boolean some = all.size() < before.tables().size();
    List<String> result = new ArrayList<>();
    before
        .structure()
        .forEach(
            (name, statement) -> {
              boolean ours = !some || all.stream().anyMatch(t -> name.contains(t.name()));
              if (ours && !now.containsKey(name)) {
                result.add(statement);
              }
            });
    return result;
  }

  private static Map<String, String> of(Map<String, String> all, Map<String, String> names) {
    Map<String, String> result = new LinkedHashMap<>(all);
    result.keySet().retainAll(names.keySet());
    return result;
  }

  private Path requireBackup(List<TableState> stay) {
    for (TableState t : stay) {
      if (t.digest() == null) {
        throw GodwitException.refused(
            t.displayName()
                + " held rows before migration "
                + run.migrationId()
                + ", and no backup was taken (--backup none); nothing was changed");
      }
    }
    if (stay.stream().noneMatch(TableState::kept)) {
      return null;
    }
    Path file = Path.of(before.file());
    Path place = request.backups() == null ? file : request.backups().resolve(file.getFileName());
    if (!Files.isReadable(place)) {
      throw GodwitException.refused(
          "the backup "
              + place
              + " cannot be read; nothing was changed. --backup DIR names the folder where it is now");
    }
    if (before.checksum() != null && !before.checksum().equals(BackupFile.checksum(place))) {
      throw GodwitException.refused(
          "the backup "
              + place
              + " is damaged: it is not what the run wrote; nothing was changed. --backup DIR names"
              + " the folder of a copy that is whole");
    }
    return place;
  }

  private void verify() {
    List<Problem> problems = new ArrayList<>();
    for (TableState t : chosen) {
      progress.phase("verifying " + t.displayName());
      Table table = find(t);
      if (t.made()) {
        row(t, 0, table == null);
      } else {
        Digest found = Digests.of(target, table, columns(table, t));
        row(t, found.rows(), found.state().equals(t.digest()));
      }
    }
    for (TableReport t : tables) {
      if (t.digest() != Match.EQUAL) {
        problems.add(different(t.target(), "is not as it was by digest"));
      }
    }
    List<Table> all = found(chosen.stream().filter(t -> !t.made()).toList());
    Map<String, String> counters = keeping.counters(all, before.counters().keySet());
    of(before.counters(), counters)
        .forEach(
            (name, next) -> {
              if (!next.equals(counters.get(name))) {
                problems.add(different(name, "does not go on where it did"));
              }
            });
    missing(keeping.structure(all), all)
        .forEach(s -> problems.add(different(null, "is missing: " + s)));
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          "the way back did not lead there; nothing was changed:", problems);
    }
  }

  private static Problem different(String table, String what) {
    return Problem.of(ProblemKind.DIFFERENT).at(table).says(what);
  }

  private void row(TableState t, long rows, boolean equal) {
    tables.add(
        TableReportBuilder.of(t.displayName(), t.displayName())
            .rows(Math.max(0, t.rows()), rows, 0)
            .found(rows, Match.of(equal))
            .build());
  }

  private Report finish(boolean whole) {
    if (whole) {
      history.undone(run.migrationId(), request.ownId());
      warnings.addAll(forgotten());
    }
    Report report =
        ReportBuilder.of(
                request.ownId(), "rollback", run.mode().toString(), source(), target.name())
            .seconds((System.nanoTime() - start) / 1e9)
            .tables(tables)
            .warnings(warnings)
            .build();
    history.finish(request.ownId(), report.verdict(), ReportJson.of(report));
    return report;
  }

  /** Only the notes of the last runs are kept: they are as large as the tables have rows. */
  private List<Problem> forgotten() {
    Base base = new Base(target, history, r -> true);
    return noted.stream()
        .filter(t -> base.of(t.name()).isEmpty() && movedBefore(t))
        .map(
            t ->
                Problem.of(ProblemKind.BASE)
                    .at(t.displayName())
                    .says(
                        "what the run before left of its rows is not known any more: notes are kept"
                            + " for "
                            + Base.WAYS_BACK
                            + " rollbacks in a row",
                        "the next run decides by the rule conflicts about rows that differ"))
        .toList();
  }

  /** Whether a run before this one may have left rows of the table. */
  private boolean movedBefore(TableState t) {
    return history.runs().stream()
        .filter(r -> r.stands() && r.started().isBefore(run.started()))
        .anyMatch(
            r ->
                r.isFolded()
                    || r.after() != null
                        && State.read(r.after()).tables().stream()
                            .anyMatch(s -> s.name().equals(t.name())));
  }

  private Table find(TableState t) {
    return target.catalog().table(t.name()).orElse(null);
  }

  private List<Table> found(List<TableState> states) {
    List<Table> result = new ArrayList<>();
    for (TableState t : states) {
      Table table = find(t);
      if (table == null) {
        throw GodwitException.refused(
            t.displayName() + " is not there any more; make it again, empty, then run again");
      }
      result.add(table);
    }
    return result;
  }

  /** The columns that a digest was made of. */
  public static List<Column> columns(Table table, TableState t) {
    return t.columns().stream()
        .map(
            name ->
                table
                    .column(name)
                    .orElseThrow(
                        () ->
                            GodwitException.refused(
                                t.displayName()
                                    + " has no column "
                                    + name
                                    + " any more; nothing was changed")))
        .toList();
  }
}
