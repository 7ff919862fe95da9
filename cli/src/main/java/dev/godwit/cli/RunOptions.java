package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.copy.Trace;
import dev.godwit.flyway.GodwitExtension;
import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Owner;
import dev.godwit.plan.RecipeRules;
import dev.godwit.plan.Rules;
import dev.godwit.recipe.Recipe;
import dev.godwit.run.Emptying;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.run.before.Recognition;
import dev.godwit.run.Safety;
import dev.godwit.store.Source;
import dev.godwit.verify.Depth;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that decide what a run, or a plan of it, does. */
@Group("What is moved, and by which rules")
final class RunOptions {
  @ArgGroup private ApplicationOptions application;

  private Catalog source = new Catalog(List.of(), List.of(), List.of());
  private boolean toJson;
  private Recognition recognised = Recognition.NONE;

  @Option(
      names = "--on-misfit",
      paramLabel = "fail|quarantine|null|text",
      description = {
        "What becomes of a value that its column cannot hold exactly (default: fail). quarantine:"
            + " its row goes, whole, to a table in the target."
      })
  private OnMisfit onMisfit;

  @Group("Safety")
  @Option(
      names = "--verify",
      arity = "0..1",
      fallbackValue = "digest",
      paramLabel = "none|counts|digest",
      description = "How what arrived is compared with what was sent (default: digest).")
  private Depth verify;

  /** How far {@code --force} goes. */
  enum Force {
    TABLES,
    CASCADE
  }

  @Group("Safety")
  @Option(
      names = "--force",
      arity = "0..1",
      fallbackValue = "tables",
      paramLabel = "cascade",
      description = {
        "Empty the target's tables first, all or nothing; only those of the plan, or refuse. With"
            + " =cascade also whatever refers to them or inherits from them: plan names each."
      })
  private Force force;

  @Mixin private Exactness exactness;

  @Mixin private ScopeOptions scope;

  @Option(names = "--rules", paramLabel = "FILE", description = "Rules, see docs/rules.md.")
  private Path rules;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The zone of local times that name none (default: UTC).")
  private String zone;

  @Option(
      names = "--owner-person",
      paramLabel = "NAME",
      description = "Whom rows without an owner are given to.")
  private String ownerPerson;

  @Option(names = "--owner-uid", paramLabel = "N", description = "The same, as a user id.")
  private Long ownerUid;

  @Option(
      names = "--names",
      paramLabel = "keep|lower|snake",
      description = "What becomes of names where Godwit makes the tables (default: keep).")
  private NameStyle names = NameStyle.KEEP;

  @Group("Pace")
  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = "How many rows one COPY carries at most (default: all of a table).")
  private long batchRows;

  @Group("Pace")
  @Option(
      names = "--jobs",
      paramLabel = "N",
      description =
          "How many threads read, coerce and encode (default: by the cores; 1 for one, 2 for one that"
              + " reads ahead).")
  private int jobs;

  @Group("Pace")
  @Option(
      names = "--no-read-speed",
      description =
          "Do not compare how fast both stores are read (with --verify none, it is never compared).")
  private boolean noReadSpeed;

  @Group("Safety")
  @Option(
      names = "--salvage",
      description = {
        "Take what can be read of a damaged SQLite file, and name what could not. Not through"
            + " Flyway: its version 2 would look whole."
      })
  private boolean salvage;

  @Group("Safety")
  @Option(
      names = "--backup",
      paramLabel = "DIR|none",
      description = {
        "Where rows that are about to be overwritten are kept (default: godwit/backups under your"
            + " data folder)."
      })
  private String backup;

  @Group("Safety")
  @Option(
      names = "--rehearse",
      description = {
        "Restore the backup into a scratch place first, and compare it: nothing is written where it"
            + " differs. Not through Flyway."
      })
  private boolean rehearse;

  @Option(
      names = "--ignore-versions",
      description = {
        "Go on where an application's history of migrations has other versions in the target than"
            + " in the source. It stays as it is in any case."
      })
  private boolean ignoreVersions;

  @Group("Output")
  @Option(
      names = "--debug",
      paramLabel = "FILE",
      description = "Write each coerced value, before and after, but for secret columns.")
  private Path debug;

  private Optional<Recipe> recipe() {
    return Optional.ofNullable(application).flatMap(ApplicationOptions::recipe);
  }

  /** Flyway's locations; empty where the engine works alone. */
  List<String> locations() {
    return application == null ? List.of() : application.locations();
  }

  /** The application that was asked for, or that both stores show; none where none is wanted. */
  Recognition recognise(Source from, Source to) {
    Optional<Recipe> named = recipe();
    boolean none = application != null && named.isEmpty();
    recognised =
        none || named.filter(r -> r.flyway() != null || r.rules() != null).isPresent()
            ? Recognition.NONE
            : named
                .map(r -> Recognition.asked(r, from, to))
                .orElseGet(() -> Recognition.of(from, to));
    return recognised;
  }

  /** What the profile's rules depend on, once it is known. */
  void between(Catalog sourceCatalog, boolean targetIsJson) {
    source = sourceCatalog;
    toJson = targetIsJson;
  }

  /** What decides how JSON is read and written; known before any store is open. */
  Rules layout() {
    Rules given = GivenRules.in(rules);
    return recipe()
        .filter(r -> r.toJson() != null)
        .map(r -> given.over(RecipeRules.named(r, false).over(RecipeRules.named(r, true))))
        .orElse(given);
  }

  boolean salvage() {
    if (salvage && !locations().isEmpty()) {
      throw GodwitException.usage("--salvage goes with neither --profile nor --locations");
    }
    return salvage;
  }

  /** Whether both stores' speeds are to be compared after the run. */
  boolean readSpeed() {
    return !noReadSpeed && verify != Depth.NONE;
  }

  boolean exactly() {
    return exactness.required();
  }

  boolean force() {
    return force != null;
  }

  Path debug() {
    return debug;
  }

  /** What a recipe says by itself; of columns that the source does not have only through Flyway. */
  private Rules own(Recipe recipe) {
    return recipe.flyway() == null
        ? RecipeRules.named(recipe, toJson, source)
        : RecipeRules.named(recipe, toJson);
  }

  /** For the engine. {@code trace} may be null. */
  Options engine(Trace trace) {
    Rules given = GivenRules.in(rules);
    Rules rules = given.over(recipe().map(this::own).orElse(Rules.NONE)).over(recognised.rules());
    Options options =
        Options.DEFAULT
            .with(rules.withOnMisfit(onMisfit).withZone(zone()))
            .with(scope.scope())
            .with(new Owner(ownerPerson, ownerUid))
            .with(names)
            .with(verify == null ? Depth.DIGEST : verify)
            .emptying(emptying())
            .with(safety())
            .with(new Pace(batchRows(), jobs()))
            .tracing(trace);
    return salvage() ? options.salvaging() : options;
  }

  private Emptying emptying() {
    return force == null
        ? Emptying.NOTHING
        : force == Force.CASCADE ? Emptying.CASCADE : Emptying.TABLES;
  }

  private Safety safety() {
    if (rehearse && !locations().isEmpty()) {
      throw GodwitException.usage("--rehearse goes with neither --profile nor --locations");
    }
    return Safety.USUAL.keeping(backup).rehearsing(rehearse).anyVersion(ignoreVersions);
  }

  private int jobs() {
    if (jobs < 0) {
      throw GodwitException.usage("--jobs " + jobs + ": write a number of threads");
    }
    return jobs;
  }

  private long batchRows() {
    if (batchRows < 0) {
      throw GodwitException.usage("--batch-rows " + batchRows + ": write a number of rows");
    }
    return batchRows;
  }

  private ZoneId zone() {
    try {
      return zone == null ? null : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw GodwitException.usage(
          "--zone " + zone + ": write UTC, +02:00 or a name such as Europe/Amsterdam");
    }
  }

  /** The same for the plug-in, as its {@code flyway.godwit.*} settings; what is not said is not. */
  Map<String, String> plugin() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "rules", rules == null ? null : rules.toAbsolutePath());
    put(settings, "onMisfit", onMisfit == null ? null : word(onMisfit));
    put(settings, "verify", verify == null ? null : word(verify));
    put(settings, "tables", list(scope.scope().tables()));
    put(settings, "exclude", list(scope.scope().exclude()));
    put(settings, "zone", zone());
    put(settings, "ownerPerson", ownerPerson);
    put(settings, "ownerUid", ownerUid);
    put(settings, "force", force == null ? null : force == Force.CASCADE ? "cascade" : "true");
    put(settings, "batchRows", batchRows() == 0 ? null : batchRows);
    put(
        settings,
        "backup",
        backup == null || backup.equals("none") ? backup : Path.of(backup).toAbsolutePath());
    put(settings, "debug", debug == null ? null : debug.toAbsolutePath());
    return settings;
  }

  private static String list(Set<String> names) {
    return names.isEmpty() ? null : GodwitExtension.list(names);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static void put(Map<String, String> settings, String key, Object value) {
    if (value != null) {
      settings.put("flyway.godwit." + key, value.toString());
    }
  }
}
