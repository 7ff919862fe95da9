package dev.godwit;

import dev.godwit.model.Catalog;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.RuleNames;
import dev.godwit.plan.Rules;
import dev.godwit.plan.schema.NamesThere;
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

  /** The options, whose rules name tables and columns as the source does. */
  static Options within(Source source, Options options) {
    return options.with(RuleNames.within(options.content().rules(), source.catalog()));
  }

  /** The options, by which things are called as they were had Godwit made the target. */
  static Options named(Source source, Source target, Options options) {
    return options.with(
        NamesThere.rules(source.catalog().tables(), target.catalog(), options.content()));
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
}
