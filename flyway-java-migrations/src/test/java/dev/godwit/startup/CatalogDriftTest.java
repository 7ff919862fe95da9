package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Stores;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.Source;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The two dialects of TeleClaude's schema say the same, as far as both say it. */
@ExtendWith(FreshDatabase.class)
@Timeout(120)
class CatalogDriftTest {
  /** What only one of them has, and why: its own history; columns that make search work. */
  private static final Set<String> ONLY_SQLITE = Set.of("schema_migrations");

  private static final Set<String> ONLY_POSTGRESQL =
      Set.of("memory_observations.search", "mirrors.search");

  /** The kinds of PostgreSQL that hold what SQLite's declared type promises. */
  private static final Map<String, Set<Kind>> COMPATIBLE =
      Map.of(
          "TEXT", Set.of(Kind.TEXT, Kind.TIMESTAMPTZ, Kind.JSONB),
          "INTEGER", Set.of(Kind.BIGINT, Kind.BOOLEAN),
          "TIMESTAMP", Set.of(Kind.TIMESTAMPTZ),
          "BOOLEAN", Set.of(Kind.BOOLEAN));

  @TempDir Path folder;

  private record Both(Map<String, Table> sqlite, Map<String, Table> postgresql) {}

  private Both catalogs(dev.godwit.testing.Database fresh) {
    DatabaseConfig plain = OnEachEngine.Configs.postgresql(folder, fresh);
    DatabaseConfig config =
        new DatabaseConfig(
            plain.application(),
            plain.engine(),
            plain.files(),
            plain.server(),
            plain.pool(),
            new DatabaseConfig.Import(List.of(), null, null, null),
            plain.warnings());
    for (Engine engine : Engine.values()) {
      try (Database database = Database.open(config.on(engine))) {
        SchemaMigration.migrate(database);
      }
    }
    Map<String, Table> sqlite = tables(config.path().toString());
    sqlite.putAll(tables(config.files().get("events").toString()));
    return new Both(sqlite, tables(fresh.url()));
  }

  private static Map<String, Table> tables(String store) {
    try (Source source = Stores.source(store, null)) {
      Catalog catalog = source.catalog();
      return catalog.tables().stream()
          .filter(t -> !t.name().equals("flyway_schema_history"))
          .collect(Collectors.toMap(Table::name, t -> t, (a, b) -> a, TreeMap::new));
    }
  }

  @Test
  void bothHaveTheSameTablesAndColumns(dev.godwit.testing.Database fresh) {
    Both both = catalogs(fresh);
    Set<String> sqlite = new TreeSet<>(both.sqlite().keySet());
    sqlite.removeAll(ONLY_SQLITE);
    assertThat(sqlite).isEqualTo(both.postgresql().keySet()).hasSize(26);
    for (String name : sqlite) {
      Set<String> columns = columns(both.postgresql().get(name));
      columns.removeIf(c -> ONLY_POSTGRESQL.contains(name + "." + c));
      assertThat(columns(both.sqlite().get(name))).as(name).isEqualTo(columns);
    }
  }

  private static Set<String> columns(Table table) {
    return table.columns().stream()
        .map(Column::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyColumnHasACompatibleKindAndTheSameNeedOfAValue(dev.godwit.testing.Database fresh) {
    Both both = catalogs(fresh);
    for (Table table : both.postgresql().values()) {
      for (Column column : table.columns()) {
        String name = table.name() + "." + column.name();
        if (ONLY_POSTGRESQL.contains(name)) {
          continue;
        }
        Column other = both.sqlite().get(table.name()).column(column.name()).orElseThrow();
        assertThat(COMPATIBLE.get(other.type().name())).as(name).contains(column.type().kind());
        if (!table.primaryKey().contains(column.name())) {
          assertThat(other.nullable()).as(name + " may be NULL").isEqualTo(column.nullable());
        }
      }
    }
  }

  @Test
  void bothHaveTheSameKeys(dev.godwit.testing.Database fresh) {
    Both both = catalogs(fresh);
    for (Table table : both.postgresql().values()) {
      Table other = both.sqlite().get(table.name());
      assertThat(other.primaryKey()).as(table.name()).isEqualTo(table.primaryKey());
      assertThat(uniques(other)).as(table.name()).isEqualTo(uniques(table));
      assertThat(references(other)).as(table.name()).isEqualTo(references(table));
    }
  }

  private static Set<List<String>> uniques(Table table) {
    return table.indexes().stream()
        .filter(Index::unique)
        .map(Index::columns)
        .filter(c -> !c.equals(table.primaryKey()))
        .collect(Collectors.toSet());
  }

  private static Set<String> references(Table table) {
    return table.foreignKeys().stream().map(CatalogDriftTest::words).collect(Collectors.toSet());
  }

  private static String words(ForeignKey key) {
    return key.columns() + " " + key.targetTable() + key.targetColumns() + " " + key.onDelete();
  }

  /** Indexes that repeated another were left out of PostgreSQL's; a new one must be in both. */
  @Test
  void everyIndexOfPostgresqlIsInSqliteToo(dev.godwit.testing.Database fresh) {
    Both both = catalogs(fresh);
    for (Table table : both.postgresql().values()) {
      Set<String> indexes = created(table);
      indexes.removeIf(n -> n.endsWith("_search"));
      assertThat(created(both.sqlite().get(table.name()))).as(table.name()).containsAll(indexes);
    }
  }

  private static Set<String> created(Table table) {
    return table.indexes().stream()
        .filter(i -> i.origin() == Index.Origin.CREATED)
        .map(Index::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
