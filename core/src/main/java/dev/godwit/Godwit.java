package dev.godwit;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.copy.Quarantine;
import dev.godwit.copy.Supervised;
import dev.godwit.history.History;
import dev.godwit.history.Run;
import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Beside;
import dev.godwit.plan.Content;
import dev.godwit.plan.MappedSchema;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.SchemaMapping;
import dev.godwit.plan.Scope;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Forecast;
import dev.godwit.report.Report;
import dev.godwit.run.Committed;
import dev.godwit.run.Emptying;
import dev.godwit.run.Forecaster;
import dev.godwit.run.Handshake;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.ReadSpeed;
import dev.godwit.run.Rollback;
import dev.godwit.run.Runner;
import dev.godwit.run.Steady;
import dev.godwit.store.Holder;
import dev.godwit.store.Reached;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Describing;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Remote;
import dev.godwit.store.can.Restricted;
import dev.godwit.store.can.Stopping;
import dev.godwit.verify.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Moves data between stores that the caller opened and closes. Each call stands alone; one instance
 * serves one call at a time.
 */
public final class Godwit {
  private final Supervised progress;
  private final Set<Source> busy = ConcurrentHashMap.newKeySet();

  /** Tells {@code progress} how far each call is; see there what a listener may do. */
  public Godwit(Progress progress) {
    this.progress = new Supervised(progress);
  }

  /**
   * Ends the call that is under way on another thread, as soon as the stores let go of what they
   * are doing: it throws a {@link CancellationException}, and what a refused run undoes is undone.
   * Calls after it throw the same at once. May be called from any thread.
   */
  public void cancel() {
    progress.cancel();
    busy.forEach(s -> s.as(Stopping.class).ifPresent(Stopping::cancel));
  }

  private <T> T supervised(Supplier<T> call, Source... stores) {
    busy.addAll(Arrays.asList(stores));
    try {
      progress.requireWanted();
      return call.get();
    } catch (GodwitException e) {
      if (!progress.isCancelled()) {
        throw e;
      }
      CancellationException cancelled = new CancellationException("the run was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } finally {
      busy.clear();
    }
  }

  /**
   * What {@link #migrate} would do. Writes nothing. Where the target has none of the source's
   * tables, it is to be made, and every row of the source is read to find the types that hold it.
   */
  public Plan plan(Source source, Target target, Options options) {
    return supervised(() -> planned(source, target, options), source, target);
  }

  private Plan planned(Source source, Target target, Options options) {
    if (!Collections.disjoint(source.places(), target.places())) {
      throw GodwitException.usage(
          "source and target are the same store: " + target.name() + "; name another target");
    }
    List<Table> travelling = travelling(source, options);
    requireReadable(
        source,
        travelling.stream()
            .map(t -> t.with(SchemaMapping.kept(t, options.content().rules())))
            .toList());
    Plan plan = matched(travelling, target.catalog(), source, target, options);
    plan = new Handshake(source, target, options.safety().anyVersion()).shake(plan);
    return options.emptying() == Emptying.CASCADE ? cascading(plan, target) : plan;
  }

  /**
   * Each table with that of its name in a target that has {@code there}; those that it lacks are
   * made where it has none, or a rule says so.
   */
  private Plan matched(
      List<Table> travelling, Catalog there, Source source, Target target, Options options) {
    Rules rules = options.content().rules();
    Beside beside = Beside.of(travelling, there, rules);
    if (!beside.made().isEmpty()) {
      Plan making = planSchema(beside, source, target, options);
      if (making.making().tables().stream().noneMatch(name -> there.table(name).isPresent())) {
        return making;
      }
    }
    return byMadeNames(source, there, options, target.name());
  }

  /** The catalog as it was before these tables were made. */
  private static Catalog without(Set<String> made, Catalog catalog) {
    return new Catalog(
        catalog.tables().stream().filter(t -> !made.contains(t.name())).toList(),
        catalog.others(),
        catalog.remarks(),
        catalog.details());
  }

  /** With whatever hangs on the plan's tables; what is in another schema is nobody's to empty. */
  private static Plan cascading(Plan plan, Target target) {
    List<Table> also = new ArrayList<>();
    List<Problem> named = new ArrayList<>();
    List<Table> emptied = plan.tables().stream().map(TableCopy::to).toList();
    for (Reached r : target.as(Enforcing.class).map(e -> e.reach(emptied)).orElse(List.of())) {
      Optional<Table> table =
          r.schema().equals(Making.of(target).schema())
              ? target.catalog().table(r.table())
              : Optional.empty();
      table.ifPresent(
          t -> {
            also.add(t);
            long rows = Counting.of(target).count(t);
            String how = r.foreignKey() == null ? " inherits from " : " refers to ";
            String what =
                "it is emptied too (--force=cascade), of "
                    + (rows == 1 ? "1 row" : rows + " rows")
                    + ": it"
                    + how
                    + r.of();
            named.add(Problem.of(ProblemKind.EMPTIED).at(t.displayName()).says(what));
          });
    }
    return plan.emptying(also, named);
  }

  /**
   * Reads every row that a plan would move, and says what would not fit: values, rows in each
   * other's way under the target's keys, rows that the target holds and no rule has an answer for,
   * orphans; and what the source's own check says. Writes nothing.
   */
  public Findings check(Plan plan, Source source, Target target, Options options) {
    return check(plan, source, target, options, Mode.FULL);
  }

  /** The same, for a run that moves everything in this mode. */
  public Findings check(Plan plan, Source source, Target target, Options options, Mode mode) {
    return supervised(
        () -> runner(source, target, options).check(plan, mode.kind()), source, target);
  }

  /** What a plan means for those who decide about it, given what {@link #check} found. */
  public Forecast forecast(
      Plan plan, Source source, Target target, Options options, Findings findings) {
    return new Forecaster(plan, source, target, options, findings).forecast();
  }

  private static void requireReadable(Source source, List<Table> tables) {
    List<Problem> hindrances =
        source.as(Restricted.class).map(r -> r.hindrances(tables)).orElse(List.of());
    if (!hindrances.isEmpty()) {
      throw GodwitException.refused(
          hindrances.size()
              + (hindrances.size() == 1 ? " table" : " tables")
              + " of the source cannot be read whole, nothing was written:",
          hindrances);
    }
  }

  private static Planner planner(Source source, Catalog target, Rules rules, Options options) {
    return new Planner(
        source.catalog(),
        target,
        rules,
        options.content().scope(),
        t -> Counting.holdsRows(source, t));
  }

  private Plan planSchema(Beside beside, Source source, Target target, Options options) {
    List<Table> tables = beside.made();
    List<Detail> details = knownThere(Describing.of(source).details(tables), target);
    Catalog all =
        new Catalog(
            beside.tables(), source.catalog().others(), source.catalog().remarks(), details);
    Catalog catalog = new Catalog(tables, all.others(), all.remarks(), details);
    Content content = options.content();
    Rules given = content.rules();
    MappedSchema mapped =
        beside.only(
            Stores.mapped(
                Making.of(target).language(),
                all,
                () -> typed(source, tables, options),
                Making.of(target).schema(),
                content.with(beside.rules(given))));
    List<String> own =
        mapped.keeps(catalog)
            ? Describing.of(source).definitions(Making.of(target).language(), tables)
            : List.of();
    if (!own.isEmpty()) {
      mapped = MappedSchema.alike(catalog);
    }
    Plan plan =
        planner(source, beside.with(mapped.target()), mapped.asRules().over(given), options)
            .plan(MigrationId.next(), source.name(), target.name(), content.owner());
    Plan.Making making =
        new Plan.Making(
            mapped.target().tables().stream().map(Table::name).collect(Collectors.toSet()),
            own.isEmpty() ? Making.of(target).creation(mapped.target(), mapped.comments()) : own,
            own.isEmpty() ? Making.of(target).completion(mapped.target()) : List.of());
    return plan.creating(making, mapped.problems(), mapped.warnings());
  }

  private StoreProfile typed(Source source, List<Table> tables, Options options) {
    progress.phase("reading " + source.name() + " to find its types");
    // One that is refused for its width anyway may be too wide to be read with its key.
    List<Table> narrow =
        tables.stream()
            .filter(t -> SchemaMapping.fits(t, options.content().rules()))
            .map(t -> t.with(SchemaMapping.kept(t, options.content().rules())))
            .toList();
    return Inspector.profile(source, narrow, t -> {});
  }

  /** What is in a store: every row is read once. */
  public StoreProfile inspect(Source source, Scope scope) {
    return supervised(() -> profile(source, scope), source);
  }

  private StoreProfile profile(Source source, Scope scope) {
    List<Table> tables =
        source.catalog().tables().stream().filter(t -> scope.includes(t.name())).toList();
    progress.phase("reading " + source.name());
    return Steady.on(source, () -> Inspector.profile(source, tables, t -> {}));
  }

  /**
   * The store's structure as DDL of PostgreSQL, or of SQLite. A SQLite source is read whole: what
   * it holds decides where a declared type is too narrow.
   */
  public Schema schema(Source source, boolean forSqlite, Options options) {
    List<Table> tables = travelling(source, options);
    Catalog catalog =
        new Catalog(
            tables, source.catalog().others(), List.of(), Describing.of(source).details(tables));
    List<Catalog.Other> toPort =
        catalog.others().stream()
            .filter(o -> o.type().equals("view") || o.type().equals("trigger"))
            .toList();
    Engine engine = forSqlite ? Engine.SQLITE : Engine.POSTGRESQL;
    MappedSchema mapped =
        Stores.mapped(
            engine,
            catalog,
            () -> profile(source, options.content().scope()),
            "",
            options.content());
    List<String> own =
        mapped.keeps(catalog) ? Describing.of(source).definitions(engine, tables) : List.of();
    List<String> statements = own.isEmpty() ? Stores.statements(engine, mapped) : own;
    // The file's own definitions lose nothing.
    List<Problem> warnings = own.isEmpty() ? mapped.warnings() : List.of();
    return new Schema(statements, warnings, mapped.problems(), toPort);
  }

  /** What is for roles that the target does not have can only be named. */
  private static List<Detail> knownThere(List<Detail> details, Target target) {
    Set<String> roles = new TreeSet<>();
    details.forEach(d -> roles.addAll(d.roles()));
    Set<String> unknown =
        roles.isEmpty()
            ? Set.of()
            : target.as(Remote.class).map(r -> r.unknownRoles(roles)).orElse(Set.of());
    return unknown.isEmpty() ? details : details.stream().map(d -> known(d, unknown)).toList();
  }

  private static Detail known(Detail detail, Set<String> unknown) {
    List<String> missing = detail.roles().stream().filter(unknown::contains).toList();
    return missing.isEmpty()
        ? detail
        : detail.left("the target's server has no role " + String.join(", ", missing));
  }

  private static List<Table> travelling(Source source, Options options) {
    return source.catalog().tables().stream()
        .filter(
            t ->
                options.content().scope().includes(t.name())
                    && !options.content().rules().table(t.name()).skip())
        .toList();
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
    return migrate(plan, source, target, options, Mode.FULL);
  }

  /** Every run that the target knows of, the oldest first. */
  public List<Run> history(Target target) {
    return History.of(target).runs();
  }

  /**
   * Takes a run back: its tables are what they were before it, proved by digest, or nothing has
   * changed. Where {@code scope} leaves tables out, they and the run itself stay. {@code backups}
   * is where the run's backup is now, null where it was left; {@code force} goes back although the
   * target has changed since.
   *
   * @throws GodwitException where nothing was changed, saying why and what to do
   */
  public Report rollback(
      Target target, String migrationId, Scope scope, boolean force, Path backups) {
    Rollback.Request request =
        new Rollback.Request(migrationId, MigrationId.next(), scope, force, backups);
    return supervised(() -> rollback(target, request), target);
  }

  @SuppressWarnings("try") // The lock is held, not used.
  private Report rollback(Target target, Rollback.Request request) {
    List<Report> report = new ArrayList<>();
    try (Target.Lock lock = target.lock(Holder.current(request.ownId()))) {
      Committed done =
          Committed.whole(
              target,
              request.ownId(),
              () -> report.add(new Rollback(target, request, progress).execute()));
      return done.told(report.get(0));
    }
  }

  /**
   * Executes a plan in one of the four modes.
   *
   * @throws GodwitException where nothing was kept, saying why and what to do
   */
  public Report migrate(Plan plan, Source source, Target target, Options options, Mode mode) {
    return supervised(() -> run(plan, source, target, options, mode), source, target);
  }

  private Report run(Plan plan, Source source, Target target, Options options, Mode mode) {
    Runner runner = runner(source, target, options);
    return switch (mode.kind()) {
      case INCREMENTAL, DIFFERENTIAL -> runner.synchronize(plan, mode);
      case RESUMABLE ->
          runner.resume(
              plan,
              made ->
                  matched(
                      travelling(source, options),
                      without(made, target.catalog()),
                      source,
                      target,
                      options));
      default -> runner.full(plan, false);
    };
  }

  private Runner runner(Source source, Target target, Options options) {
    return new Runner(source, target, options, progress);
  }

  /**
   * A run's report, with how fast both stores are read: the same lookups and scans of a few tables,
   * for a few seconds. Tables of fewer than 10 000 rows are not measured. What was done stays done
   * where this fails: that is a warning of the report then.
   */
  public Report measured(Report run, Plan plan, Source source, Target target) {
    Map<String, Long> rows = new HashMap<>();
    run.tables().forEach(t -> rows.merge(t.name(), t.sourceRows(), Long::sum));
    try {
      return run.edit()
          .readSpeed(new ReadSpeed(plan, source, target, progress).measure(rows))
          .build();
    } catch (GodwitException e) {
      List<Problem> warnings = new ArrayList<>(run.warnings());
      warnings.add(
          Problem.of(ProblemKind.READ_SPEED)
              .says("how fast both stores are read is not known: " + e.getMessage()));
      return run.edit().warnings(warnings).build();
    }
  }

  /** What an incremental or differential run would change, by table and key. Writes nothing. */
  public Report preview(Plan plan, Source source, Target target, Options options, Mode mode) {
    return supervised(() -> runner(source, target, options).preview(plan, mode), source, target);
  }

  /**
   * Compares what two stores hold, the source's rows as the plan would write them: digests of every
   * table and column, then the rows that differ, in bounded memory. Writes nothing.
   */
  public Report verify(Source source, Source target, Options options) {
    return verify(source, target, options, 0);
  }

  /**
   * Compares about so many rows of each table, picked from the source and looked up in the target
   * by their keys; a table without a key is compared whole.
   */
  public Report verifySample(Source source, Source target, Options options, long rows) {
    return verify(source, target, options, rows);
  }

  private Report verify(Source source, Source target, Options options, long sample) {
    return supervised(() -> compared(source, target, options, sample), source, target);
  }

  private Report compared(Source source, Source target, Options options, long sample) {
    Plan plan = byMadeNames(source, target.catalog(), options, target.name());
    Verification verification = new Verification(plan, source, target, sample, progress);
    return Steady.on(source, () -> Steady.on(target, verification::run));
  }

  /**
   * Into the tables that are there. What Godwit would have called things had it made the target may
   * explain what is missing.
   */
  private Plan byMadeNames(Source source, Catalog there, Options options, String target) {
    Plan plan =
        planner(source, there, options.content().rules(), options)
            .plan(MigrationId.next(), source.name(), target, options.content().owner());
    boolean missing = plan.problems().stream().anyMatch(p -> p.is(ProblemKind.MISSING));
    return missing && hasPlainTypes(source) ? fewerProblems(plan, source, there, options) : plan;
  }

  private Plan fewerProblems(Plan plan, Source source, Catalog there, Options options) {
    List<Table> tables =
        travelling(source, options).stream()
            .filter(t -> SchemaMapping.fits(t, options.content().rules()))
            .toList();
    Catalog catalog = new Catalog(tables, source.catalog().others(), List.of());
    StoreProfile profile = Inspector.profile(source, tables, t -> {});
    MappedSchema mapped =
        SchemaMapping.toPostgres(
            catalog, profile, "", options.content().names(), options.content().rules());
    Plan other =
        planner(source, there, mapped.asRules().over(options.content().rules()), options)
            .plan(plan.migrationId(), plan.from(), plan.to(), options.content().owner());
    return other.problems().size() < plan.problems().size() ? other : plan;
  }

  private static boolean hasPlainTypes(Source source) {
    return source.catalog().tables().stream()
        .flatMap(t -> t.columns().stream())
        .anyMatch(c -> c.type().kind() == Kind.ANY);
  }

  /**
   * Loads the rows of the target's quarantine again, by other rules than those that put them there.
   * Rows that still do not fit stay.
   */
  public Report reload(Target target, Options options) {
    return supervised(() -> reloaded(target, options), target);
  }

  private Report reloaded(Target target, Options options) {
    Source source = Quarantine.of(target);
    Planner planner = planner(source, target.catalog(), options.content().rules(), options);
    Plan plan =
        planner.plan(MigrationId.next(), source.name(), target.name(), options.content().owner());
    return runner(source, target, options).full(plan, true);
  }
}
