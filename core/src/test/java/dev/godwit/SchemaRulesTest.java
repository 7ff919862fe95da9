package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Rules where Godwit makes the target's tables. */
@ExtendWith(FreshDatabase.class)
class SchemaRulesTest {
  @TempDir Path folder;

  private Path source(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private static String type(Database database, String table, String column) {
    return database.value(
        "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '\""
            + table
            + "\"'::regclass AND attname = '"
            + column
            + "'");
  }

  @Test
  void namesTypesUnitsAndLeftOutColumnsAreAsTheRulesSay(Database database) {
    Path file =
        source(
            "CREATE TABLE logs (id INTEGER PRIMARY KEY, at INTEGER, who TEXT, net TEXT, junk)",
            "INSERT INTO logs VALUES (1, 1700000000000, 'ann', '10.0.0.1', 'x')");
    Report report =
        Moves.migrate(
            file,
            database,
            "tables: {logs: {rename: journal, columns: {at: {unit: ms}, who: {rename: person,"
                + " type: varchar(20)}, net: {type: inet}, junk: skip}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT at AT TIME ZONE 'UTC', person, net FROM journal"))
        .isEqualTo("2023-11-14 22:13:20|ann|10.0.0.1");
    assertThat(type(database, "journal", "person")).isEqualTo("character varying(20)");
    assertThat(report.tables().get(0).renamed()).containsEntry("who", "person");
  }

  @Test
  void aTypeThatARuleForcesIsKeptAndWhatDoesNotFitIsNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)",
            "INSERT INTO t VALUES (1, 5), (2, 'five')");
    assertThatThrownBy(
            () -> Moves.migrate(file, database, "tables: {t: {columns: {n: {type: integer}}}}"))
        .hasMessageContaining("t.n  INTEGER → integer: 1 row does not fit, first at id=2");
    Report report =
        Moves.migrate(
            file, database, "tables: {t: {columns: {n: {type: integer, onMisfit: quarantine}}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.QUARANTINED);
    assertThat(database.value("SELECT row_data->>'n' FROM godwit.quarantine")).isEqualTo("five");
  }

  @Test
  void aKeyThatTheRowsDoNotAllowGivesWayAndIsNamed(Database database) {
    Path file =
        source(
            "CREATE TABLE p (k BOOLEAN PRIMARY KEY, x)",
            "INSERT INTO p VALUES ('f', 'a'), ('false', 'b'), ('t', 'c')",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p_k BOOLEAN REFERENCES p)",
            "INSERT INTO c VALUES (1, 't')");
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.warnings())
        .anyMatch(w -> w.is(ProblemKind.UNENFORCED) && w.message().contains("left out"));
    assertThat(database.rows("SELECT k FROM p ORDER BY x")).containsExactly("f", "f", "t");
  }

  @Test
  void aRuleThatMeetsNothingIsNamedWithTheNearestName(Database database) {
    Path file = source("CREATE TABLE orders (qty)", "INSERT INTO orders VALUES (1)");
    Report report =
        Moves.migrate(
            file,
            database,
            "tables: {order: {onMisfit: quarantine}, orders: {columns: {qyt: {secret: true}}},"
                + " gone: skip}");
    assertThat(report.warnings())
        .filteredOn(w -> w.is(ProblemKind.RULE))
        .extracting("hint")
        .containsExactlyInAnyOrder("did you mean orders?", "did you mean qty?");
  }

  @Test
  void aTableThatIsTooWideFitsOnceARuleSkipsSomeOfIt(Database database) {
    StringBuilder columns = new StringBuilder("id INTEGER PRIMARY KEY");
    StringBuilder rules = new StringBuilder("tables: {t: {columns: {");
    for (int i = 1; i < 2000; i++) {
      columns.append(", c").append(i).append(" INT");
      if (i > 500) {
        rules.append("c").append(i).append(": skip, ");
      }
    }
    Path file =
        SqliteFiles.create(
            folder.resolve("wide.db"),
            "CREATE TABLE t (" + columns + ")",
            "INSERT INTO t (id, c500, c1999) VALUES (7, 1, 2)");
    Report report = Moves.migrate(file, database, rules + "}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(database.value("SELECT id, c500 FROM t")).isEqualTo("7|1");
  }

  @Test
  void digitsOfUuidsStayTextAndAreUuidsWithTheirReferencesByTheRuleOffered(Database database) {
    Path file =
        source(
            "CREATE TABLE tag (id char(32) PRIMARY KEY, n text)",
            "CREATE TABLE use (id integer PRIMARY KEY, tag_id char(32) REFERENCES tag(id))",
            "INSERT INTO tag VALUES ('0123456789abcdef0123456789abcdef', 'a')",
            "INSERT INTO use VALUES (1, '0123456789abcdef0123456789abcdef'), (2, NULL)");
    Report report = Moves.migrate(file, database, "tables: {tag: {columns: {id: {type: uuid}}}}");
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(type(database, "use", "tag_id")).isEqualTo("uuid");
    assertThat(database.value("SELECT tag.id FROM tag JOIN use ON tag.id = tag_id"))
        .isEqualTo("01234567-89ab-cdef-0123-456789abcdef");
  }

  @Test
  void theRuleIsOfferedWhereEveryValueIsSo(Database database) {
    Path file =
        source(
            "CREATE TABLE tag (id char(32), other char(32))",
            "INSERT INTO tag VALUES ('0123456789abcdef0123456789abcdef', 'x')");
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    assertThat(type(database, "tag", "id")).isEqualTo("character varying(32)");
    assertThat(report.warnings())
        .filteredOn(w -> w.is(ProblemKind.OFFERED))
        .extracting(w -> w.column() + " " + w.hint())
        .containsExactly("id rule: id: {type: uuid}");
  }
}
