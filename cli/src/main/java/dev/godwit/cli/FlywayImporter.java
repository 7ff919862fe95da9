package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.transfer.Importer;
import dev.godwit.cli.progress.Watch;
import dev.godwit.copy.Findings;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.history.State;
import dev.godwit.history.State.TableState;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Forecast;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.ReportJson;
import dev.godwit.report.TableReport;
import dev.godwit.report.TableReportBuilder;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cutover's import, by a profile's migrations and rules. */
final class FlywayImporter implements Importer {
  private static final String CLASSPATH = "classpath:";

  private final StoreOptions.Place target;
  private final CutoverProfile.Flyway profile;
  private final List<String> sources;
  private final boolean force;
  private final Watch watch;
  private final Ending ending;
  private final FlywayRun flyway;

  FlywayImporter(
      StoreOptions.Place target,
      CutoverProfile.Flyway profile,
      List<String> sources,
      boolean force,
      Watch watch,
      Ending ending) {
    this.target = target;
    this.profile = profile;
    this.sources = sources;
    this.force = force;
    this.watch = watch;
    this.ending = ending;
    this.flyway = new FlywayRun(target, profile.locations());
  }

  private Options options() {
    Rules rules =
        profile.rules() == null ? Rules.NONE : RulesFile.parse(rulesText(), profile.rules());
    return Options.DEFAULT.with(rules).forcing(force);
  }

  private String rulesText() {
    try {
      if (!profile.rules().startsWith(CLASSPATH)) {
        return Files.readString(Path.of(profile.rules()));
      }
      String resource = "/" + profile.rules().substring(CLASSPATH.length());
      try (InputStream in = FlywayImporter.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("no such resource");
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw GodwitException.usage("the profile's rules cannot be read: " + profile.rules());
    }
  }

  @Override
  public Optional<String> imported() {
    return flyway.imported().map(i -> "version " + i.version() + " of " + i.when());
  }

  @Override
  public List<String> states() {
    return flyway.states();
  }

  @Override
  public Optional<Report> last() {
    try (Target store = Stores.target(target.name(), target.password())) {
      return lastRun(store).map(r -> ReportJson.read(r.end().report()));
    }
  }

  private static Optional<Run> lastRun(Target store) {
    return History.of(store).last(r -> r.stands() && r.end() != null);
  }

  @Override
  public void changed(String table) {
    try (Target store = Stores.target(target.name(), target.password())) {
      Optional<Run> run = lastRun(store).filter(r -> r.after() != null);
      if (run.isPresent()) {
        State noted = State.read(run.get().after());
        State now =
            noted.with(
                noted.tables().stream()
                    .map(t -> t.name().equals(table) ? digested(t, store) : t)
                    .toList());
        store.atomically(() -> History.of(store).after(run.get().migrationId(), now.json()));
      }
    }
  }

  /** The table as it is now, by the columns that were noted. */
  private static TableState digested(TableState t, Target store) {
    Table table = store.catalog().table(t.name()).orElseThrow();
    List<Column> columns = t.columns().stream().map(c -> table.column(c).orElseThrow()).toList();
    Digest digest = Digests.of(store, table, columns);
    return new TableState(
        t.schema(), t.name(), t.columns(), digest.rows(), digest.state(), t.made(), t.kept());
  }

  @Override
  public Report plan() {
    try (Source source = Stores.sources(sources, null);
        Target store = Stores.target(target.name(), target.password())) {
      Plan plan = Preview.plan(source, store, options(), flyway.pendingSql());
      Move move = new Godwit(watch).move(source, store, options()).by(plan);
      Findings findings = move.check();
      Forecast forecast = move.forecast(findings);
      return Preview.report(plan, forecast, findings, 0);
    }
  }

  @Override
  public Report run() {
    if (force && flyway.imported().isPresent()) {
      // Flyway runs a version once; its history stays true when only the rows are replaced.
      try (Source source = Stores.sources(sources, null);
          Target store = Stores.target(target.name(), target.password())) {
        return ending.engine(watch).migrate(source, store, options());
      }
    }
    Map<String, String> plugin = new LinkedHashMap<>();
    if (force) {
      plugin.put("flyway.godwit.force", "true");
    }
    if (profile.rules() != null && !flyway.bringsRules()) {
      plugin.put("flyway.godwit.rules", profile.rules());
    }
    return flyway.migrate(sources, plugin, watch, ending);
  }

  @Override
  public Report verify() {
    try (Source source = Stores.sources(sources, null);
        Target store = Stores.target(target.name(), target.password())) {
      Run run =
          lastRun(store)
              .orElseThrow(() -> GodwitException.refused("the target knows of no import"));
      Report moved = ReportJson.read(run.end().report());
      State noted = run.after() == null ? null : State.read(run.after());
      List<Problem> problems =
          run.found(source)
              ? List.of()
              : List.of(
                  Problem.of(ProblemKind.CHANGED)
                      .says(
                          "the source was written to since its rows were moved",
                          "end what writes there, then begin again with --force"));
      return ReportBuilder.of(moved.migrationId(), "verify", moved.mode(), moved.from(), moved.to())
          .verdict(moved.verdict())
          .tables(moved.tables().stream().map(t -> compared(t, noted, store)).toList())
          .problems(problems)
          .leftOut(moved.leftOut())
          .build();
    }
  }

  /** The rows as they are now, against the digest of those that were sent. */
  private static TableReport compared(TableReport t, State noted, Target store) {
    TableState sent = noted == null ? null : noted.table(t.target());
    long rows = Counting.of(store).count(store.catalog().table(t.target()).orElseThrow());
    Match digest = Match.SKIPPED;
    if (sent != null && sent.digest() != null) {
      digest = digested(sent, store).digest().equals(sent.digest()) ? t.digest() : Match.DIFFERENT;
    }
    return TableReportBuilder.of(t).found(rows, digest).build();
  }
}
