package dev.godwit.copy;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.scratch.Scratch;
import dev.godwit.scratch.Shelf;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Journal;
import dev.godwit.store.can.Scanning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rows of a target's quarantine as a source: as they were where they came from, by the tables
 * they came from. The target stays the caller's.
 */
public final class Quarantine implements Source {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int TABLE = 1;
  private static final int DATA = 6;

  private final Target target;
  private final Table journal;
  private final Catalog catalog;

  private Quarantine(Target target, Table journal) {
    this.target = target;
    this.journal = journal;
    this.catalog = readCatalog();
  }

  /**
   * The quarantine of this target.
   *
   * @throws GodwitException where it has none
   */
  public static Quarantine of(Target target) {
    Table journal =
        journal(target)
            .found()
            .orElseThrow(() -> GodwitException.refused(target.name() + " has no quarantined rows"));
    return new Quarantine(target, journal);
  }

  /** Where a target keeps them. */
  public static Journal journal(Target target) {
    return Journal.of(target, Rejects.NAME, Rejects.COLUMNS);
  }

  /**
   * Writes the rows there that a run after the first sets aside; those that are there already, for
   * the same reason, once only. Part of the target's transaction.
   */
  public static void keep(String migrationId, Target target, List<CoercedFeed> feeds) {
    List<CoercedFeed> some = feeds.stream().filter(f -> f.rejected() > 0).toList();
    if (!some.isEmpty()) {
      try (Rejects rejects = Rejects.beside(migrationId, target)) {
        some.forEach(f -> f.setAside(rejects));
        rejects.write(target);
      }
    }
  }

  private Catalog readCatalog() {
    Map<String, TreeSet<String>> columns = new LinkedHashMap<>();
    try (Rows rows = Scanning.of(target).scan(journal, Rejects.COLUMNS)) {
      while (rows.next()) {
        columns
            .computeIfAbsent(rows.row().text(TABLE), t -> new TreeSet<>())
            .addAll(JSON.readTree(rows.row().bytes(DATA)).propertyNames());
      }
    }
    List<Table> tables = new ArrayList<>();
    columns.forEach(
        (table, names) ->
            tables.add(
                Table.of(
                    "",
                    table,
                    names.stream().map(n -> Column.of(n, ColumnType.of(Kind.ANY, ""))).toList(),
                    List.of())));
    return new Catalog(tables, List.of(), List.of());
  }

  @Override
  public String name() {
    return "the quarantine of " + target.name();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Set<String> places() {
    return Set.of(name());
  }

  /** One COPY at a time per connection: the rows are spooled before the first is given. */
  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    Scratch scratch = Scratch.temporary();
    Shelf texts = scratch.shelf(name(), 1);
    try (Rows rows = Scanning.of(target).scan(journal, Rejects.COLUMNS)) {
      while (rows.next()) {
        if (rows.row().text(TABLE).equals(table.name())) {
          texts.add(new Row(1).take(rows.row(), new int[] {DATA}));
        }
      }
    }
    return new Parsed(scratch, texts.read(), columns);
  }

  @Override
  public void close() {
    // The target is the caller's.
  }

  private static final class Parsed implements Rows {
    private final Scratch scratch;
    private final Rows texts;
    private final List<Column> columns;
    private final Row row;

    Parsed(Scratch scratch, Rows texts, List<Column> columns) {
      this.scratch = scratch;
      this.texts = texts;
      this.columns = columns;
      this.row = new Row(columns.size());
    }

    @Override
    public boolean next() {
      if (!texts.next()) {
        return false;
      }
      JsonNode object = JSON.readTree(texts.row().bytes(0));
      for (int i = 0; i < columns.size(); i++) {
        RowJson.read(object.path(columns.get(i).name()), row, i);
      }
      return true;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Position position() {
      return Position.START;
    }

    @Override
    public void close() {
      texts.close();
      scratch.close();
    }
  }
}
