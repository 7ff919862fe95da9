package dev.godwit.copy;

import static java.util.stream.Collectors.toSet;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Restricted;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.text.Forms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * A foreign key that only the target has, and whether the rows on their way would keep it: hashes
 * of the keys referred to, and of those that refer to none so far. The heap does not grow with the
 * number of rows.
 */
final class RefWatch implements AutoCloseable {
  private static final int THERE = 0;
  private static final int WANTED = 1;

  private final ForeignKey key;

  /** Null where the rows that refer are the target's own, of a table beside the plan. */
  private final TableCopy child;

  /** Null where the referenced table is no part of the plan. */
  private final TableCopy parent;

  private final Table referenced;
  private final CellHash from;
  private final CellHash to;

  /** Of rows that hold nothing but the key. */
  private final CellHash there;

  private final HashCounts hashes = new HashCounts();
  private boolean wanted;

  // Keys that are lost since rows were told last, and what was lost until then.
  private HashCounts lost = new HashCounts();
  private HashCounts news = new HashCounts();
  private int tellings;

  private final Table referring;

  private RefWatch(
      ForeignKey key,
      TableCopy child,
      Table referring,
      TableCopy parent,
      Table referenced,
      List<ColumnType> types) {
    this.key = key;
    this.referring = referring;
    this.child = child;
    this.parent = parent;
    this.referenced = referenced;
    this.there = new CellHash(IntStream.range(0, types.size()).toArray(), types);
    this.from =
        child == null ? there : new CellHash(places(child.targetColumns(), key.columns()), types);
    this.to =
        parent == null
            ? there
            : new CellHash(places(parent.targetColumns(), key.targetColumns()), types);
  }

  /**
   * Those of a plan whose tables are there. What keys of other kinds than those they refer to come
   * to only the load finds out, as where the target computes one of them.
   */
  static List<RefWatch> of(Plan plan, Target target) {
    return of(
        plan, target, (key, child) -> !plan.makes(child.to()) && !isOfSource(key, child, plan));
  }

  /**
   * The same, with those that the source has too, and of tables to be made: the source knows
   * neither what the target keeps nor what is set aside.
   */
  static List<RefWatch> ofAll(Plan plan, Target target) {
    return of(plan, target, (key, child) -> true);
  }

  private static List<RefWatch> of(
      Plan plan, Target target, BiPredicate<ForeignKey, TableCopy> wanted) {
    List<RefWatch> result = new ArrayList<>();
    if (target == null || target.as(Enforcing.class).isEmpty()) {
      return result;
    }
    for (TableCopy child : plan.tables()) {
      for (ForeignKey key : child.to().foreignKeys()) {
        if (key.validated() && wanted.test(key, child)) {
          of(plan, target, child, key).ifPresent(result::add);
        }
      }
    }
    return result;
  }

  /**
   * Foreign keys of the target's own that rows will fill and nobody watches, for each a warning.
   */
  static List<Problem> unchecked(Plan plan, Target target) {
    List<Problem> result = new ArrayList<>();
    boolean asks = target != null && target.as(Enforcing.class).isPresent();
    for (TableCopy child : asks ? plan.tables() : List.<TableCopy>of()) {
      for (ForeignKey key : child.to().foreignKeys()) {
        if (key.validated()
            && !plan.makes(child.to())
            && !isOfSource(key, child, plan)
            && names(child.targetColumns()).containsAll(key.columns())
            && of(plan, target, child, key).isEmpty()) {
          result.add(
              Problem.of(ProblemKind.UNCHECKED)
                  .at(child.from().name(), key.columns().get(0))
                  .says(
                      "whether rows refer to rows of "
                          + key.targetTable()
                          + " that are there (foreign key "
                          + key.words()
                          + ") is found out by the load only"));
        }
      }
    }
    return result;
  }

  private static Optional<RefWatch> of(Plan plan, Target target, TableCopy child, ForeignKey key) {
    List<TableCopy> parents =
        plan.tables().stream().filter(t -> t.to().name().equals(key.targetTable())).toList();
    if (parents.size() > 1) {
      return Optional.empty();
    }
    TableCopy parent = parents.isEmpty() ? null : parents.get(0);
    Table referenced = parent == null ? null : parent.to();
    if (parent == null) {
      Optional<Table> there = target.catalog().table(key.targetTable());
      referenced = there.filter(t -> Restricted.open(target, t)).orElse(null);
    }
    boolean filled =
        names(child.targetColumns()).containsAll(key.columns())
            && (parent == null || names(parent.targetColumns()).containsAll(key.targetColumns()));
    List<ColumnType> types =
        filled && referenced != null ? KeyTypes.of(key, child.to(), referenced) : List.of();
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(new RefWatch(key, child, child.to(), parent, referenced, types));
  }

  /**
   * The target's own foreign keys from tables beside the plan to those of its tables that lose
   * rows: theirs stay, and may refer to nothing then.
   */
  static List<RefWatch> ofOthers(Plan plan, Target target, List<TableCopy> losing) {
    List<RefWatch> result = new ArrayList<>();
    if (target == null || target.as(Enforcing.class).isEmpty() || losing.isEmpty()) {
      return result;
    }
    Set<String> filled = plan.tables().stream().map(t -> t.to().name()).collect(toSet());
    plan.also().forEach(t -> filled.add(t.name()));
    for (Table other : target.catalog().tables()) {
      for (ForeignKey key :
          filled.contains(other.name()) ? List.<ForeignKey>of() : other.foreignKeys()) {
        losing.stream()
            .filter(t -> key.validated() && t.to().name().equals(key.targetTable()))
            .filter(t -> names(t.targetColumns()).containsAll(key.targetColumns()))
            .filter(t -> Restricted.open(target, other))
            .forEach(t -> ofOther(key, other, t).ifPresent(result::add));
      }
    }
    return result;
  }

  private static Optional<RefWatch> ofOther(ForeignKey key, Table other, TableCopy parent) {
    List<ColumnType> types = KeyTypes.of(key, other, parent.to());
    return types.isEmpty()
        ? Optional.empty()
        : Optional.of(new RefWatch(key, null, other, parent, parent.to(), types));
  }

  /** The source counts the rows that break a foreign key of its own, by what it has itself. */
  private static boolean isOfSource(ForeignKey key, TableCopy child, Plan plan) {
    return plan.tables().stream().anyMatch(t -> t.to().name().equals(key.targetTable()))
        && child.from().foreignKeys().stream()
            .anyMatch(
                k ->
                    k.targetTable().equalsIgnoreCase(key.targetTable())
                        && k.columns().size() == key.columns().size()
                        && child.columns().stream()
                            .filter(c -> c.from() != null && k.columns().contains(c.from().name()))
                            .map(ColumnCopy::to)
                            .allMatch(c -> key.columns().contains(c.name())));
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).toList();
  }

  private static int[] places(List<Column> columns, List<String> names) {
    return names.stream().mapToInt(names(columns)::indexOf).toArray();
  }

  /** The rows of the referenced table that are there and stay. */
  void held(Target target, boolean stay) {
    if (parent != null && !stay) {
      return;
    }
    List<Column> columns =
        key.targetColumns().stream().map(c -> referenced.column(c).orElseThrow()).toList();
    try (Rows rows = Scanning.of(target).scan(referenced, columns)) {
      while (rows.next()) {
        there.take(rows.row());
        hashes.add(there.lanes(), THERE);
      }
    }
  }

  /** The copy of the referenced table; null where it is no part of the plan. */
  TableCopy parent() {
    return parent;
  }

  /** The copy of the table that refers to it. */
  TableCopy child() {
    return child;
  }

  /** A row on its way into one of the two tables. */
  void see(TableCopy copy, Row row) {
    if (copy.equals(parent) && to.take(row)) {
      hashes.add(to.lanes(), THERE);
    }
    if (copy.equals(child) && isOrphan(row)) {
      mark(from, WANTED);
    }
  }

  /** A row that was seen does not come, or not with these columns; the others are null. */
  void lost(TableCopy copy, Row row, List<String> columns) {
    if (copy.equals(parent)
        && (columns == null || key.targetColumns().stream().anyMatch(columns::contains))
        && to.take(row)
        && hashes.take(to.lanes(), THERE) >= 0
        && !hashes.has(to.lanes(), THERE)) {
      wanted = true;
      lost.mark(to.lanes(), 0);
    }
  }

  /** Whether rows may refer to nothing, once all were seen, of which nobody was told. */
  boolean again() {
    return wanted;
  }

  /**
   * Rows are about to be told; those that stay were, but where they refer to what was lost since.
   */
  void tell() {
    wanted = false;
    tellings++;
    news.close();
    news = lost;
    lost = new HashCounts();
  }

  /** Whether a row of the child's table refers to nothing, and nobody was told. */
  boolean isNews(Row row) {
    return isOrphan(row) && (tellings == 1 || news.has(from.lanes(), 0));
  }

  /** Whether a row of the child's table refers to nothing, once all were seen. */
  boolean isOrphan(Row row) {
    return from.take(row) && !hashes.has(from.lanes(), THERE);
  }

  /** How many rows of the target's own would refer to nothing, once all were seen; null: none. */
  Problem left(Target target) {
    List<String> names = new ArrayList<>(key.columns());
    names.addAll(referring.primaryKey());
    List<Column> columns = names.stream().map(c -> referring.column(c).orElseThrow()).toList();
    long count = 0;
    String first = "";
    try (Rows rows = Scanning.of(target).scan(referring, columns)) {
      while (rows.next()) {
        if (isOrphan(rows.row()) && count++ == 0) {
          first = first(rows.row(), columns);
        }
      }
    }
    return count == 0
        ? null
        : Problem.of(ProblemKind.REFERRED)
            .at(parent.from().name())
            .says(
                count
                    + (count == 1 ? " row of " : " rows of ")
                    + referring.displayName()
                    + (count == 1 ? " refers" : " refer")
                    + " to it (foreign key "
                    + key.words()
                    + "), to rows that would not be there any more"
                    + first,
                "remove them first, or set their reference to NULL");
  }

  private String first(Row row, List<Column> columns) {
    List<Object> values = new ArrayList<>();
    Row plain = new Row(1);
    for (int i = from.size(); i < columns.size(); i++) {
      Forms.render(columns.get(i).type(), row, i, plain, 0);
      values.add(plain.value(0));
    }
    return values.isEmpty() ? "" : ", first at " + new Position(referring.primaryKey(), values);
  }

  /** What is said of such a row. */
  Violation violation() {
    return Violation.orphan(key.name(), key.columns(), key.targetTable());
  }

  /** Whether it watches this key. */
  boolean isOf(TableCopy copy, ForeignKey other) {
    return copy.equals(child) && key.equals(other);
  }

  private void mark(CellHash cells, int tag) {
    wanted |= tag == WANTED;
    hashes.mark(cells.lanes(), tag);
  }

  @Override
  public void close() {
    hashes.close();
    lost.close();
    news.close();
  }
}
