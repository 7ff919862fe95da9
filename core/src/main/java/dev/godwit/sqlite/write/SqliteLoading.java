package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.schema.SearchIndexes;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Rows;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One load, inside the transaction that is open on the connection. */
public final class SqliteLoading implements Loading {
  private final SqliteRead read;
  private final Map<Load, Loaded> loaded = new LinkedHashMap<>();
  private final List<String> triggers = new ArrayList<>();

  /** Null where one transaction takes off and puts back. */
  private final TakenOff off;

  private final Orphans orphans;
  private final List<Problem> lost = new ArrayList<>();
  private boolean settling;

  /** A table of the load as the target has it, and what stands aside of it. */
  private static final class Loaded {
    private final Table table;
    private final IndexesOff indexes;
    private final Map<Refusal, Long> refusals = new LinkedHashMap<>();
    private final List<Crossing> crossings = new ArrayList<>();
    private Aside aside;
    private Aside lasting;

    private Loaded(Table table, IndexesOff indexes) {
      this.table = table;
      this.indexes = indexes;
    }
  }

  /**
   * {@code off} is null where one transaction holds the whole load; else what is off stays off, and
   * rows that were refused stay aside, until {@link #settle}.
   */
  public SqliteLoading(SqliteRead read, List<Load> loads, Catalog catalog, TakenOff off)
      throws SQLException {
    this.read = read;
    this.off = off;
    Map<Table, Load> tables = new LinkedHashMap<>();
    for (Load load : loads) {
      Table table = catalog.table(load.table().name()).orElse(load.table());
      tables.put(table, load);
    }
    orphans = new Orphans(read, tables, catalog.tables(), off);
    boolean goesOn = off != null && off.goesOn();
    if (goesOn) {
      triggers.addAll(off.triggers().values());
      orphans.goOn(off.bystanders());
    }
    for (Map.Entry<Table, Load> entry : tables.entrySet()) {
      if (!goesOn) {
        clear(entry.getKey(), entry.getValue());
      }
      IndexesOff indexes = new IndexesOff(read, entry.getValue(), entry.getKey());
      loaded.put(entry.getValue(), new Loaded(entry.getKey(), indexes));
    }
  }

  private void clear(Table table, Load load) throws SQLException {
    if (!load.triggers()) {
      triggersOff(table);
    }
    if (load.truncate()) {
      orphans.losing(table);
      Queries.run(connection(), "DELETE FROM " + Sql.SQLITE.name(table.name()));
    }
  }

  /** Rows of this table are about to go. */
  public void deleting(Table table) throws SQLException {
    orphans.losing(table);
  }

  private Connection connection() {
    return read.connection();
  }

  /** SQLite cannot switch triggers off. */
  private void triggersOff(Table table) throws SQLException {
    Map<String, String> found = new LinkedHashMap<>();
    Queries.list(
        connection(),
        r -> found.put(r.getString(1), r.getString(2)),
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
            + " COLLATE NOCASE ORDER BY rowid",
        table.name());
    for (Map.Entry<String, String> trigger : found.entrySet()) {
      triggers.add(trigger.getValue());
      Queries.run(connection(), "DROP TRIGGER " + Sql.SQLITE.name(trigger.getKey()));
      if (off != null) {
        off.trigger(table, trigger.getKey(), trigger.getValue());
      }
    }
  }

  @Override
  public long append(Load load, Feed feed, Arrivals arrivals) {
    Loaded to = loaded.get(load);
    arrivals.begin();
    try (Rows rows = feed.open()) {
      return load.merges() ? merge(load, to, rows, arrivals) : insert(load, to, rows, arrivals);
    } catch (SQLException e) {
      throw SqliteErrors.writing(read.path(), "loading " + to.table.name(), e);
    }
  }

  private long merge(Load load, Loaded to, Rows rows, Arrivals arrivals) throws SQLException {
    String number = List.copyOf(loaded.keySet()).indexOf(load) + "_" + to.crossings.size();
    SqliteMerge merge = new SqliteMerge(read, to.table, load);
    merge.append(rows, arrivals, number).ifPresent(to.crossings::add);
    return merge.rows();
  }

  /** All of them leave before the first comes back: each may be in another's way. */
  private void cross(Load load, Loaded to) throws SQLException {
    for (Crossing crossing : to.crossings) {
      crossing.takeOut();
    }
    for (Crossing crossing : to.crossings) {
      crossing.putBack((row, why) -> aside(load, to, row, why));
    }
    for (Crossing crossing : to.crossings) {
      crossing.add((row, why) -> aside(load, to, row, why));
      crossing.close();
    }
  }

  private long insert(Load load, Loaded to, Rows rows, Arrivals arrivals) throws SQLException {
    long count;
    try (SqliteInsert insert = into(load, to)) {
      count = insert.writeAll(rows, arrivals::arrived);
    }
    if (to.lasting != null) {
      to.lasting.keep();
      to.lasting = null;
    }
    return count;
  }

  private SqliteInsert into(Load load, Loaded to) {
    return new SqliteInsert(
        connection(),
        read.utf16(),
        Sql.SQLITE.name(to.table.name()),
        load.columns().stream().map(Column::name).toList(),
        (row, why) -> aside(load, to, row, why));
  }

  /** Keeps a row that SQLite refused for {@link #settle}. */
  private void aside(Load load, Loaded to, Row row, SQLException e) throws SQLException {
    Refusal refusal = Refusal.of(e, to.table);
    if (refusal == null) {
      throw e;
    }
    if (off != null && !settling) {
      if (to.lasting == null) {
        to.lasting = Aside.lasting(read, to.table, load.columns());
      }
      to.lasting.add(row, 0);
      return;
    }
    if (to.aside == null) {
      String name = "godwit_aside_" + List.copyOf(loaded.keySet()).indexOf(load);
      to.aside = new Aside(read, name, load.columns());
    }
    Long why = to.refusals.computeIfAbsent(refusal, r -> (long) to.refusals.size());
    to.aside.add(row, why);
  }

  @Override
  public void settle(Violations violations) {
    try {
      settling = true;
      for (Map.Entry<Load, Loaded> entry : loaded.entrySet()) {
        cross(entry.getKey(), entry.getValue());
        again(entry.getKey(), entry.getValue());
        settle(entry.getKey(), entry.getValue(), violations);
      }
      for (Loaded each : loaded.values()) {
        each.indexes.putBack(violations);
      }
      orphans.handOver(violations);
      for (Loaded each : loaded.values()) {
        SearchIndexes.rebuild(connection(), each.table);
      }
      for (String trigger : triggers) {
        Queries.run(connection(), trigger);
      }
      if (off != null) {
        TakenOff.erase(
            read.path(), connection(), loaded.values().stream().map(l -> l.table).toList());
      }
    } catch (SQLException e) {
      throw SqliteErrors.writing(read.path(), "putting keys and indexes back", e);
    }
  }

  /** Rows that earlier transactions set aside: SQLite says once more what is against each. */
  private void again(Load load, Loaded to) throws SQLException {
    if (off == null) {
      return;
    }
    Aside earlier = Aside.lasting(read, to.table, load.columns());
    try (Rows rows = earlier.rows(0);
        SqliteInsert insert = into(load, to)) {
      insert.writeAll(rows, row -> {});
    }
    earlier.close();
  }

  private void settle(Load load, Loaded to, Violations violations) throws SQLException {
    for (Map.Entry<Refusal, Long> entry : to.refusals.entrySet()) {
      Refusal refusal = entry.getKey();
      boolean out;
      try (Rows rows = to.aside.rows(entry.getValue())) {
        out = violations.found(load, refusal.violation(), rows);
      }
      if (!out && !takeIn(load, to, refusal, entry.getValue())) {
        lost.add(
            Problem.of(refusal.violation().kind())
                .at(to.table.name())
                .says(
                    "rows that the table cannot take: each " + refusal.violation().message(),
                    "rule for the table: onMisfit: quarantine"));
      }
    }
    if (to.aside != null) {
      to.aside.close();
    }
  }

  /** Lets the constraint give way to its rows, where that can be. */
  private boolean takeIn(Load load, Loaded to, Refusal refusal, long why) throws SQLException {
    boolean check = refusal.violation().kind() == ProblemKind.CHECK;
    if (!check && refusal.index() == null) {
      return false;
    }
    if (check) {
      Queries.run(connection(), "PRAGMA ignore_check_constraints = ON");
    } else {
      Queries.run(connection(), "DROP INDEX " + Sql.SQLITE.name(refusal.index().name()));
    }
    try {
      List<String> columns = load.columns().stream().map(Column::name).toList();
      Queries.run(
          connection(),
          "INSERT INTO "
              + Sql.SQLITE.name(to.table.name())
              + " ("
              + Sql.SQLITE.names(columns)
              + ") "
              + to.aside.select(why));
      return true;
    } catch (SQLException e) {
      if (Refusal.of(e, to.table) == null) {
        throw e;
      }
      return false;
    } finally {
      Queries.run(connection(), "PRAGMA ignore_check_constraints = OFF");
    }
  }

  @Override
  public List<String> number(Map<String, Long> highWaterMarks) {
    // Whoever had a say about these rows has not refused the run.
    if (!lost.isEmpty()) {
      throw GodwitException.refused("rows would be lost; nothing was kept:", lost);
    }
    List<String> done = new ArrayList<>();
    try {
      for (Map.Entry<Load, Loaded> entry : loaded.entrySet()) {
        Table table = entry.getValue().table;
        Long mark = highWaterMarks.get(entry.getKey().table().name());
        if (mark != null && SqliteSequences.advance(connection(), table, mark)) {
          done.add(table.name() + ": next number after " + mark);
        }
      }
      return done;
    } catch (SQLException e) {
      throw SqliteErrors.writing(read.path(), "numbering", e);
    }
  }
}
