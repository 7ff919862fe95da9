package dev.godwit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Schema;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Problem;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a SQLite file holds is carried to another engine, or named. */
class SqliteNothingDroppedTest {
  private static final String[] HOLDS = {
    "PRAGMA application_id = 7",
    "PRAGMA user_version = 9",
    "CREATE TABLE parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT COLLATE RTRIM)",
    "CREATE TABLE child (a INT CONSTRAINT first NOT NULL ON CONFLICT IGNORE, b TEXT DEFAULT 'x',"
        + " c INT CONSTRAINT solo UNIQUE ON CONFLICT REPLACE, d TEXT COLLATE NOCASE,"
        + " p INT CONSTRAINT up REFERENCES parent DEFERRABLE INITIALLY DEFERRED,"
        + " v INT AS (a + 1), s INT AS (a * 2) STORED,"
        + " CONSTRAINT main PRIMARY KEY (a, b), CONSTRAINT both UNIQUE (c, d),"
        + " CONSTRAINT positive CHECK (a > 0)) WITHOUT ROWID",
    "CREATE TABLE exact (id INTEGER CONSTRAINT own PRIMARY KEY, t TEXT) STRICT",
    "CREATE INDEX plain ON child (d)",
    "CREATE UNIQUE INDEX partly ON child (p) WHERE a > 5",
    "CREATE INDEX computed ON parent (upper(name) DESC)",
    "CREATE VIEW seen AS SELECT * FROM parent",
    "CREATE TRIGGER kept AFTER INSERT ON parent BEGIN SELECT 1; END",
    "CREATE TRIGGER put INSTEAD OF INSERT ON seen BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE words USING fts5(body, content='')",
    "CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1)",
    "INSERT INTO parent (name) VALUES ('a')",
    "INSERT INTO child (a, b, p) VALUES (1, 'b', 1)",
    "INSERT INTO exact VALUES (1, 'x')",
    "ANALYZE"
  };

  /** Of what {@code PRAGMA} shows, what lies in the file, and what becomes of it elsewhere. */
  private static final Set<String> NAMED = Set.of("application_id", "user_version");

  /** How the file is laid out: another store is laid out its own way. */
  private static final Set<String> LAYOUT =
      Set.of(
          "auto_vacuum",
          "default_cache_size",
          "encoding",
          "freelist_count",
          "incremental_vacuum",
          "journal_mode",
          "legacy_file_format",
          "max_page_count",
          "page_count",
          "page_size",
          "schema_version");

  /** Of a connection, or questions: nothing of it is in the file. */
  private static final List<String> SESSION =
      List.of(
          ("analysis_limit automatic_index busy_timeout cache_size cache_spill case_sensitive_like "
                  + "cell_size_check checkpoint_fullfsync collation_list compile_options count_changes "
                  + "data_version database_list defer_foreign_keys empty_result_callbacks foreign_key_check "
                  + "foreign_key_list foreign_keys full_column_names fullfsync function_list hard_heap_limit "
                  + "ignore_check_constraints index_info index_list index_xinfo integrity_check "
                  + "journal_size_limit legacy_alter_table locking_mode mmap_size module_list optimize "
                  + "pragma_list query_only quick_check read_uncommitted recursive_triggers "
                  + "reverse_unordered_selects secure_delete short_column_names shrink_memory soft_heap_limit "
                  + "synchronous table_info table_list table_xinfo temp_store temp_store_directory threads "
                  + "trusted_schema wal_autocheckpoint wal_checkpoint writable_schema")
              .split(" "));

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fill() {
    file = SqliteFiles.create(folder.resolve("a.db"), HOLDS);
  }

  private List<String> rows(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<String> all = new ArrayList<>();
      while (result.next()) {
        all.add(result.getString(1));
      }
      return all;
    }
  }

  /** All that is made, and all that is said of what is not. */
  private String told() {
    try (Source source = Stores.source(file.toString(), null)) {
      Schema schema = new Godwit(Progress.NONE).schema(source, false, Options.DEFAULT);
      assertThat(schema.problems()).isEmpty();
      StringBuilder text = new StringBuilder(String.join("\n", schema.statements()));
      schema.warnings().stream().map(Problem::toString).forEach(w -> text.append('\n').append(w));
      source.catalog().remarks().forEach(r -> text.append('\n').append(r));
      source.catalog().others().stream()
          .filter(o -> o.why() != null)
          .forEach(o -> text.append('\n').append(o.name()).append(": ").append(o.why()));
      return text.toString();
    }
  }

  @Test
  void everyObjectOfTheFileIsCarriedOrNamed() throws SQLException {
    assertThat(rows("SELECT DISTINCT type FROM sqlite_schema"))
        .containsExactlyInAnyOrder("table", "index", "view", "trigger");
    assertThat(rows("SELECT DISTINCT type FROM pragma_table_list"))
        .containsExactlyInAnyOrder("table", "view", "virtual", "shadow");
    String told = told();
    List<String> silent = new ArrayList<>();
    // What SQLite keeps for itself goes with what it is of: numbers given with their column,
    // shadows
    // with their virtual table; statistics are made anew.
    for (String name :
        rows(
            "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                + " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')")) {
      if (!told.matches("(?s).*\\b" + name + "\\b.*")) {
        silent.add(name);
      }
    }
    assertThat(silent).as(told).isEmpty();
  }

  @Test
  void everyClauseOfATableIsCarriedOrNamed() {
    assertThat(told())
        .contains("RTRIM", "NOCASE", "WITHOUT ROWID", "DEFERRABLE INITIALLY DEFERRED")
        .contains("ON CONFLICT IGNORE", "ON CONFLICT REPLACE")
        .contains(
            "CONSTRAINT main PRIMARY KEY", "CONSTRAINT solo UNIQUE", "CONSTRAINT \"both\" UNIQUE")
        .contains("CONSTRAINT positive CHECK", "CONSTRAINT up FOREIGN KEY")
        .contains("the name own of its PRIMARY KEY", "the name first of its NOT NULL")
        .contains("GENERATED ALWAYS AS", "DEFAULT 'x'", "application_id", "user_version");
  }

  @Test
  void everySettingOfTheFileIsOnAList() throws SQLException {
    TreeSet<String> unknown = new TreeSet<>(rows("SELECT name FROM pragma_pragma_list"));
    unknown.removeAll(NAMED);
    unknown.removeAll(LAYOUT);
    SESSION.forEach(unknown::remove);
    assertThat(unknown).isEmpty();
  }
}
