package dev.godwit;

import dev.godwit.copy.Copier;
import dev.godwit.copy.Progress;
import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.plan.MappedSchema;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.SchemaMapping;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Moves data between stores that the caller opened and closes. Each call stands alone; one instance
 * serves one call at a time.
 */
public final class Godwit {
  private final Progress progress;

  public Godwit(Progress progress) {
    this.progress = progress;
  }

  /**
   * What {@link #migrate} would do. Writes nothing. Where the target has none of the source's
   * tables, it is to be made, and every row of the source is read to find the types that hold it.
   */
  public Plan plan(Source source, Target target, Options options) {
    List<Table> travelling =
        source.catalog().tables().stream()
            .filter(
                t -> options.scope().includes(t.name()) && !options.rules().table(t.name()).skip())
            .toList();
    boolean make =
        travelling.stream().noneMatch(t -> Planner.has(target.catalog(), options.rules(), t));
    return make && !travelling.isEmpty()
        ? planSchema(travelling, source, target, options)
        : planner(source, target.catalog(), options.rules(), options)
            .plan(newId(), source.name(), target.name(), options.owner());
  }

  private static Planner planner(Source source, Catalog target, Rules rules, Options options) {
    return new Planner(
        source.catalog(), target, rules, options.scope(), table -> hasRows(source, table));
  }

  private Plan planSchema(List<Table> tables, Source source, Target target, Options options) {
    progress.phase("reading " + source.name() + " to find its types");
    // One that is refused for its width anyway may be too wide to be read with its key.
    List<Table> narrow = tables.stream().filter(SchemaMapping::fits).toList();
    StoreProfile profile = Inspector.profile(source, narrow, t -> {});
    Catalog catalog = new Catalog(tables, source.catalog().others(), source.catalog().remarks());
    MappedSchema mapped =
        SchemaMapping.toPostgres(catalog, profile, target.schema(), options.names());
    Plan plan =
        planner(source, mapped.target(), options.rules().over(mapped.asRules()), options)
            .plan(newId(), source.name(), target.name(), options.owner());
    return plan.creating(
        target.creation(mapped.target(), mapped.comments()), mapped.problems(), mapped.warnings());
  }

  private static boolean hasRows(Source source, Table table) {
    try (Rows rows = source.read(table, table.columns().subList(0, 1), Position.START)) {
      return rows.next();
    }
  }

  /** Unique enough to name a run, and sortable: {@code 20261121-091502-3fa2}. */
  private static String newId() {
    String time =
        LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    int random = ThreadLocalRandom.current().nextInt(1 << 16);
    return time + "-" + HexFormat.of().toHexDigits((short) random);
  }

  /**
   * Plans, copies, verifies, in one transaction of the target. Returns the report of a run that was
   * kept.
   *
   * @throws GodwitException where nothing was kept, saying why and what to do
   */
  public Report migrate(Source source, Target target, Options options) {
    return migrate(plan(source, target, options), source, target, options);
  }

  /** Executes a plan of {@link #plan}. */
  public Report migrate(Plan plan, Source source, Target target, Options options) {
    long start = System.nanoTime();
    plan.requireNoProblems();
    Background<Source.Integrity> check = Background.start("godwit-check", source::check);
    Run run = new Run(plan, source, target, options, check);
    try {
      target.atomically(run::execute);
    } finally {
      check.stop();
    }
    return run.report((System.nanoTime() - start) / 1e9);
  }

  /** One execution: what has to be known after the transaction. */
  private final class Run {
    private final Plan plan;
    private final Source source;
    private final Target target;
    private final Options options;
    private final Background<Source.Integrity> check;
    private final List<Problem> warnings = new ArrayList<>();
    private final List<Report.TableReport> tables = new ArrayList<>();
    private final List<Report.Filled> filled = new ArrayList<>();

    Run(
        Plan plan,
        Source source,
        Target target,
        Options options,
        Background<Source.Integrity> check) {
      this.plan = plan;
      this.source = source;
      this.target = target;
      this.options = options;
      this.check = check;
      warnings.addAll(plan.warnings());
    }

    void execute() {
      if (!options.force()) {
        requireEmpty();
      }
      List<Copier.Outcome> outcomes = copy();
      requireSound();
      outcomes.forEach(this::verify);
      requireEqual();
      for (Filling filling : plan.fillings()) {
        long rows = target.fill(filling.table(), filling.column(), filling.value());
        filled.add(new Report.Filled(filling.table(), filling.column(), rows));
      }
    }

    private void requireEmpty() {
      List<Problem> problems = new ArrayList<>();
      for (TableCopy table : plan.tables()) {
        if (plan.creation().isEmpty() && target.holdsRows(table.to())) {
          problems.add(
              new Problem(
                  table.to().displayName(),
                  null,
                  null,
                  "occupied",
                  "the target's table holds rows already",
                  "--force (or flyway.godwit.force=true) empties it first"));
        }
      }
      if (!problems.isEmpty()) {
        throw GodwitException.refused(
            problems.size() + " of the target's tables hold rows; nothing was written:", problems);
      }
    }

    private List<Copier.Outcome> copy() {
      Copier.Settings settings =
          new Copier.Settings(
              options.force(),
              options.rules().defaults().triggers(),
              options.verify() == Depth.DIGEST,
              options.batchRows(),
              options.trace());
      try {
        return new Copier(plan, source, target, settings, progress).run();
      } catch (GodwitException e) {
        // A damaged file makes strange values: then the damage is what has to be said.
        if (e.reason() == GodwitException.Reason.REFUSED) {
          requireSound();
        }
        throw e;
      }
    }

    private void requireSound() {
      Source.Integrity integrity = check.result();
      integrity
          .remarks()
          .forEach(r -> warnings.add(new Problem(null, null, null, "integrity", r, null)));
      if (!integrity.damage().isEmpty()) {
        List<Problem> problems =
            integrity.damage().stream()
                .limit(20)
                .map(d -> new Problem(null, null, null, "damaged", d, null))
                .toList();
        throw GodwitException.refused(
            source.name()
                + " is damaged; nothing was written. Repair it with sqlite3's .recover. What"
                + " integrity_check says:",
            problems);
      }
    }

    private void verify(Copier.Outcome o) {
      progress.phase("verifying " + o.copy().to().name());
      String digest = "skipped";
      long targetRows = o.copied();
      if (options.verify() == Depth.COUNTS) {
        targetRows = target.count(o.copy().to());
      } else if (options.verify() == Depth.DIGEST) {
        dev.godwit.value.Digest found = Digests.of(target, o.copy().to(), o.copy().targetColumns());
        targetRows = found.rows();
        digest = found.equals(o.digest()) ? "equal" : "different";
      }
      tables.add(
          new Report.TableReport(
              o.copy().from().name(),
              o.copy().to().displayName(),
              o.sourceRows(),
              o.copied(),
              o.rejected(),
              targetRows,
              digest,
              o.seconds(),
              o.copy().renamed(),
              o.coercions(),
              o.guesses()));
    }

    private void requireEqual() {
      List<Problem> problems = new ArrayList<>();
      for (Report.TableReport t : tables) {
        if (t.sourceRows() != t.copied() + t.rejected()
            || t.targetRows() != t.copied()
            || t.digest().equals("different")) {
          problems.add(
              new Problem(
                  t.name(),
                  null,
                  null,
                  "different",
                  t.sourceRows()
                      + " rows in the source, "
                      + t.rejected()
                      + " rejected, "
                      + t.targetRows()
                      + " in the target, digests "
                      + t.digest(),
                  "a trigger or rule of the target may have changed them"));
        }
      }
      if (!problems.isEmpty()) {
        throw GodwitException.refused(
            "what arrived is not what was sent; nothing was kept:", problems);
      }
    }

    Report report(double seconds) {
      boolean rejected = tables.stream().anyMatch(t -> t.rejected() > 0);
      return new Report(
          plan.migrationId(),
          "migrate",
          "full",
          plan.from(),
          plan.to(),
          rejected ? Report.Verdict.QUARANTINED : Report.Verdict.EXACT,
          seconds,
          tables,
          filled,
          List.of(),
          warnings,
          plan.leftOut());
    }
  }
}
