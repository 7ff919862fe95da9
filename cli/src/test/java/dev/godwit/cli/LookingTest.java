package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The verbs that only look: inspect and schema; and the way back out of the quarantine. */
@ExtendWith(FreshDatabase.class)
class LookingTest {
  @TempDir Path folder;

  private Cli.Result last;

  private int godwit(String... args) {
    last = Cli.run(args);
    return last.code();
  }

  private String file() {
    return SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY, name VARCHAR(5) UNIQUE, born DATETIME)",
            "INSERT INTO p VALUES (1, 'ann', '2001-01-01 00:00:00'), (2, 'eve', NULL),"
                + " (3, 'x', 'never')",
            "CREATE TABLE c (p_id INTEGER REFERENCES p, n INTEGER)",
            "INSERT INTO c VALUES (1, 5), (9, 'five')",
            "CREATE VIEW v AS SELECT 1 AS one")
        .toString();
  }

  @Test
  void inspectTellsClassesEncodingsAndOrphans() {
    assertThat(godwit("inspect", file())).as(last.err()).isZero();
    assertThat(last.out())
        .contains("2 tables, 5 rows")
        .contains("n  INTEGER: integer 1, text 1; 5 to 5")
        .contains("datetime 1, first at id=1")
        .contains("foreign key (p_id) to p (id): 1 orphan")
        .contains("view v");
  }

  @Test
  void rangesAreThoseOfAllNumbersAndOfTexts() {
    String ranges =
        SqliteFiles.create(
                folder.resolve("r.db"),
                "CREATE TABLE r (v DECIMAL, w TEXT, x)",
                "INSERT INTO r VALUES (1, 'pear', 9223372036854775807), (99999.5, 'apple', -9e999),"
                    + " (-5.25, 'fig', 'text'), (2, NULL, 2.5)")
            .toString();
    assertThat(godwit("inspect", ranges)).as(last.err()).isZero();
    assertThat(last.out())
        .contains("v  DECIMAL: integer 2, real 2; -5.25 to 99999.5")
        .contains("w  TEXT: null 1, text 3; \"apple\" to \"pear\"")
        .contains("; -Infinity to 9223372036854775807; \"text\" to \"text\"");
  }

  @Test
  void aDateIsARangeOfDates(Database database) {
    database.run(
        "CREATE TABLE d (at date, n numeric);"
            + " INSERT INTO d VALUES ('2020-02-29', 9), ('1999-12-31', 100)");
    assertThat(godwit("inspect", database.url())).as(last.err()).isZero();
    assertThat(last.out()).contains("1999-12-31 to 2020-02-29").contains("\"9\" to \"100\"");
  }

  @Test
  void inspectSpeaksJsonAndNothingElse() {
    assertThat(godwit("inspect", file(), "--json")).isZero();
    JsonNode json = last.json();
    assertThat(json.at("/tables/0/columns/1/declared").asString()).isEqualTo("VARCHAR(5)");
    assertThat(json.at("/tables/1/foreignKeys/0/orphans").asInt()).isEqualTo(1);
  }

  @Test
  void whatOnlySqliteHasIsNamedAndGoesToSqlite() {
    String file =
        SqliteFiles.create(
                folder.resolve("own.db"),
                "CREATE TABLE a (id INTEGER PRIMARY KEY ON CONFLICT REPLACE, \"b b\" TEXT UNIQUE ON"
                    + " CONFLICT IGNORE NOT NULL ON CONFLICT FAIL, c TEXT, d INT NOT NULL ON CONFLICT"
                    + " ABORT, CONSTRAINT u UNIQUE (c, d) ON CONFLICT ROLLBACK)",
                "CREATE TABLE w (x TEXT, PRIMARY KEY (x) ON CONFLICT FAIL) WITHOUT ROWID",
                "CREATE UNIQUE INDEX trimmed ON a (c COLLATE RTRIM)",
                "PRAGMA user_version = 7",
                "PRAGMA application_id = 99")
            .toString();
    assertThat(godwit("schema", file)).as(last.err()).isZero();
    assertThat(last.out())
        .contains("a.id  not carried: PRIMARY KEY ON CONFLICT REPLACE")
        .contains("a.b b  not carried: UNIQUE ON CONFLICT IGNORE")
        .contains("a.b b  not carried: NOT NULL ON CONFLICT FAIL")
        .contains("a  not carried: UNIQUE (c, d) ON CONFLICT ROLLBACK")
        .contains("w.x  not carried: PRIMARY KEY ON CONFLICT FAIL")
        .contains("w  not carried: WITHOUT ROWID")
        .contains("index trimmed compares c exactly: the collation RTRIM has no match")
        .contains("user_version, which is 7")
        .contains("application_id, which is 99")
        .doesNotContain("ABORT");
    assertThat(godwit("schema", file, "--to", "sqlite")).as(last.err()).isZero();
    assertThat(last.out()).contains("ON CONFLICT ROLLBACK").doesNotContain("not carried");
  }

  @Test
  void schemaRunsAsItIsAndNamesWhatIsNotAsItWas(Database database) {
    assertThat(godwit("schema", file(), "--names", "lower")).as(last.err()).isZero();
    assertThat(last.out())
        .contains("-- Not as it was:")
        .contains("born")
        .contains("-- To port: the view v")
        .contains("NOT VALID");
    database.run(last.out());
    assertThat(database.value("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
        .isEqualTo("2");
  }

  @Test
  void schemaWritesForSqliteToo() {
    assertThat(godwit("schema", file(), "--to", "sqlite")).as(last.err()).isZero();
    String[] statements = last.out().replaceAll("(?m)^--.*$", "").split(";\n");
    SqliteFiles.create(folder.resolve("b.db"), statements);
  }

  @Test
  void theQuarantineIsASource(Database database) {
    database.run("CREATE TABLE p (id int PRIMARY KEY, name text, born timestamp)");
    database.run("CREATE TABLE c (p_id int, n int)");
    String file = file();
    assertThat(
            godwit("migrate", "--from", file, "--to", database.url(), "--on-misfit", "quarantine"))
        .isEqualTo(3);
    assertThat(
            godwit(
                "migrate", "--from", "quarantine", "--to", database.url(), "--on-misfit", "null"))
        .as(last.err())
        .isZero();
    assertThat(database.rows("SELECT * FROM c ORDER BY 1")).containsExactly("1|5", "9|null");
    assertThat(godwit("migrate", "--from", "quarantine")).isEqualTo(2);
  }

  @Test
  void planReadsEveryRowAndNamesWhatWouldNotFit(Database database) {
    database.run("CREATE TABLE p (id int PRIMARY KEY, name text, born timestamp)");
    database.run("CREATE TABLE c (p_id int REFERENCES p, n int)");
    assertThat(godwit("plan", "--from", file(), "--to", database.url())).isEqualTo(3);
    assertThat(last.out())
        .contains("born")
        .contains("first at id=3")
        .contains("1 row does not fit, first at rowid=2")
        .contains("1 row refers to rows of p that are not there");
    assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("0");
  }

  @Test
  void theRulesThatPlanWritesAreRulesThatMigrateTakes(Database database) throws Exception {
    Path rules = folder.resolve("rules.yml");
    String file = file();
    assertThat(
            godwit(
                "plan", "--from", file, "--to", database.url(), "--write-rules", rules.toString()))
        .as(last.err())
        .isZero();
    assertThat(java.nio.file.Files.readString(rules)).contains("born: {type: text}");
    assertThat(
            godwit("migrate", "--from", file, "--to", database.url(), "--rules", rules.toString()))
        .as(last.err())
        .isZero();
    assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("3");
  }

  @Test
  void salvageTakesWhatCanBeReadAndEndsWithThree(Database database) throws Exception {
    Path damaged =
        SqliteFiles.create(
            folder.resolve("damaged.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO t SELECT i, hex(randomblob(50)) FROM n");
    byte[] bytes = java.nio.file.Files.readAllBytes(damaged);
    java.util.Arrays.fill(bytes, 8192, 8192 + 200, (byte) 7);
    java.nio.file.Files.write(damaged, bytes);
    String file = damaged.toString();
    assertThat(godwit("migrate", "--from", file, "--to", database.url())).isEqualTo(3);
    assertThat(database.rows("SELECT 1 FROM pg_tables WHERE tablename = 't'")).isEmpty();
    assertThat(godwit("migrate", "--from", file, "--to", database.url(), "--salvage"))
        .as(last.err())
        .isEqualTo(3);
    assertThat(Integer.parseInt(database.value("SELECT count(*) FROM t"))).isBetween(1500, 1999);
    assertThat(last.out()).contains("the source is damaged").contains("cannot be read");
  }
}
