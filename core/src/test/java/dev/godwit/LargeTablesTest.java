package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables whose keys are built after their rows, frozen, or read by several threads. */
@ExtendWith(FreshDatabase.class)
class LargeTablesTest {
  private static final String LARGE =
      "CREATE TABLE t (id int PRIMARY KEY, x text); CREATE TABLE small (id int)";

  private static final String VISIBLE = "SELECT relallvisible > 0 FROM pg_class WHERE relname = ";

  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private Path large() {
    return source(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
        "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000)"
            + " INSERT INTO t SELECT i, 'x' || i FROM c",
        "CREATE TABLE small (id)",
        "INSERT INTO small SELECT id FROM t LIMIT 10");
  }

  @Test
  void largeTablesHaveTheirKeysRebuiltJustAsTheyWere(Database database) {
    Path file =
        source(
            "CREATE TABLE p (id INTEGER PRIMARY KEY, x)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                + " INSERT INTO p SELECT i, 'x' || i FROM n",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p_id)",
            "INSERT INTO c SELECT id, id FROM p");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY, x text NOT NULL, UNIQUE (x) INCLUDE (id));"
            + "COMMENT ON CONSTRAINT p_pkey ON p IS 'the key';"
            + "CREATE INDEX p_lower ON p (lower(x) DESC) WHERE id > 5;"
            + "COMMENT ON INDEX p_lower IS 'folded';"
            + "CREATE TABLE c (id bigint PRIMARY KEY, p_id bigint REFERENCES p ON DELETE SET NULL"
            + " DEFERRABLE INITIALLY DEFERRED);"
            + "CREATE VIEW v AS SELECT c.* FROM c GROUP BY c.id;"
            + "CREATE TABLE outside (p_id bigint REFERENCES p)");
    String structure =
        "SELECT conname, pg_get_constraintdef(oid), obj_description(oid, 'pg_constraint')"
            + " FROM pg_constraint WHERE connamespace = 'public'::regnamespace UNION ALL"
            + " SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid),"
            + " obj_description(indexrelid, 'pg_class') FROM pg_index"
            + " WHERE indrelid IN ('p'::regclass, 'c'::regclass) ORDER BY 1, 2";
    List<String> before = database.rows(structure);
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.rows(structure)).isEqualTo(before);
  }

  @Test
  void aLargeTableArrivesFrozen(Database database) {
    Path file = large();
    database.run(LARGE);
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("SELECT count(*), sum(id) FROM t")).isEqualTo("20000|200010000");
    assertThat(database.value(VISIBLE + "'t'")).isEqualTo("t");
    assertThat(database.value(VISIBLE + "'small'")).isEqualTo("f");
  }

  @Test
  void aLargeTableThatOthersReferToArrivesAllTheSame(Database database) {
    Path file = large();
    database.run(LARGE);
    database.run("CREATE VIEW v AS SELECT * FROM t");
    database.run("CREATE TABLE other (t int REFERENCES t, PRIMARY KEY (t)) PARTITION BY LIST (t)");
    Moves.migrate(file, database, Options.DEFAULT);
    assertThat(database.value("SELECT count(*) FROM v")).isEqualTo("20000");
  }

  @Test
  void aLargeTableInARepeatableReadTransactionIsNotEmptiedForFreezing(Database database) {
    Path file = large();
    database.run(LARGE);
    database.run("ALTER ROLE CURRENT_USER SET default_transaction_isolation = 'repeatable read'");
    try {
      Moves.migrate(file, database, Options.DEFAULT);
      assertThat(database.value(VISIBLE + "'t'")).isEqualTo("f");
    } finally {
      database.run("ALTER ROLE CURRENT_USER RESET default_transaction_isolation");
    }
  }

  @Test
  void manyReadersMoveEveryRowInItsOrder(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 150000)"
                + " INSERT INTO t SELECT i * 2, 'text ' || i FROM n",
            "CREATE INDEX t_a ON t (a)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, a text)");
    Report report = Moves.migrate(file, database, Options.DEFAULT.with(new Pace(0, 4)));
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("150000");
    assertThat(
            database.value(
                "SELECT count(*) FROM (SELECT id < lag(id) OVER (ORDER BY ctid) AS back FROM t) o"
                    + " WHERE back"))
        .isEqualTo("0");
  }
}
