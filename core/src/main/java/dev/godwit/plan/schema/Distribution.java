package dev.godwit.plan.schema;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Rules;
import dev.godwit.plan.Rules.Spread;
import dev.godwit.plan.schema.MappedSchema.MappedTable;
import dev.godwit.sql.Identifiers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Spreads the tables of a made schema over the nodes of Citus, as rules say: their keys and what
 * refers to them begin with the column that they are distributed by. What Citus cannot hold is a
 * problem.
 */
public final class Distribution {
  private static final Set<String> HARMLESS = Set.of("", "NO ACTION", "RESTRICT");

  private final Map<String, Table> made = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, Spread> spread = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  private Distribution() {}

  /** The same schema where no rule distributes one of its tables. */
  public static MappedSchema of(MappedSchema mapped, Rules rules) {
    return new Distribution().spread(mapped, rules);
  }

  /** For a target without nodes: a rule that distributes one of the tables is refused. */
  public static MappedSchema nowhere(MappedSchema mapped, List<Table> tables, Rules rules) {
    List<Problem> problems = new ArrayList<>(mapped.problems());
    tables.stream()
        .filter(t -> rules.table(t.name()).distribute() != null)
        .forEach(
            t ->
                problems.add(
                    Problem.of(ProblemKind.RULE)
                        .at(t.name())
                        .says(
                            "only PostgreSQL with Citus distributes tables", "take out the rule")));
    return new MappedSchema(mapped.target(), mapped.tables(), mapped.warnings(), problems);
  }

  private MappedSchema spread(MappedSchema mapped, Rules rules) {
    mapped.target().tables().forEach(t -> made.put(t.name(), t));
    mapped.tables().forEach((source, table) -> find(source, table, rules));
    if (spread.isEmpty() && problems.isEmpty()) {
      return mapped;
    }
    Map<String, Table> keyed = new LinkedHashMap<>();
    made.values().forEach(t -> keyed.put(t.name(), column(t) == null ? t : keyed(t)));
    List<Table> tables =
        keyed.values().stream()
            .map(t -> t.withForeignKeys(t.foreignKeys().stream().map(k -> key(t, k)).toList()))
            .toList();
    List<Detail> details = new ArrayList<>(mapped.target().details());
    spread.forEach((table, how) -> details.add(statement(made.get(table), how)));
    Catalog target =
        new Catalog(tables, mapped.target().others(), mapped.target().remarks(), details);
    return new MappedSchema(
        target,
        mapped.tables(),
        Stream.concat(mapped.warnings().stream(), warnings.stream()).toList(),
        Stream.concat(mapped.problems().stream(), problems.stream()).toList());
  }

  private void find(String source, MappedTable mapped, Rules rules) {
    Table table = made.get(mapped.target());
    Spread rule = rules.table(source).distribute();
    sources.put(mapped.target(), source);
    if (rule == null || table == null || rule.isReference()) {
      if (rule != null && table != null) {
        spread.put(table.name(), rule);
      }
      return;
    }
    String wanted =
        mapped.columns().entrySet().stream()
            .filter(e -> e.getKey().equalsIgnoreCase(rule.column()))
            .map(e -> e.getValue().target())
            .findFirst()
            .orElse(rule.column());
    Optional<Column> column = table.column(wanted);
    String why =
        column.isEmpty()
            ? "there is no column " + rule.column()
            : column.get().isGenerated()
                ? "it is computed"
                : column.get().type().kind() == Kind.JSON ? "json has no order and no hash" : null;
    if (why == null) {
      spread.put(table.name(), new Spread(wanted));
    } else {
      refuse(table, rule.column(), "it cannot be distributed by " + rule.column() + ": " + why);
    }
  }

  /** Null for a table that is whole where it is. */
  private String column(Table table) {
    Spread how = spread.get(table.name());
    return how == null ? null : how.column();
  }

  private Table keyed(Table table) {
    String by = column(table);
    List<String> key = table.primaryKey().isEmpty() ? List.of() : first(by, table.primaryKey());
    List<Index> indexes = table.indexes().stream().map(i -> unique(table, i, by)).toList();
    List<Column> columns =
        table.columns().stream()
            .map(c -> c.name().equals(by) && !key.isEmpty() ? required(c) : c)
            .toList();
    for (Column c : table.columns()) {
      if (c.identity() != Column.Identity.NONE && c.type().kind() != Kind.BIGINT) {
        refuse(table, c.name(), "it is numbered, and Citus numbers bigint alone, not " + c.type());
      }
    }
    return new Table(
        table.schema(),
        table.name(),
        columns,
        key,
        indexes,
        table.foreignKeys(),
        table.checks(),
        table.triggers(),
        table.traits(),
        table.estimatedRows());
  }

  private static Column required(Column c) {
    return new Column(
        c.name(), c.type(), false, c.defaultValue(), c.generated(), c.identity(), c.collation());
  }

  private static List<String> first(String by, List<String> names) {
    return Stream.concat(Stream.of(by), names.stream().filter(n -> !n.equals(by))).toList();
  }

  /** A key that tells rows apart does so only on one node: the column has to be part of it. */
  private Index unique(Table table, Index index, String by) {
    if (!index.unique()) {
      return index;
    }
    boolean has = index.parts().stream().anyMatch(p -> by.equals(p.column()));
    if (!has) {
      String what = index.origin() == Index.Origin.PRIMARY_KEY ? "the primary key" : index.name();
      String message =
          what + " begins with " + by + ": Citus keeps its values unique only among equal " + by;
      warnings.add(Problem.of(ProblemKind.WIDENED).at(sources.get(table.name()), by).says(message));
    }
    Stream<Index.Part> rest = index.parts().stream().filter(p -> !by.equals(p.column()));
    List<Index.Part> parts =
        Stream.concat(Stream.of(new Index.Part(by, null, false, null)), rest).toList();
    return new Index(
        index.name(), parts, true, index.where(), index.origin(), index.nullsNotDistinct(), null);
  }

  private ForeignKey key(Table child, ForeignKey key) {
    Table parent = made.get(key.targetTable());
    if (parent == null) {
      return key;
    }
    String mine = column(child);
    String other = column(parent);
    boolean childSpread = spread.containsKey(child.name());
    String name = "the foreign key to " + parent.name();
    if (mine == null && other != null) {
      String kind = childSpread ? "a reference table" : "a local table";
      refuse(child, key, name + ": " + kind + " cannot refer to a distributed one");
    } else if (mine != null && !spread.containsKey(parent.name())) {
      refuse(child, key, name + ": a distributed table cannot refer to a local one");
    } else if (childSpread && mine == null && !changesNothing(key)) {
      boolean local = !spread.containsKey(parent.name());
      if (local) {
        refuse(child, key, name + ": of a reference table to a local one, it can change no rows");
      }
    }
    return mine != null && other != null
        ? together(child, key, mine, parent, other)
        : narrow(child, key, mine);
  }

  private static boolean changesNothing(ForeignKey key) {
    return HARMLESS.contains(action(key.onDelete())) && HARMLESS.contains(action(key.onUpdate()));
  }

  private static String action(String action) {
    return action == null ? "" : action;
  }

  /** What refers and what is referred to lie on one node where both columns are in the key. */
  private ForeignKey together(
      Table child, ForeignKey key, String mine, Table parent, String other) {
    String name = "the foreign key to " + parent.name();
    Kind kind = child.column(mine).orElseThrow().type().kind();
    if (kind != parent.column(other).orElseThrow().type().kind()) {
      String why = " are of different types, and their tables on different nodes";
      refuse(child, key, name + ": " + mine + " and " + other + why);
      return key;
    }
    int at = key.targetColumns().indexOf(other);
    if (at >= 0 && key.columns().get(at).equals(mine)) {
      return narrow(child, key, mine);
    } else if (at >= 0 || key.columns().contains(mine)) {
      String ways = " does not lead from " + mine + " to " + other;
      refuse(child, key, name + ways + ", which their tables are distributed by");
      return key;
    }
    warnings.add(
        Problem.of(ProblemKind.WIDENED)
            .at(sources.get(child.name()), key.columns().get(0))
            .says(
                name
                    + " holds "
                    + mine
                    + " too: rows of another "
                    + other
                    + " are not referred to"));
    ForeignKey wider =
        new ForeignKey(
            key.name(),
            Stream.concat(Stream.of(mine), key.columns().stream()).toList(),
            key.targetTable(),
            Stream.concat(Stream.of(other), key.targetColumns().stream()).toList(),
            key.onDelete(),
            key.onUpdate(),
            key.deferrable(),
            key.initiallyDeferred(),
            key.validated(),
            key.finer());
    return narrow(child, wider, mine);
  }

  /** A key that holds the column may not change it. */
  private ForeignKey narrow(Table child, ForeignKey key, String mine) {
    if (mine != null && key.columns().contains(mine)) {
      boolean clears = Set.of("SET NULL", "SET DEFAULT").contains(action(key.onDelete()));
      if (clears || !HARMLESS.contains(action(key.onUpdate()))) {
        String how = clears ? "ON DELETE " + key.onDelete() : "ON UPDATE " + key.onUpdate();
        refuse(
            child,
            key,
            "the foreign key to "
                + key.targetTable()
                + ": "
                + how
                + " would change "
                + mine
                + ", which it is distributed by");
      }
    }
    return key;
  }

  private void refuse(Table table, ForeignKey key, String message) {
    problems.add(
        Problem.of(ProblemKind.DISTRIBUTION)
            .at(sources.get(table.name()), key.columns().get(0))
            .says(
                message,
                "rule for "
                    + key.targetTable()
                    + ": distribute: reference, or for both tables"
                    + " another column"));
  }

  private void refuse(Table table, String column, String message) {
    problems.add(
        Problem.of(ProblemKind.DISTRIBUTION)
            .at(sources.get(table.name()), column)
            .says(message, "rule for the table: distribute: another column, or reference"));
  }

  private static Detail statement(Table table, Spread how) {
    String name = Identifiers.literal(Identifiers.postgres(table.schema(), table.name()));
    String call =
        how.isReference()
            ? "create_reference_table(" + name + ")"
            : "create_distributed_table(" + name + ", " + Identifiers.literal(how.column()) + ")";
    return new Detail(
        Detail.Kind.DISTRIBUTION,
        table.name(),
        null,
        null,
        "how it is distributed",
        "SELECT " + call,
        Detail.When.TABLES,
        List.of());
  }
}
