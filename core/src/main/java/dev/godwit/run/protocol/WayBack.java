package dev.godwit.run.protocol;

import dev.godwit.copy.Progress;
import dev.godwit.history.BackupFile;
import dev.godwit.history.State;
import dev.godwit.history.State.TableState;
import dev.godwit.model.Column;
import dev.godwit.model.Counter;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Rereading;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.Depth;
import dev.godwit.verify.Digests;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a run leaves behind so that it can be taken back: the state before, a backup of the rows
 * that it overwrites, the state after. Inside the transaction of the run. Use once.
 */
public final class WayBack {
  private final Plan plan;
  private final Target target;
  private final Options options;
  private final Progress progress;
  private BackupFile backup;

  public WayBack(Plan plan, Target target, Options options, Progress progress) {
    this.plan = plan;
    this.target = target;
    this.options = options;
    this.progress = progress;
  }

  /** The state before the first row is written, or nothing where this engine knows no way back. */
  public Optional<State> before() {
    Optional<Keeping> keeping = target.as(Keeping.class);
    if (keeping.isEmpty()) {
      return Optional.empty();
    }
    State state = found(keeping.get());
    if (backup != null) {
      backup.describe(state);
    }
    return Optional.of(state);
  }

  /** The backup's file, or null where nothing had to be kept. */
  public String file() {
    return backup == null ? null : backup.file().toString();
  }

  /**
   * Runs work inside the transaction, and discards the backup where it fails: nothing is
   * overwritten then. The commit is no part of the work, for it may fail and yet be done.
   */
  void orDiscard(Runnable work) {
    boolean done = false;
    try {
      work.run();
      done = true;
    } finally {
      if (!done && backup != null) {
        backup.discard();
      }
    }
  }

  private State found(Keeping keeping) {
    List<Table> all =
        new ArrayList<>(
            copies().values().stream()
                .map(TableCopy::to)
                .filter(t -> !plan.makes(t))
                .map(plan::before)
                .toList());
    all.addAll(plan.also());
    List<Table> occupied = Counting.of(target).occupied(all);
    keeping.hold(occupied);
    if (options.safety().backups() != null && !occupied.isEmpty()) {
      progress.phase("keeping what will be overwritten in " + options.safety().backups());
      backup = new BackupFile(options.safety().backups(), plan.migrationId(), keeping.suffix());
      backup.write(file -> keeping.save(occupied, file));
    }
    Set<Table> holding = new HashSet<>(occupied);
    List<TableState> tables = new ArrayList<>();
    // Of an empty table, the columns that rows are about to come to: an interrupted run is judged
    // by them.
    copies()
        .values()
        .forEach(
            c -> {
              Table table = plan.before(c.to());
              List<Column> filled =
                  c.targetColumns().stream().flatMap(t -> table.column(t.name()).stream()).toList();
              tables.add(found(table, filled, holding.contains(table)));
            });
    plan.also().forEach(t -> tables.add(found(t, stored(t), holding.contains(t))));
    boolean schema = !plan.creation().isEmpty() && keeping.makesSchema(plan.creation());
    State state = state(tables, keeping.counters(all, counted()), keeping.structure(all), schema);
    if (options.safety().rehearse() && backup != null) {
      rehearse(keeping, occupied, state);
    }
    return state;
  }

  private List<String> counted() {
    return plan.counters().stream().map(Counter::sequence).toList();
  }

  private TableState found(Table table, List<Column> filled, boolean holds) {
    if (!holds) {
      return state(table, filled, digest(filled), false);
    }
    List<Column> stored = stored(table);
    return backup == null
        ? state(table, filled, null, false)
        : state(table, stored, Digests.of(target, table, stored), true);
  }

  private void rehearse(Keeping keeping, List<Table> kept, State state) {
    progress.phase("rehearsing the way back");
    keeping.rehearse(
        kept,
        backup.file(),
        (table, store, copy) -> {
          Digest restored = Digests.of(store, copy, stored(table));
          if (!restored.state().equals(state.table(table.name()).digest())) {
            throw GodwitException.failed(
                "the rehearsal failed: "
                    + table.displayName()
                    + " does not come back from the backup as it was; nothing was written",
                null);
          }
        });
  }

  /**
   * The state after the last row. {@code read} is what verification found of the copied columns in
   * the target, by copy; {@code counts} are rows of tables, by name, that need no counting.
   */
  public State after(Map<TableCopy, ReadBack> read, Map<String, Long> counts) {
    Optional<Source> other =
        options.verify() == Depth.DIGEST
            ? target.as(Rereading.class).flatMap(Rereading::asRead)
            : Optional.empty();
    List<TableState> tables = new ArrayList<>();
    for (TableCopy copy : copies().values()) {
      ReadBack known = read.get(copy);
      Table shown = other.flatMap(s -> s.catalog().table(copy.to().name())).orElse(null);
      if (options.verify() != Depth.DIGEST || (other.isPresent() && shown == null)) {
        tables.add(counted(copy, counts.get(copy.to().displayName())));
      } else if (shown != null) {
        List<Column> columns = shown.columns();
        tables.add(state(shown, columns, Digests.of(other.get(), shown, columns), false));
      } else if (known != null && isWhole(copy)) {
        tables.add(state(copy.to(), copy.targetColumns(), known.digest(), false));
      } else {
        Digest digest = Digests.of(target, copy.to(), stored(copy.to()));
        tables.add(state(copy.to(), stored(copy.to()), digest, false));
      }
    }
    plan.also().forEach(t -> tables.add(state(t, stored(t), digest(stored(t)), false)));
    return state(tables, Map.of(), Map.of(), false);
  }

  /** Whether the copied columns are all that there are, and nothing was written to them since. */
  private boolean isWhole(TableCopy copy) {
    return copy.targetColumns().size() == stored(copy.to()).size()
        && plan.fillings().stream().map(Filling::table).noneMatch(copy.to().name()::equals);
  }

  private TableState counted(TableCopy copy, Long known) {
    return new TableState(
        copy.to().schema(),
        copy.to().name(),
        List.of(),
        known == null ? Counting.of(target).count(copy.to()) : known,
        null,
        false,
        false);
  }

  private State state(
      List<TableState> tables,
      Map<String, String> counters,
      Map<String, String> structure,
      boolean schema) {
    return new State(
        State.FORMAT,
        tables,
        counters,
        structure,
        schema,
        file(),
        backup == null ? null : backup.checksum(),
        options.safety().ledger(),
        plan.making().statements().drops(),
        plan.making().statements().narrows());
  }

  private TableState state(Table table, List<Column> columns, Digest digest, boolean kept) {
    return new TableState(
        table.schema(),
        table.name(),
        columns.stream().map(Column::name).toList(),
        digest == null ? -1 : digest.rows(),
        digest == null ? null : digest.state(),
        plan.makes(table),
        kept);
  }

  private static Digest digest(List<Column> columns) {
    return new Digest(columns.stream().map(Column::type).toList());
  }

  /** Columns whose values are stored, not computed. */
  private static List<Column> stored(Table table) {
    return table.columns().stream().filter(c -> !c.isGenerated()).toList();
  }

  /** One copy for each table of the target: several sources may share one. */
  private Map<String, TableCopy> copies() {
    Map<String, TableCopy> result = new LinkedHashMap<>();
    plan.tables().forEach(t -> result.putIfAbsent(t.to().displayName(), t));
    return result;
  }
}
