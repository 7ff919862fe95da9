package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@ExtendWith(FreshDatabase.class)
class VerifyCommandTest {
  @TempDir Path folder;
  private String source;

  @BeforeEach
  void fillASource() {
    source =
        SqliteFiles.create(
                folder.resolve("a.db"),
                "CREATE TABLE person (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, born DATE)",
                "CREATE TABLE visit (person REFERENCES person, at INTEGER, note TEXT)",
                "CREATE INDEX visits ON visit (at)",
                "INSERT INTO person VALUES (1, 'Ada', '1815-12-10'), (2, 'Grace', '1906-12-09')",
                "INSERT INTO visit VALUES (1, 17, 'x'), (1, 17, 'x'), (2, 18, NULL)")
            .toString();
  }

  private Cli.Result verify(Database database, String... more) {
    String[] args = {"verify", "--from", source, "--to", database.url()};
    return Cli.run(
        java.util.stream.Stream.concat(java.util.Arrays.stream(args), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private void migrate(Database database) {
    Cli.Result moved = Cli.run("migrate", "--from", source, "--to", database.url());
    assertThat(moved.code()).as(moved.everything()).isZero();
  }

  @Test
  void whatWasMovedIsEqual(Database database) {
    migrate(database);
    Cli.Result r = verify(database);
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out()).startsWith("exact: 5 rows of 2 tables are the same in both by digest");
    assertThat(r.out()).containsPattern("person +2 +2 +equal").doesNotContain("Problems");
  }

  @Test
  void whatOnlyItsSpellingTellsApartIsSaidToBeTheSameValueAndDiffersAllTheSame() {
    Path before =
        SqliteFiles.create(
            folder.resolve("before.db"),
            "CREATE TABLE t (id char(32) PRIMARY KEY, at datetime, price decimal, n bigint)",
            "INSERT INTO t VALUES ('1b7930a8892e4ef681086721e3010ced', '2024-01-01 09:00:00', 1.5, 7)");
    Path after =
        SqliteFiles.create(
            folder.resolve("after.db"),
            "CREATE TABLE t (id UUID PRIMARY KEY, at TIMESTAMPTZ, price DECIMAL_TEXT(9,2), n bigint)",
            "INSERT INTO t VALUES ('1b7930a8-892e-4ef6-8108-6721e3010ced', '2024-01-01T09:00:00+00:00',"
                + " '1.50', 7)");
    String[] verify = {"verify", "--from", before.toString(), "--to", after.toString()};
    Cli.Result r = Cli.run(verify);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out())
        .contains("the same values in another spelling: at, id, price")
        .contains("such a database, as the one that the rows came through");
    SqliteFiles.create(after, "UPDATE t SET n = 8");
    assertThat(Cli.run(verify).out())
        .contains("the same values in another spelling: at, id, price; other values: n");
    SqliteFiles.create(after, "UPDATE t SET n = 7, at = '2024-01-01T09:00:00+01:00'");
    assertThat(Cli.run(verify).out())
        .contains("the same values in another spelling: id, price; other values: at");
    SqliteFiles.create(after, "UPDATE t SET id = '2b7930a8-892e-4ef6-8108-6721e3010ced'");
    assertThat(Cli.run(verify).out()).doesNotContain("spelling: at", "spelling: id");
  }

  @Test
  void whatDiffersIsNamedByTableKeyAndColumn(Database database) {
    migrate(database);
    database.run(
        "ALTER TABLE visit DROP CONSTRAINT visit_person_fkey;"
            + "UPDATE person SET name = 'Hopper' WHERE id = 2; DELETE FROM person WHERE id = 1;"
            + " INSERT INTO person VALUES (7, 'Alan', NULL);"
            + " INSERT INTO visit VALUES (1, 17, 'x'); DROP INDEX visits");
    Cli.Result r = verify(database);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out())
        .startsWith("different: the stores do not hold the same")
        .contains(
            "3 rows differ: 1 only in the source, 1 only in the target, 1 not the same in name")
        .contains("id=1  only in the source")
        .contains("id=7  only in the target")
        .contains("id=2  not the same in name")
        .contains("1 row differs: 1 only in the target")
        .contains("the target has no index on at")
        .doesNotContain("Hopper");
    JsonNode json = verify(database, "--json").json();
    assertThat(json.path("verdict").asString()).isEqualTo("different");
    JsonNode person = json.path("differences").get(0);
    assertThat(person.path("onlyInSource").asLong()).isEqualTo(1);
    assertThat(person.path("rows").get(0).path("key").asString()).isEqualTo("id=1");
    assertThat(person.path("columns").get(1).path("source").asString()).hasSize(32);
  }

  @Test
  void aSequenceThatWouldGiveANumberTwiceIsADifference(Database database) {
    migrate(database);
    database.run(
        "ALTER TABLE person ALTER id RESTART; INSERT INTO person VALUES (9) ON CONFLICT DO NOTHING");
    database.run(
        "DELETE FROM person WHERE id = 9; SELECT nextval(pg_get_serial_sequence('person', 'id'))");
    Cli.Result r = verify(database);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out()).contains("the source has given numbers up to 2, the target up to 1");
  }

  @Test
  void aTableThatIsNotThereIsADifference(Database database) {
    migrate(database);
    database.run("DROP TABLE visit; CREATE TABLE mine (x int)");
    Cli.Result r = verify(database);
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out())
        .contains("no table visit in the target")
        .contains("mine  only in the target");
    assertThat(verify(database, "--exclude", "visit").code()).isZero();
  }

  @Test
  void aSampleIsLookedUpByKey(Database database) {
    migrate(database);
    Cli.Result r = verify(database, "--sample", "100");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out()).contains("only rows picked from the source were compared");
    database.run("UPDATE person SET born = '1815-12-11' WHERE id = 1");
    r = verify(database, "--sample", "100");
    assertThat(r.code()).isEqualTo(3);
    assertThat(r.out()).contains("id=1  not the same in born");
  }

  @Test
  void aSampleMeetsRowsWhateverColumnsAreCalledAndHoweverFarKeysLieApart() {
    for (String column : java.util.List.of("i", "lo", "hi", "steps", "picked")) {
      Path a = folder.resolve(column + "-a.db");
      SqliteFiles.create(
          a,
          "CREATE TABLE steps (id INTEGER PRIMARY KEY, " + column + " INTEGER, v TEXT)",
          "WITH RECURSIVE g(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM g WHERE x < 3000)"
              + " INSERT INTO steps SELECT CASE x WHEN 3000 THEN 1000000000000 ELSE x END, x, 'v' FROM g");
      Path b = folder.resolve(column + "-b.db");
      assertThat(Cli.run("migrate", "--from", a.toString(), "--to", b.toString()).code()).isZero();
      String[] verify = {"verify", "--from", a.toString(), "--to", b.toString(), "--sample", "100"};
      assertThat(Cli.run(verify).out()).contains("the 100 rows compared");
      SqliteFiles.create(b, "UPDATE steps SET v = 'w' WHERE id BETWEEN 2 AND 2999");
      Cli.Result r = Cli.run(verify);
      assertThat(r.code()).as(r.everything()).isEqualTo(3);
    }
  }

  @Test
  void aSampleOfATableThatHasRowsIsNeverOfNone(Database database) {
    database.run(
        "CREATE TABLE big (id int PRIMARY KEY, v text);"
            + " INSERT INTO big SELECT i, repeat('x', 500) FROM generate_series(1, 20000) i;"
            + " ANALYZE big; DELETE FROM big WHERE id < 19990;"
            + " CREATE SCHEMA other; CREATE TABLE other.big (LIKE big INCLUDING ALL);"
            + " INSERT INTO other.big SELECT id, v || 'y' FROM big");
    Cli.Result r =
        Cli.run(
            "verify",
            "--from",
            database.url() + "?schema=public",
            "--to",
            database.url() + "?schema=other",
            "--sample",
            "5");
    assertThat(r.code()).as(r.everything()).isEqualTo(3);
    assertThat(r.out()).contains("not the same in v");
  }

  @Test
  void twoDatabasesOfOneServerAreCompared(Database database) {
    migrate(database);
    database.run(
        "CREATE SCHEMA other; CREATE TABLE other.person (LIKE person INCLUDING ALL);"
            + " INSERT INTO other.person SELECT * FROM person");
    Cli.Result r =
        Cli.run(
            "verify",
            "--from",
            database.url() + "?schema=other",
            "--to",
            database.url() + "?schema=public");
    assertThat(r.code()).as(r.everything()).isZero();
    database.run("UPDATE other.person SET name = 'Ada L.' WHERE id = 1");
    r =
        Cli.run(
            "verify",
            "--from",
            database.url() + "?schema=other",
            "--to",
            database.url() + "?schema=public",
            "--sample",
            "5");
    assertThat(r.out()).contains("id=1  not the same in name");
  }
}
