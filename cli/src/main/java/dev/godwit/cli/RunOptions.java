package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.copy.Trace;
import dev.godwit.flyway.GodwitExtension;
import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.RecipeRules;
import dev.godwit.plan.RuleNames;
import dev.godwit.plan.Rules;
import dev.godwit.recipe.Recipe;
import dev.godwit.run.Emptying;
import dev.godwit.run.Options;
import dev.godwit.run.before.Recognition;
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

  @Mixin private SafetyOptions safety;

  @Mixin private Exactness exactness;

  @Mixin private ScopeOptions scope;

  @Mixin private PaceOptions pace;

  @Option(
      names = "--rules",
      converter = GivenRules.class,
      paramLabel = "FILE",
      description = "Rules, see docs/rules.md.")
  private Path rules;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The zone of local times that name none (default: UTC).")
  private String zone;

  @Mixin private OwnerOptions owner;

  @Option(
      names = "--names",
      paramLabel = "keep|lower|snake",
      description = "What becomes of names where Godwit makes the tables (default: keep).")
  private NameStyle names = NameStyle.KEEP;

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
    return safety.salvage(locations());
  }

  /** Whether both stores' speeds are to be compared after the run. */
  boolean readSpeed() {
    return pace.readSpeed() && safety.verify() != Depth.NONE;
  }

  boolean exactly() {
    return exactness.required();
  }

  boolean force() {
    return safety.emptying() != Emptying.NOTHING;
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
    Rules written = GivenRules.in(rules);
    // Before they stand over others, which are under the source's own names.
    Rules given = source == null ? written : RuleNames.within(written, source);
    Rules rules = given.over(recipe().map(this::own).orElse(Rules.NONE)).over(recognised.rules());
    Options options =
        Options.DEFAULT
            .with(rules.withOnMisfit(onMisfit).withZone(zone()))
            .with(scope.scope())
            .with(owner.owner())
            .with(names)
            .with(safety.verify() == null ? Depth.DIGEST : safety.verify())
            .emptying(safety.emptying())
            .with(safety.safety(locations()).anyVersion(ignoreVersions))
            .with(pace.pace())
            .tracing(trace);
    return salvage() ? options.salvaging() : options;
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
    put(settings, "verify", safety.verify() == null ? null : word(safety.verify()));
    put(settings, "tables", list(scope.scope().tables()));
    put(settings, "exclude", list(scope.scope().exclude()));
    put(settings, "zone", zone());
    put(settings, "ownerPerson", owner.person());
    put(settings, "ownerUid", owner.uid());
    put(settings, "force", safety.forced());
    put(settings, "batchRows", pace.batchRows() == 0 ? null : pace.batchRows());
    put(settings, "backup", safety.backup());
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
