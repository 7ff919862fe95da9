package dev.godwit.cli;

import static dev.godwit.cli.RecipeTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories of migrations, which a target that its application made keeps as its own. */
@ExtendWith(FreshDatabase.class)
class RecipeHistoryTest {
  @TempDir Path folder;

  @Test
  void aHistoryWhoseNamesAreThoseOfEachEngineIsComparedOnlyWhereSomeAreTheSame(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("p.db"),
            "CREATE TABLE _prisma_migrations (id text PRIMARY KEY, migration_name text)",
            "INSERT INTO _prisma_migrations VALUES ('x', '1_init')",
            "CREATE TABLE t (id integer PRIMARY KEY, at datetime)",
            "INSERT INTO t VALUES (1, 1000)");
    database.run(
        "CREATE TABLE _prisma_migrations (id text PRIMARY KEY, migration_name text);"
            + "INSERT INTO _prisma_migrations VALUES ('y', '9_postgres');"
            + "CREATE TABLE t (id int PRIMARY KEY, at timestamp)");
    Cli.Result moved = run("migrate", file, database, "--rehearse");
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(moved.out()).contains("it is each engine's own, and not compared");
    assertThat(database.value("SELECT at FROM t")).isEqualTo("1970-01-01 00:00:01");
    Cli.Result same = run("verify", file, database);
    assertThat(same.code()).as(same.err()).isEqualTo(0);
    assertThat(same.out()).contains("exact").doesNotContain("not the same in");
    database.run("DELETE FROM t; INSERT INTO _prisma_migrations VALUES ('z', '1_init')");
    assertThat(run("migrate", file, database, "--mode", "differential").err())
        .contains("the source lacks 9_postgres");
  }

  @Test
  void drizzlesHistoryIsFoundInItsOwnSchema(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("z.db"),
            "CREATE TABLE __drizzle_migrations (id integer PRIMARY KEY, hash text)",
            "INSERT INTO __drizzle_migrations VALUES (1, 'ab')",
            "CREATE TABLE t (id integer PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    database.run(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial, hash text);"
            + "CREATE TABLE t (id int PRIMARY KEY)");
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.err()).isEqualTo(0);
    assertThat(moved.out())
        .contains("Drizzle made the target's tables")
        .contains("the target has its own in another schema");
    assertThat(run("verify", file, database).code()).isEqualTo(0);
  }

  @Test
  void anApplicationsOwnVersionTableIsComparedByRule(Database database) throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("v.db"),
            "CREATE TABLE app_version (v integer)",
            "INSERT INTO app_version VALUES (3)",
            "CREATE TABLE t (id integer PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    database.run(
        "CREATE TABLE app_version (v int); INSERT INTO app_version VALUES (4);"
            + "CREATE TABLE t (id int PRIMARY KEY)");
    Path rules = folder.resolve("r.yml");
    Files.writeString(rules, "tables: {app_version: {history: v}}");
    Cli.Result refused = run("migrate", file, database, "--rules", rules.toString());
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.err()).contains("the source lacks 4").contains("the target lacks 3");
    database.run("UPDATE app_version SET v = 3");
    assertThat(run("migrate", file, database, "--rules", rules.toString()).code()).isEqualTo(0);
    assertThat(database.value("SELECT count(*) FROM app_version")).isEqualTo("1");
  }

  /**
   * The history's table as its tool makes it in each engine; what one that is through looks like.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          golang-migrate | schema_migrations (version uint64, dirty bool) \
          | schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL) \
          | 3, 0 | 3, false | 3, true
          goose | goose_db_version (id INTEGER PRIMARY KEY AUTOINCREMENT, version_id INTEGER, is_applied INTEGER) \
          | goose_db_version (id int, version_id bigint, is_applied boolean) \
          | 1, 3, 1 | 9, 3, true | 9, 3, false
          sqlx | _sqlx_migrations (version BIGINT PRIMARY KEY, success BOOLEAN, checksum BLOB) \
          | _sqlx_migrations (version BIGINT PRIMARY KEY, success BOOLEAN, checksum BYTEA) \
          | 3, 1, x'0a' | 3, true, '\\x0b' | 3, false, '\\x0b'
          Flyway | flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50), script VARCHAR(1000), success BOOLEAN) \
          | flyway_schema_history (installed_rank INT PRIMARY KEY, version VARCHAR(50), script VARCHAR(1000), success BOOLEAN) \
          | 1, '3', 'V3__a.sql', 1 | 4, '3', 'V3__a.sql', true | 4, '3', 'V3__a.sql', false
          Diesel | __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP DEFAULT CURRENT_TIMESTAMP) \
          | __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY, run_on TIMESTAMP DEFAULT CURRENT_TIMESTAMP) \
          | '3', '2020-01-01 00:00:00' | '3', '2024-01-01' | '4', '2024-01-01'
          Liquibase | DATABASECHANGELOG (ID VARCHAR(255), AUTHOR VARCHAR(255), FILENAME VARCHAR(255), DATEEXECUTED DATETIME) \
          | databasechangelog (id varchar(255), author varchar(255), filename varchar(255), dateexecuted timestamp) \
          | '3', 'a', 'c.xml', '2020-01-01 00:00:00' | '3', 'a', 'c.xml', '2024-01-01' | '4', 'a', 'c.xml', '2024-01-01'
          Entity Framework | "__EFMigrationsHistory" ("MigrationId" TEXT PRIMARY KEY, "ProductVersion" TEXT) \
          | "__EFMigrationsHistory" ("MigrationId" varchar(150) PRIMARY KEY, "ProductVersion" varchar(32)) \
          | '3_Shop', '8.0' | '3_Shop', '9.0' | '3_Shop', '9.0'), ('4_Later', '9.0'
          Laravel | migrations (id integer PRIMARY KEY AUTOINCREMENT, migration varchar, batch integer) \
          | migrations (id int PRIMARY KEY, migration varchar(255), batch int) \
          | 2, '3_shop', 2 | 9, '3_shop', 1 | 9, '4_later', 1
          """)
  void aHistoryIsComparedAsItsToolMakesItAndOneThatIsNotThroughIsRefused(
      String tool,
      String here,
      String there,
      String row,
      String same,
      String other,
      Database database) {
    String table = here.substring(0, here.indexOf('('));
    Path file =
        SqliteFiles.create(
            folder.resolve("h.db"),
            "CREATE TABLE " + here,
            "INSERT INTO " + table + " VALUES (" + row + ")",
            "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER PRIMARY KEY, \"Timestamp\" TEXT)",
            "INSERT INTO \"__EFMigrationsLock\" VALUES (1, 'now')",
            "CREATE TABLE t (id integer PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    String theirs = there.substring(0, there.indexOf('('));
    database.run("CREATE TABLE " + there + "; CREATE TABLE t (id int PRIMARY KEY)");
    database.run("INSERT INTO " + theirs + " VALUES (" + other + ")");
    Cli.Result refused = run("migrate", file, database);
    assertThat(refused.code()).as(refused.everything()).isEqualTo(3);
    assertThat(refused.err())
        .contains("not the same version on both sides")
        .containsAnyOf("lacks", "not finished it");
    database.run("DELETE FROM " + theirs + "; INSERT INTO " + theirs + " VALUES (" + same + ")");
    Cli.Result moved = run("migrate", file, database);
    assertThat(moved.code()).as(moved.everything()).isEqualTo(0);
    assertThat(moved.out()).contains("own history of " + tool + " stays as it is");
    assertThat(run("verify", file, database).code()).isEqualTo(0);
  }
}
