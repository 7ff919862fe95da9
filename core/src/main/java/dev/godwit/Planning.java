package dev.godwit;

import dev.godwit.copy.Progress;
import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.ByName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Shown;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.plan.Content;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Planner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.schema.Beside;
import dev.godwit.plan.schema.Distribution;
import dev.godwit.plan.schema.Growth;
import dev.godwit.plan.schema.MappedSchema;
import dev.godwit.plan.schema.SchemaMapping;
import dev.godwit.run.Emptying;
import dev.godwit.run.Options;
import dev.godwit.run.before.Handshake;
import dev.godwit.run.before.Repointing;
import dev.godwit.store.Reached;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Describing;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Remote;
import dev.godwit.store.can.Restricted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What a move would do, table by table: planned, and where tables are to be made, with them. */
final class Planning {
  private final Source source;
  private final Target target;
  private final Options options;
  private final Progress progress;
  private final OwnTables own;

  Planning(Source source, Target target, Options options, Progress progress) {
    this.source = source;
    this.target = target;
    this.options = Matching.named(source, target, options);
    this.progress = progress;
    this.own = new OwnTables(target, this.options);
  }

  /**
   * What a run would do; every row of the source is read where tables are to be made, to find the
   * types that hold it.
   */
  Plan plan() {
    if (!Collections.disjoint(source.places(), target.places())) {
      throw GodwitException.usage(
          "source and target are the same store: " + target.name() + "; name another target");
    }
    List<Table> travelling = Matching.travelling(source, options);
    requireReadable(
        travelling.stream()
            .map(t -> t.with(SchemaMapping.kept(t, options.content().rules())))
            .toList());
    Plan plan =
        own.spread(
            own.naming(
                advised(travelling, grown(travelling, matched(travelling, target.catalog())))));
    plan =
        new Handshake(source, target, options.content().rules(), options.safety().anyVersion())
            .shake(plan);
    plan = own.yielding(new Repointing(source, target).repoint(plan));
    return options.emptying() == Emptying.CASCADE ? cascading(plan) : plan;
  }

  /**
   * Each table with that of its name in a target that has {@code there}; those that it lacks are
   * made where it has none, or a rule says so.
   */
  private Plan matched(List<Table> travelling, Catalog there) {
    Beside beside =
        Beside.of(travelling, source.catalog().tables(), there, rules(travelling, there));
    if (!beside.made().isEmpty()) {
      Plan making = planSchema(beside);
      if (making.making().tables().stream().noneMatch(name -> there.table(name).isPresent())) {
        return making;
      }
    }
    return new Matching(source, there, target.name(), options).matching();
  }

  /** With what is new in the source's tables: made in those that Godwit made, else named. */
  private Plan grown(List<Table> travelling, Plan plan) {
    Catalog there = target.catalog();
    Content content = options.content();
    List<TableCopy> copies =
        plan.tables().stream().filter(c -> !plan.makes(c.to()) && own.has(c.to())).toList();
    List<Table> from = copies.stream().map(TableCopy::from).distinct().toList();
    MappedSchema declared =
        mapped(from, content.rules(), () -> new StoreProfile(source.name(), List.of()));
    Growth growth = Growth.of(plan, travelling, copies, declared);
    if (growth.tables().isEmpty()) {
      return plan;
    }
    List<Table> tables = growth.andReferred(source.catalog());
    Beside beside = new Beside(tables, List.of(), there);
    MappedSchema mapped =
        mapped(
            tables, beside.rules(content.rules(), growth::keepsType), () -> typed(growth.tables()));
    Map<Table, Table> grown = growth.grown(mapped, there, content.rules());
    grown.entrySet().removeIf(e -> e.getKey().columns().equals(e.getValue().columns()));
    Statements statements = growing(grown);
    Map<String, Table> before = new LinkedHashMap<>();
    grown.keySet().forEach(t -> before.put(t.name(), t));
    if (statements.first().isEmpty() || !own.hasAll(before.keySet())) {
      return Growth.advised(
          plan,
          p ->
              growth
                  .of(p)
                  .map(one -> one.grown(mapped, there, content.rules()))
                  .map(this::growing));
    }
    return matched(travelling, Growth.with(there, grown))
        .growing(before, statements, Growth.news(grown));
  }

  private Statements growing(Map<Table, Table> grown) {
    Statements all = Statements.NONE;
    for (Map.Entry<Table, Table> e : grown.entrySet()) {
      all = all.and(Making.of(target).growth(e.getKey(), e.getValue()));
    }
    return all;
  }

  /** With the statements, beside the first of them, that make the tables which a target lacks. */
  private Plan advised(List<Table> travelling, Plan plan) {
    Catalog there = target.catalog();
    List<String> missing =
        plan.problems().stream()
            .filter(p -> p.is(ProblemKind.MISSING) && p.column() == null)
            .map(Problem::table)
            .toList();
    List<Table> lacking = travelling.stream().filter(t -> missing.contains(t.name())).toList();
    if (lacking.isEmpty() || Making.of(target).language() == Engine.JSON) {
      return plan;
    }
    Rules rules = options.content().rules().over(Rules.MAKING_MISSING);
    Statements made =
        planSchema(Beside.of(lacking, source.catalog().tables(), there, rules))
            .making()
            .statements();
    Problem first =
        plan.problems().stream()
            .filter(p -> p.table() != null && p.table().equals(lacking.get(0).name()))
            .findFirst()
            .orElseThrow();
    return Growth.advised(plan, p -> p.equals(first) ? Optional.of(made) : Optional.empty());
  }

  private MappedSchema mapped(List<Table> tables, Rules rules, Supplier<StoreProfile> profile) {
    return Stores.mapped(
        Making.of(target).language(),
        new Catalog(tables, List.of(), List.of(), List.of()),
        profile,
        Making.of(target).schema(),
        options.content().with(rules));
  }

  /** In a target that Godwit made, what is new in the source is made too. */
  private Rules rules(List<Table> travelling, Catalog there) {
    Rules rules = options.content().rules();
    ByName<Table> has = ByName.tables(there);
    List<String> known =
        travelling.stream()
            .flatMap(t -> has.nearest(Planner.wanted(rules, t)).stream())
            .map(Table::name)
            .toList();
    boolean asks = !known.isEmpty() && known.size() < travelling.size();
    return asks && own.hasAll(known) ? rules.over(Rules.MAKING_MISSING) : rules;
  }

  /** The same for a run that goes on: as it was planned before it made these tables. */
  Plan before(Set<String> made) {
    return matched(Matching.travelling(source, options), without(made, target.catalog()));
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
  private Plan cascading(Plan plan) {
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
            if (!Restricted.open(target, t)) {
              return;
            }
            long rows = Counting.of(target).count(t);
            String how = r.foreignKey() == null ? " inherits from " : " refers to ";
            String what =
                "it is emptied too (--force=cascade), of "
                    + Shown.count(rows, "row")
                    + ": it"
                    + how
                    + r.of();
            named.add(Problem.of(ProblemKind.EMPTIED).at(t.displayName()).says(what));
          });
    }
    List<Problem> closed = Restricted.of(target, also);
    closed = closed.stream().filter(p -> !p.is(ProblemKind.LARGE_OBJECT)).toList();
    return plan.emptying(also, named).creating(plan.making(), closed, List.of());
  }

  private void requireReadable(List<Table> tables) {
    List<Problem> hindrances = Restricted.of(source, tables);
    if (!hindrances.isEmpty()) {
      throw GodwitException.refused(
          Shown.count(hindrances.size(), "table")
              + " of the source cannot be read whole, nothing was written:",
          hindrances);
    }
  }

  private Plan planSchema(Beside beside) {
    List<Table> tables = beside.made();
    List<Detail> details = knownThere(Describing.of(source).details(tables));
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
                () -> typed(tables),
                Making.of(target).schema(),
                content.with(beside.rules(given))));
    List<String> own =
        mapped.keeps(catalog)
            ? Describing.of(source).definitions(Making.of(target).language(), tables)
            : List.of();
    if (!own.isEmpty()) {
      mapped = MappedSchema.alike(catalog);
    }
    boolean nodes = Making.of(target).language() == Engine.POSTGRESQL;
    mapped = nodes ? Distribution.of(mapped, given) : Distribution.nowhere(mapped, tables, given);
    Plan plan =
        new Matching(source, beside.with(mapped.target()), target.name(), options)
            .by(mapped.asRules().over(given));
    Plan.Making making =
        new Plan.Making(
            mapped.target().tables().stream().map(Table::name).collect(Collectors.toSet()),
            Map.of(),
            own.isEmpty()
                ? new Statements(
                    Making.of(target).creation(mapped.target(), mapped.comments()),
                    Making.of(target).completion(mapped.target()),
                    List.of(),
                    List.of())
                : new Statements(own, List.of(), dropping(own), List.of()));
    List<Problem> warnings = new ArrayList<>(beside.news());
    warnings.addAll(mapped.warnings());
    return plan.creating(making, mapped.problems(), warnings);
  }

  /** Views come with a schema that is taken as it is, and go with it. */
  private List<String> dropping(List<String> made) {
    return source.catalog().others().stream()
        .filter(o -> o.type().equals("view") && made.contains(o.sql()))
        .map(o -> "DROP VIEW IF EXISTS \"" + o.name().replace("\"", "\"\"") + '"')
        .toList();
  }

  private StoreProfile typed(List<Table> tables) {
    progress.phase("reading " + source.name() + " to find its types");
    // One that is refused for its width anyway may be too wide to be read with its key.
    List<Table> narrow =
        tables.stream()
            .filter(t -> SchemaMapping.fits(t, options.content().rules()))
            .map(t -> t.with(SchemaMapping.kept(t, options.content().rules())))
            .toList();
    return Inspector.profile(source, narrow, t -> {});
  }

  /** What is for roles that the target does not have can only be named. */
  private List<Detail> knownThere(List<Detail> details) {
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
}
