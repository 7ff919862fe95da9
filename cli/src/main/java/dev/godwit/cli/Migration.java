package dev.godwit.cli;

import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.report.ReportFile;
import dev.godwit.copy.Findings;
import dev.godwit.copy.Trace;
import dev.godwit.history.ModeKind;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shell;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesDraft;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.before.Recognition;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code migrate} and {@code plan} do with their options. Use once. */
final class Migration {
  /** A path that its end makes look like a file of another form. */
  private static final Pattern NAMED_AS = Pattern.compile("(?!\\w{2,}:)(.*)\\.(json|csv)");

  private final Main main;
  private final Errand errand;
  private final StoreOptions stores;
  private final RunOptions run;
  private final Mode mode;
  private StoreOptions.Place reached;
  private boolean asks;

  Migration(Main main, Errand errand, StoreOptions stores, RunOptions run, Mode mode) {
    this.mode = mode;
    this.main = main;
    this.errand = errand;
    this.stores = stores;
    this.run = run;
  }

  /** Writes nothing but, where a file is given, the guesses as rules to start from. */
  Report plan(Watch watch, Path rules) {
    if (rules != null && Files.exists(rules)) {
      throw GodwitException.usage("--write-rules " + rules + ": the file exists already");
    }
    run.engine(null);
    try (Source source = open()) {
      Options options = run.engine(null);
      StoreOptions.Place place = target(source, watch);
      List<String> pending = List.of();
      List<String> next = List.of();
      if (!run.locations().isEmpty()) {
        FlywayRun flyway = new FlywayRun(place, run.locations());
        if (!run.force() && !comparing()) {
          requireNotImported(flyway);
        }
        pending = flyway.pendingSql();
        next = flyway.next(run.plugin());
      }
      try (Target target = Stores.target(place.name(), place.password(), run.layout())) {
        errand.at(target);
        Recognition recognised = run.recognise(source, target);
        options = run.engine(null);
        Plan plan = recognised.of(Preview.plan(source, target, options, pending));
        Move move = main.engine(watch).move(source, target, options).by(plan);
        if (comparing() && pending.isEmpty()) {
          Report preview = move.preview(mode);
          write(rules, plan, preview.problems());
          return preview;
        }
        Findings findings = move.check(mode);
        write(rules, plan, findings.problems());
        List<Problem> noted = new ArrayList<>(findings.problems());
        noted.addAll(findings.warnings());
        noted.addAll(plan.warnings());
        Forecast forecast =
            move.forecast(findings).of(recognised.application(source, target, noted));
        return ReportBuilder.of(Preview.report(plan, forecast, findings, errand.seconds()))
            .next(next)
            .build();
      }
    }
  }

  private static void write(Path rules, Plan plan, List<Problem> problems) {
    if (rules != null) {
      ReportFile.write(rules, RulesDraft.of(plan, problems));
    }
  }

  /** What a person does after it. */
  List<String> ahead(Report report, List<String> typed) {
    return Ahead.afterMigrate(report, reached, main.streams().areUsed() ? List.of() : typed);
  }

  /** Whether the target's rows are compared with the source's, instead of being in the way. */
  private boolean comparing() {
    return mode.kind() == ModeKind.INCREMENTAL || mode.kind() == ModeKind.DIFFERENTIAL;
  }

  /** Moves the rows. */
  Report migrate(Watch watch) {
    // Wrong rules and wrong files are told before anything is started.
    Options checked = run.engine(null);
    if (stores.fromQuarantine()) {
      return reload(checked, watch);
    }
    if (stores.sources().equals(List.of("none")) && !run.locations().isEmpty()) {
      return nothing(watch);
    }
    FlywayRun throughFlyway;
    try (Source source = open()) {
      run.engine(null);
      watch.expect(Preview.expectedRows(source.catalog().tables()));
      StoreOptions.Place place = target(source, watch);
      if (run.locations().isEmpty()) {
        return alone(source, place, watch);
      }
      FlywayRun flyway = new FlywayRun(place, run.locations());
      if (!mode.equals(Mode.FULL)) {
        requireImported(flyway);
        return alone(source, place, watch);
      }
      if (!run.force()) {
        requireNotImported(flyway);
      } else if (flyway.imported().isPresent()) {
        // Flyway runs a version once; its history stays true when only the rows are replaced.
        return alone(source, place, watch);
      }
      throughFlyway = flyway;
    }
    return throughFlyway.migrate(stores.sources(main), run.plugin(), watch, main.ending());
  }

  private Report alone(Source source, StoreOptions.Place place, Watch watch) {
    try (Target target = Stores.target(place.name(), place.password(), run.layout());
        Trace trace = run.debug() == null ? null : new Trace(run.debug())) {
      errand.at(target);
      Recognition recognised = run.recognise(source, target);
      Move asked = main.engine(watch).move(source, target, run.engine(trace));
      Move move = asked.by(recognised.of(asked.plan()));
      errand.planned(move.plan());
      if (asks && !move.plan().creation().isEmpty()) {
        ask(move.plan());
      }
      Report report = ReportBuilder.of(move.migrate(mode)).next(recognised.next()).build();
      return run.readSpeed() ? move.measured(report) : report;
    }
  }

  /** A person is asked before an application's rows go into tables that it did not make. */
  void asking() {
    asks = true;
  }

  private void ask(Plan plan) {
    Surroundings here = main.surroundings();
    List<Problem> strange =
        plan.warnings().stream()
            .filter(w -> w.is(ProblemKind.HISTORY) || w.is(ProblemKind.RECIPE))
            .toList();
    if (strange.isEmpty()) {
      return;
    }
    here.err().println();
    strange.forEach(w -> here.err().println("  " + w));
    here.err().print("Make the tables, and move the rows into them? [y/N] ");
    here.err().flush();
    String answer;
    try {
      answer = String.valueOf(here.answers().readLine()).strip();
    } catch (IOException e) {
      answer = "";
    }
    if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
      throw GodwitException.refused(
          "nothing was written: you did not say yes; --yes goes on without asking");
    }
  }

  /** A fresh install: Flyway's history says that there was nothing to import. */
  private Report nothing(Watch watch) {
    watch.phase(stores.namesTarget() ? "connecting" : "starting PostgreSQL");
    StoreOptions.Place place = stores.target(main);
    errand.between("none", place.shown());
    FlywayRun flyway = new FlywayRun(place, run.locations());
    requireNotImported(flyway);
    return flyway.migrate(stores.sources(), run.plugin(), watch, main.ending());
  }

  private Report reload(Options options, Watch watch) {
    if (!stores.namesTarget()) {
      throw GodwitException.usage("--from quarantine needs --to: the target whose rows they are");
    }
    StoreOptions.Place place = stores.target(main);
    errand.between("quarantine", place.shown());
    try (Target target = Stores.target(place.name(), place.password(), run.layout())) {
      errand.at(target);
      return main.engine(watch).reload(target, options);
    }
  }

  private Source open() {
    List<String> names = stores.sources(main);
    Source source =
        run.salvage()
            ? Stores.salvage(names)
            : main.streams()
                .named(Stores.sources(names, stores.password(main), run.layout()), names);
    run.between(source.catalog(), stores.targetsJson());
    errand.of(source.catalog().tables());
    return source;
  }

  private StoreOptions.Place target(Source source, Watch watch) {
    watch.phase(stores.namesTarget() ? "connecting" : "starting PostgreSQL");
    StoreOptions.Place place = stores.target(main);
    requireFlywaysOwn(place);
    reached = place;
    errand.between(source.name(), place.shown());
    if (!run.locations().isEmpty()) {
      errand.at(PostgresUrl.parse(place.name(), place.password()).server());
    }
    if (place.embedded() != null) {
      errand.remark(
          "PostgreSQL "
              + (place.embedded().started() ? "started" : "runs")
              + " and stays running: "
              + place.shown()
              + "\n  look into it:  psql '"
              + place.shown()
              + "'\n  stop it:       "
              + place.embedded().stop(System.getProperty("os.name"))
              + "  (the next run starts it again)");
    }
    requireMeant(place.name());
    return place;
  }

  /** A file's name says nothing here, and somebody may think that it does. */
  private void requireMeant(String name) {
    Matcher end = NAMED_AS.matcher(name);
    if (end.matches() && !Files.exists(Path.of(name))) {
      errand.remark(
          name
              + " is new: it becomes a SQLite file, whatever its name ends in. For "
              + end.group(2).toUpperCase(Locale.ROOT)
              + " write  --to "
              + Shell.word(end.group(2) + ":" + name));
    }
  }

  private void requireFlywaysOwn(StoreOptions.Place place) {
    if (!run.locations().isEmpty() && !PostgresUrl.recognises(place.name())) {
      throw GodwitException.usage(
          "--profile and --locations need PostgreSQL as the target; to "
              + place.shown()
              + " the engine goes alone, without them");
    }
  }

  /** Flyway runs a version once, in one transaction: only what comes after it has other modes. */
  private void requireImported(FlywayRun flyway) {
    if (flyway.imported().isEmpty()) {
      throw GodwitException.refused(
          "the first import through Flyway is a full one; nothing was written. Run it without "
              + (mode.kind() == ModeKind.RESUMABLE ? "--resume" : "--mode " + mode)
              + " first");
    }
  }

  private static void requireNotImported(FlywayRun flyway) {
    Optional<FlywayRun.Imported> imported = flyway.imported();
    if (imported.isPresent()) {
      throw GodwitException.refused(
          "the import is in Flyway's history already, as version "
              + imported.get().version()
              + " of "
              + imported.get().when()
              + "; nothing was written. --force empties the tables and imports again");
    }
  }
}
