package dev.godwit;

import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.Catalog;
import dev.godwit.model.Kind;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.schema.MappedSchema;
import dev.godwit.plan.schema.SchemaMapping;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.can.Counting;
import java.util.List;

/** A source's tables with those that a target has, or will have. */
final class Matching {
  private final Source source;
  private final Catalog there;
  private final String target;
  private final Options options;

  /** {@code target} is what it is called. */
  Matching(Source source, Catalog there, String target, Options options) {
    this.source = source;
    this.there = there;
    this.target = target;
    this.options = options;
  }

  static List<Table> travelling(Source source, Options options) {
    return source.catalog().tables().stream()
        .filter(
            t ->
                options.content().scope().includes(t.name())
                    && !options.content().rules().table(t.name()).skip())
        .toList();
  }

  /** By rules and names alone: nothing is made. */
  Plan matching() {
    return by(options.content().rules());
  }

  /** The same by other rules than the caller's. */
  Plan by(Rules rules) {
    return planner(rules)
        .plan(MigrationId.next(), source.name(), target, options.content().owner());
  }

  private Planner planner(Rules rules) {
    return new Planner(
        source.catalog(),
        there,
        rules,
        options.content().scope(),
        t -> Counting.holdsRows(source, t));
  }

  /**
   * Into the tables that are there. What Godwit would have called things had it made the target may
   * explain what is missing.
   */
  Plan byNamesMade() {
    Plan plan = matching();
    boolean missing = plan.problems().stream().anyMatch(p -> p.is(ProblemKind.MISSING));
    return missing && hasPlainTypes() ? fewerProblems(plan) : plan;
  }

  private Plan fewerProblems(Plan plan) {
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
        planner(mapped.asRules().over(options.content().rules()))
            .plan(plan.migrationId(), plan.from(), plan.to(), options.content().owner());
    return other.problems().size() < plan.problems().size() ? other : plan;
  }

  private boolean hasPlainTypes() {
    return source.catalog().tables().stream()
        .flatMap(t -> t.columns().stream())
        .anyMatch(c -> c.type().kind() == Kind.ANY);
  }
}
