package dev.godwit.cli.cutover.transfer;

import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.model.Problem;
import dev.godwit.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Moves the databases through Flyway, in one transaction. */
public final class TransferStep implements Step {
  private final Importer importer;
  private final List<String> sources;
  private final boolean begun;
  private final Consumer<Report> kept;

  /**
   * {@code importer} is null where the target is still to be made; {@code begun} tells that an
   * earlier run of this cutover was about to import: then an import that is there is its own.
   * {@code kept} hears the report of an import once it is committed.
   */
  public TransferStep(
      Importer importer, List<String> sources, boolean begun, Consumer<Report> kept) {
    this.importer = importer;
    this.sources = sources;
    this.begun = begun;
    this.kept = kept;
  }

  @Override
  public String name() {
    return "transfer";
  }

  @Override
  public StepPlan plan() {
    List<String> actions = new ArrayList<>();
    actions.add("migrate " + String.join(", ", sources) + " through Flyway, in this process");
    if (importer == null) {
      return new StepPlan(actions, List.of(), List.of());
    }
    Optional<String> imported = importer.imported();
    if (begun && imported.isPresent()) {
      return StepPlan.of("nothing: the rows are there, as " + imported.get());
    }
    Report planned = importer.plan();
    long rows = planned.sourceRows();
    actions.add(
        String.format(
            Locale.ROOT, "%,d rows of %d tables, all or none", rows, planned.tables().size()));
    planned.leftOut().forEach(l -> actions.add("leave out " + l.table() + ": " + l.why()));
    List<Check> checks = new ArrayList<>();
    planned.problems().forEach(p -> checks.add(check(p, Check.Level.FAILED)));
    planned.warnings().forEach(w -> checks.add(check(w, Check.Level.WARNING)));
    return new StepPlan(actions, checks, List.of());
  }

  private static Check check(Problem p, Check.Level level) {
    String place =
        p.table() == null
            ? p.kind().toString()
            : p.table() + (p.column() == null ? "" : "." + p.column());
    String key = p.key() == null ? "" : " (" + p.key() + ")";
    return new Check(place, level, p.message() + key, p.hint());
  }

  @Override
  public StepResult run(StepPlan plan) {
    Optional<String> imported = begun ? importer.imported() : Optional.empty();
    Optional<Report> earlier = imported.isPresent() ? importer.last() : Optional.empty();
    if (imported.isPresent() && earlier.isEmpty()) {
      return new StepResult(
          List.of("an interrupted run had moved the rows already, as " + imported.get()),
          List.of());
    }
    Report report = earlier.isPresent() ? earlier.get() : importer.run();
    kept.accept(report);
    return result(report);
  }

  private static StepResult result(Report report) {
    List<String> facts = new ArrayList<>();
    facts.add(
        String.format(
            Locale.ROOT,
            "%,d rows of %d tables arrived, in %.1f s",
            report.copied(),
            report.tables().size(),
            report.seconds()));
    if (report.rejected() > 0) {
      facts.add(
          report.rejected()
              + " rows did not fit: they are in the table quarantine of schema godwit");
    }
    report.leftOut().forEach(l -> facts.add("left out " + l.table() + ": " + l.why()));
    List<Check> checks = new ArrayList<>();
    report.problems().forEach(p -> checks.add(check(p, Check.Level.WARNING)));
    report.warnings().forEach(w -> checks.add(check(w, Check.Level.WARNING)));
    return new StepResult(facts, checks);
  }
}
