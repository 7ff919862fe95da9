package dev.godwit.run.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Holder;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The way back in a SQLite file: rows, marks of AUTOINCREMENT, tables, views, triggers, indexes.
 */
class SqliteRollbackTest {
  @TempDir Path folder;
  private Path source;
  private Path target;
  private Options options;

  @BeforeEach
  void makeASource() {
    target = folder.resolve("b.db");
    source =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, photo BLOB)",
            "CREATE VIEW names AS SELECT name FROM people",
            "INSERT INTO people VALUES (1, 'Zoe', x'00ff'), (90, 'Yan', NULL)");
    options = Options.DEFAULT.with(Safety.USUAL.keepingIn(folder.resolve("kept")).rehearsing(true));
  }

  private void occupy() {
    SqliteFiles.create(
        target,
        "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, photo BLOB,"
            + " loud TEXT AS (upper(name)), extra)",
        "CREATE INDEX by_name ON people (name)",
        "CREATE TABLE log (what TEXT)",
        "CREATE TRIGGER noted AFTER INSERT ON people BEGIN INSERT INTO log VALUES (new.name); END",
        "INSERT INTO people (id, name, photo, extra) VALUES (1, 'Ada', x'', 1.5), (7, 'Bo', NULL, 'x')");
  }

  private String migrate(Options how) {
    return Moves.migrate(source.toString(), target.toString(), how).migrationId();
  }

  private Report rollback(String id, boolean force) {
    try (Target to = Stores.target(target.toString(), null)) {
      return new Godwit(Progress.NONE).rollback(to, id, Scope.ALL, force, null);
    }
  }

  private Options forced() {
    return options.forcing(true);
  }

  /** All that the file holds but Godwit's own tables. */
  private List<String> everything() throws SQLException {
    List<String> all = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + target);
        Statement statement = connection.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet r =
          statement.executeQuery(
              "SELECT type, name, sql FROM sqlite_schema WHERE tbl_name NOT LIKE 'godwit%'"
                  + " ORDER BY 1, 2")) {
        while (r.next()) {
          all.add(r.getString(1) + " " + r.getString(2) + " " + r.getString(3));
          if (r.getString(1).equals("table")) {
            tables.add(r.getString(2));
          }
        }
      }
      for (String table : tables) {
        try (ResultSet r = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
          while (r.next()) {
            StringBuilder row = new StringBuilder(table);
            for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
              Object value = r.getObject(i);
              row.append('|')
                  .append(value instanceof byte[] b ? java.util.Arrays.toString(b) : value);
            }
            all.add(row.toString());
          }
        }
      }
    }
    return all;
  }

  @Test
  void rowsThatForceRemovedComeBackExactly() throws SQLException, IOException {
    occupy();
    List<String> before = everything();
    String id = migrate(forced());
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM people WHERE id = 90"))
        .isEqualTo(1);
    try (var files = Files.list(folder.resolve("kept"))) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder(id + ".db", id + ".json");
    }
    assertThat(rollback(id, false).tables()).extracting("targetRows").containsExactly(2L);
    assertThat(everything()).isEqualTo(before);
    assertThatThrownBy(() -> rollback(id, false)).hasMessageContaining("was taken back already");
  }

  @Test
  void rowsThatWereUpdatedComeBackToo() throws SQLException {
    occupy();
    List<String> before = everything();
    String id =
        migrate(options.with(RulesFile.parse("tables: {people: {onConflict: update}}", "rules")));
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM people WHERE name = 'Zoe'"))
        .isEqualTo(1);
    rollback(id, false);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void tablesThatTheRunMadeGoAndAnotherRunCanMakeThemAgain() throws SQLException {
    SqliteFiles.create(target, "CREATE TABLE mine (x)", "INSERT INTO mine VALUES (1)");
    List<String> before = everything();
    String id = migrate(options);
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM people")).isEqualTo(2);
    rollback(id, false);
    assertThat(everything())
        .isEqualTo(everything().stream().filter(l -> !l.contains("people")).toList())
        .containsAll(before);
    migrate(options);
    assertThat(SqliteFiles.number(target, "SELECT count(*) FROM people")).isEqualTo(2);
  }

  @Test
  void aFileThatChangedSinceIsRefusedUnlessForced() throws SQLException {
    occupy();
    List<String> before = everything();
    String id = migrate(forced());
    SqliteFiles.create(target, "UPDATE people SET extra = 2");
    assertThatThrownBy(() -> rollback(id, false))
        .hasMessageContaining("people  its rows are not those that the run left");
    rollback(id, true);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void ofALaterRunIsSaidWhetherItWroteToTheTable() {
    String first = migrate(options);
    SqliteFiles.create(source, "INSERT INTO people VALUES (91, 'Xu', NULL)");
    String wrote = migrateAgain();
    String compared = migrateAgain();
    assertThatThrownBy(() -> rollback(first, false))
        .hasMessageContaining("migration " + wrote + " wrote to it later")
        .hasMessageContaining("migration " + compared + " has compared it later");
    List.of(compared, wrote, first).forEach(id -> rollback(id, false));
    String made = "SELECT count(*) FROM sqlite_schema WHERE name = 'people'";
    assertThat(SqliteFiles.number(target, made)).isZero();
  }

  private String migrateAgain() {
    return Moves.migrate(
            source.toString(), target.toString(), options, Mode.DIFFERENTIAL, Progress.NONE)
        .migrationId();
  }

  @Test
  @SuppressWarnings("try") // The lock is held, not used.
  void aSecondRunOnTheFileIsToldWhoIsFirst() {
    occupy();
    try (Target first = Stores.target(target.toString(), null);
        Target.Lock lock = first.lock(Holder.current("20261121-091502-3fa2"))) {
      assertThatThrownBy(() -> migrate(forced()))
          .hasMessageContaining("in use by migration 20261121-091502-3fa2");
    }
    migrate(forced());
  }
}
