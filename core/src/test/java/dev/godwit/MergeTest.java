package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Findings;
import dev.godwit.copy.Progress;
import dev.godwit.history.Run;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Emptying;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.Everything;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets that hold rows: seeds of an application's own migrations, and tables to be emptied. */
@ExtendWith(FreshDatabase.class)
class MergeTest {
  @TempDir Path folder;
  private Path file;

  private void source(String... statements) {
    file = SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  private Options ruled(String rules) {
    return Options.DEFAULT
        .with(RulesFile.parse(rules, "rules"))
        .with(Safety.USUAL.keepingIn(folder.resolve("backups")));
  }

  private Options forced(Emptying how) {
    return ruled("{}").emptying(how);
  }

  private Report migrate(Database database, Options options) {
    return Moves.migrate(file, database, options);
  }

  private Report verify(Database database, Options options) {
    return Moves.verify(file.toString(), database.url(), options);
  }

  private List<Problem> planned(Database database, Options options) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      Findings findings = godwit.move(source, target, options).by(plan).check();
      return findings.problems();
    }
  }

  private void rollback(Database database) {
    try (Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      List<Run> runs = godwit.history(target);
      godwit.rollback(target, runs.get(runs.size() - 1).migrationId(), Scope.ALL, false, null);
    }
  }

  /** Both refuse, and say the same; nothing changes. */
  private String refused(Database database, Options options) {
    List<String> before = Everything.of(database);
    List<Problem> foreseen = planned(database, options);
    assertThat(foreseen).isNotEmpty();
    String[] message = new String[1];
    assertThatThrownBy(() -> migrate(database, options))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED);
              message[0] = e.getMessage();
            });
    foreseen.forEach(p -> assertThat(message[0]).contains(p.message()));
    assertThat(Everything.of(database)).isEqualTo(before);
    return message[0];
  }

  @Nested
  class Seeds {
    @Test
    void equalRowsAreNoConflict(Database database) {
      source(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, n NUMERIC, j TEXT)",
          "INSERT INTO t VALUES (1, 1.5, '{\"a\": 1}'), (2, 2, NULL)");
      database.run(
          "CREATE TABLE t (id int PRIMARY KEY, n numeric, j jsonb);"
              + "INSERT INTO t VALUES (1, 1.50, '{\"a\":1}')");
      assertThat(planned(database, ruled("{}"))).isEmpty();
      Report report = migrate(database, ruled("{}"));
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.tables().get(0)).extracting("copied", "skipped").containsExactly(1L, 1L);
      assertThat(verify(database, ruled("{}")).verdict()).isEqualTo(Verdict.EXACT);
      assertThat(refused(database, ruled("{}"))).contains("holds rows already: migration ");
    }

    @Test
    void theRowsThatDifferAreNamedAndForceIsTheLastAdvice(Database database) {
      source(
          "CREATE TABLE info (key TEXT NOT NULL PRIMARY KEY, value TEXT)",
          "INSERT INTO info VALUES ('a', '1'), ('version', '32')");
      database.run(
          "CREATE TABLE info (key text PRIMARY KEY, value text);"
              + "INSERT INTO info VALUES ('a', '1'), ('version', '31'), ('own', '')");
      assertThat(refused(database, ruled("{}")))
          .contains("1 row is as in the source; 1 row is not: key=version (value)")
          .contains("1 row is only in the target: key=own")
          .contains("update gives 1 row the source's values, replace empties the table of 3 rows")
          .doesNotContain("key=a")
          .endsWith("--force (or flyway.godwit.force=true) empties every table of the plan first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "update"})
    void byRuleTheyAreMerged(String how, Database database) {
      source(
          "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, v TEXT)",
          "INSERT INTO t VALUES (1, 1, 'source'), (1, 2, 'source'), (2, 1, 'same')");
      database.run(
          "CREATE TABLE t (a bigint NOT NULL, b bigint NOT NULL, v text, own text DEFAULT 'd',"
              + " UNIQUE (b, a));"
              + "INSERT INTO t VALUES (1, 1, 'target', 'x'), (2, 1, 'same', 'y'), (9, 9, '', 'z')");
      List<String> before = Everything.of(database);
      Options options = ruled("tables: {t: {onConflict: " + how + "}}");
      assertThat(planned(database, options)).isEmpty();
      Report report = migrate(database, options);
      assertThat(report.verdict()).isEqualTo(Verdict.MERGED);
      assertThat(report.warnings())
          .filteredOn(w -> w.is(ProblemKind.MERGED))
          .singleElement()
          .asString()
          .contains("(a, b)=(1, 1) (v)", "1 row is only in the target: (a, b)=(9, 9)", how);
      String kept = how.equals("skip") ? "target" : "source";
      assertThat(database.rows("SELECT * FROM t ORDER BY a, b"))
          .containsExactly("1|1|" + kept + "|x", "1|2|source|d", "2|1|same|y", "9|9||z");
      Report same = verify(database, options);
      assertThat(same.verdict()).isEqualTo(Verdict.MERGED);
      assertThat(same.verdict().exitCode(false)).isZero();
      assertThat(same.verdict().exitCode(true)).isEqualTo(3);
      assertThat(verify(database, ruled("{}")).verdict()).isEqualTo(Verdict.DIFFERENT);
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
    }

    @Test
    void aKeyIsNamedByARule(Database database) {
      source(
          "CREATE TABLE u (id INTEGER PRIMARY KEY, email TEXT, v TEXT)",
          "INSERT INTO u VALUES (1, 'a', 'source'), (2, 'b', 'source'), (3, NULL, 'source')");
      database.run(
          "CREATE TABLE u (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE,"
              + " v text); INSERT INTO u OVERRIDING SYSTEM VALUE VALUES (7, 'a', 't'), (9, NULL, 't')");
      List<String> before = Everything.of(database);
      Options options = ruled("tables: {u: {onConflict: {update: email}}}");
      assertThat(migrate(database, options).verdict()).isEqualTo(Verdict.MERGED);
      assertThat(database.rows("SELECT * FROM u ORDER BY id"))
          .containsExactly("1|a|source", "2|b|source", "3|null|source", "9|null|t");
      assertThat(verify(database, options).verdict()).isEqualTo(Verdict.MERGED);
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
      assertThat(refusedByRule("{update: v}", database)).contains("no unique key of exactly v");
    }

    @Test
    void whatRefersToARowThatStaysIsLedToItsKeyThere(Database database) {
      source(
          "CREATE TABLE u (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, boss INT REFERENCES u)",
          "CREATE TABLE post (id INTEGER PRIMARY KEY, author INT REFERENCES u, about INT)",
          "INSERT INTO u VALUES (1, 'a', NULL), (2, 'b', 1), (3, 'c', 3)",
          "INSERT INTO post VALUES (1, 1, 3), (2, 2, 2), (3, 3, 1)");
      database.run(
          "CREATE TABLE u (id int PRIMARY KEY, email text NOT NULL UNIQUE, boss int);"
              + "CREATE TABLE post (id int PRIMARY KEY, author int, about int);"
              + "INSERT INTO u VALUES (3, 'a'), (1, 'c')");
      List<String> before = Everything.of(database);
      Options options =
          ruled("tables: {u: {onConflict: {skip: email}}, post: {columns: {about: {refers: u}}}}");
      Report report = migrate(database, options);
      assertThat(report.verdict()).isEqualTo(Verdict.MERGED);
      assertThat(report.converted()).extracting(c -> c.rule()).contains("repointed");
      assertThat(database.rows("SELECT id, author, about FROM post ORDER BY id"))
          .containsExactly("1|3|1", "2|2|2", "3|1|3");
      assertThat(database.value("SELECT boss FROM u WHERE id = 2")).isEqualTo("3");
      assertThat(verify(database, options).verdict()).isEqualTo(Verdict.MERGED);
      database.run("UPDATE post SET author = 1 WHERE id = 1");
      assertThat(verify(database, options).verdict()).isEqualTo(Verdict.DIFFERENT);
      database.run("UPDATE post SET author = 3 WHERE id = 1");
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
    }

    @Test
    void whatOthersReferToDoesNotStayUnderAnotherKeyWhereTheyCannotBeLedThere(Database database) {
      source(
          "CREATE TABLE u (a INTEGER, b INTEGER, email TEXT NOT NULL UNIQUE, PRIMARY KEY (a, b))",
          "CREATE TABLE post (id INTEGER PRIMARY KEY, a INT, b INT, FOREIGN KEY (a, b) REFERENCES u)",
          "INSERT INTO u VALUES (1, 1, 'a')",
          "INSERT INTO post VALUES (1, 1, 1)");
      database.run(
          "CREATE TABLE u (a int, b int, email text NOT NULL UNIQUE, PRIMARY KEY (a, b));"
              + "CREATE TABLE post (id int PRIMARY KEY, a int, b int);"
              + "INSERT INTO u VALUES (7, 7, 'a')");
      Options options = ruled("tables: {u: {onConflict: {skip: email}}}");
      assertThat(refused(database, options))
          .contains("1 row would stay in the target under another key than the source's");
      database.run("DELETE FROM u; INSERT INTO u VALUES (1, 1, 'a')");
      assertThat(migrate(database, options).verdict()).isEqualTo(Verdict.EXACT);
      Options own =
          ruled("tables: {u: {onConflict: {skip: email}}, post: {columns: {a: {refers: v}}}}");
      assertThat(verify(database, own).problems().toString()).contains("no table v travels");
    }

    private String refusedByRule(String rule, Database database) {
      try (Source source = Stores.source(file.toString(), null);
          Target target = Stores.target(database.url(), null)) {
        return new Godwit(Progress.NONE)
            .plan(source, target, ruled("tables: {u: {onConflict: " + rule + "}}"))
            .problems()
            .toString();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "update"})
    void aRowInTheWayByASecondKeyIsNamed(String how, Database database) {
      source(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO t VALUES (1, 'a'), (2, 'twice'), (3, 'Folded')");
      database.run(
          "CREATE TABLE t (id int PRIMARY KEY, name text UNIQUE);"
              + "CREATE UNIQUE INDEX folded ON t (lower(name));"
              + "INSERT INTO t VALUES (9, 'twice'), (8, 'folded')");
      assertThat(refused(database, ruled("tables: {t: {onConflict: " + how + "}}")))
          .contains("id=2")
          .contains("id=3")
          .doesNotContain("trigger");
    }

    @Test
    void uniqueValuesMayMoveBetweenRowsThatAreOverwritten(Database database) {
      source(
          "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO t VALUES (1, 'b'), (2, 'a')");
      database.run(
          "CREATE TABLE t (id int PRIMARY KEY, name text UNIQUE);"
              + "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
      Options options = ruled("tables: {t: {onConflict: update}}");
      assertThat(planned(database, options)).isEmpty();
      migrate(database, options);
      assertThat(database.rows("SELECT * FROM t ORDER BY id")).containsExactly("1|b", "2|a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"skip", "update", "fail"})
    void withoutAKeyTheTableIsRefusedWithTheWayOut(String how, Database database) {
      source("CREATE TABLE t (a INT, b TEXT)", "INSERT INTO t VALUES (1, 'x')");
      database.run("CREATE TABLE t (a int, b text UNIQUE); INSERT INTO t VALUES (1, 'y')");
      assertThat(refused(database, ruled("tables: {t: {onConflict: " + how + "}}")))
          .contains("no key tells which")
          .contains("replace empties the table first");
    }

    @Test
    void replacedRowsLeaveTheReferencesOfOthersWhole(Database database) {
      source(
          "CREATE TABLE kinds (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO kinds VALUES (1, 'x'), (2, 'y')");
      database.run(
          "CREATE TABLE kinds (id int PRIMARY KEY, name text);"
              + "CREATE TABLE log (id int PRIMARY KEY, kind int REFERENCES kinds ON DELETE CASCADE);"
              + "INSERT INTO kinds VALUES (1, 'y'), (2, 'x'); INSERT INTO log VALUES (5, 2)");
      List<String> before = Everything.of(database);
      Options options = ruled("tables: {kinds: {onConflict: replace}}");
      assertThat(planned(database, options)).isEmpty();
      assertThat(migrate(database, options).verdict()).isEqualTo(Verdict.EXACT);
      assertThat(database.rows("SELECT * FROM kinds ORDER BY id")).containsExactly("1|x", "2|y");
      assertThat(database.rows("SELECT * FROM log")).containsExactly("5|2");
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
      database.run("INSERT INTO kinds VALUES (7, 'z'); INSERT INTO log VALUES (6, 7)");
      List<String> more = Everything.of(database);
      assertThat(planned(database, options))
          .singleElement()
          .asString()
          .contains("kinds  1 row of log refers to it (foreign key log_kind_fkey)")
          .contains("first at id=6");
      assertThatThrownBy(() -> migrate(database, options))
          .hasMessageContaining("log")
          .hasMessageContaining("log_kind_fkey");
      assertThat(Everything.of(database)).isEqualTo(more);
    }
  }

  @Nested
  class Histories {
    private static final String TABLES =
        "CREATE TABLE django_migrations (id int PRIMARY KEY, app text, name text, applied text);"
            + "CREATE TABLE item (id int PRIMARY KEY, v text);"
            + "INSERT INTO django_migrations VALUES (1, 'shop', '0001', 'today'), ";

    private void shop() {
      source(
          "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)",
          "CREATE TABLE item (id INTEGER PRIMARY KEY, v TEXT)",
          "INSERT INTO django_migrations VALUES (1, 'shop', '0001', 'x'), (2, 'shop', '0002', 'x')",
          "INSERT INTO item VALUES (1, 'x')");
    }

    @Test
    void ofTheSameVersionsStayAsTheyAre(Database database) {
      shop();
      database.run(TABLES + "(7, 'shop', '0002', 'today')");
      List<String> history = database.rows("SELECT * FROM django_migrations ORDER BY id");
      assertThat(planned(database, ruled("{}"))).isEmpty();
      Report report = migrate(database, forced(Emptying.TABLES));
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      assertThat(report.leftOut()).extracting("table").containsExactly("django_migrations");
      assertThat(database.rows("SELECT * FROM django_migrations ORDER BY id")).isEqualTo(history);
      assertThat(verify(database, ruled("{}")).verdict()).isEqualTo(Verdict.EXACT);
    }

    @Test
    void ofOtherVersionsAreRefusedWithWhatEachLacks(Database database) {
      shop();
      database.run(TABLES + "(2, 'shop', '0003', 'today')");
      for (Options options : List.of(ruled("{}"), forced(Emptying.TABLES))) {
        List<String> before = Everything.of(database);
        assertThatThrownBy(() -> migrate(database, options))
            .hasMessageContaining("the source lacks shop.0003; the target lacks shop.0002")
            .hasMessageContaining("manage.py migrate");
        assertThat(Everything.of(database)).isEqualTo(before);
      }
      assertThat(verify(database, ruled("{}")).verdict()).isEqualTo(Verdict.DIFFERENT);
      Options any = ruled("{}").with(Safety.USUAL.keepingIn(null).anyVersion(true));
      assertThat(migrate(database, any).warnings())
          .extracting(p -> p.kind().toString())
          .containsExactly("versions");
      assertThat(database.value("SELECT count(*) FROM item")).isEqualTo("1");
    }
  }

  @Nested
  class Emptied {
    private static final String CHAIN =
        "CREATE TABLE users (id int PRIMARY KEY, name text);"
            + "CREATE TABLE audit (id int PRIMARY KEY, u int REFERENCES users ON DELETE CASCADE);"
            + "CREATE TABLE deep (id int PRIMARY KEY, a int REFERENCES audit, d int REFERENCES deep);"
            + "ALTER TABLE users ADD boss int REFERENCES deep;"
            + "INSERT INTO users VALUES (1, 'seed'), (2, 'x'); INSERT INTO audit VALUES (1, 1);"
            + "INSERT INTO deep VALUES (1, 1, NULL), (2, NULL, 1); UPDATE users SET boss = 2;";

    private static final String INHERITED =
        "CREATE TABLE users (id int PRIMARY KEY, name text);"
            + "CREATE TABLE audit (more int) INHERITS (users);"
            + "INSERT INTO users VALUES (5, 'old'); INSERT INTO audit VALUES (9, 'keep', 1);";

    private static final String PARTITIONED =
        "CREATE TABLE users (id int PRIMARY KEY, name text) PARTITION BY RANGE (id);"
            + "CREATE TABLE low PARTITION OF users FOR VALUES FROM (0) TO (100);"
            + "CREATE TABLE audit (id int, u int REFERENCES users) PARTITION BY RANGE (id);"
            + "CREATE TABLE audit1 PARTITION OF audit FOR VALUES FROM (0) TO (100);"
            + "INSERT INTO users VALUES (5, 'old'); INSERT INTO audit VALUES (1, 5);";

    @ParameterizedTest
    @CsvSource({"chain, 0", "inherited, 0", "partitioned, 0"})
    void onlyWhatIsNamedGoesAndComesBack(String shape, long left, Database database) {
      source(
          "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO users VALUES (1, 'new')");
      database.run(
          switch (shape) {
            case "chain" -> CHAIN;
            case "inherited" -> INHERITED;
            default -> PARTITIONED;
          });
      List<String> before = Everything.of(database);
      assertThat(refused(database, forced(Emptying.TABLES)))
          .contains("audit")
          .contains("--force=cascade");
      Options cascade = forced(Emptying.CASCADE);
      assertThat(planned(database, cascade)).isEmpty();
      Report report = migrate(database, cascade);
      assertThat(report.warnings())
          .filteredOn(w -> w.is(ProblemKind.EMPTIED))
          .extracting(Problem::table)
          .contains("audit");
      assertThat(database.rows("SELECT id, name FROM users")).containsExactly("1|new");
      assertThat(database.value("SELECT count(*) FROM audit")).isEqualTo(Long.toString(left));
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
    }

    @Test
    void aTableThatInheritsIsOneOfItsOwn(Database database) {
      source(
          "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
          "CREATE TABLE audit (id INTEGER, name TEXT, more INTEGER)",
          "INSERT INTO users VALUES (1, 'new')",
          "INSERT INTO audit VALUES (7, 'c', 2)");
      database.run(INHERITED);
      List<String> before = Everything.of(database);
      migrate(database, forced(Emptying.TABLES));
      assertThat(database.rows("SELECT * FROM ONLY users")).containsExactly("1|new");
      assertThat(database.rows("SELECT * FROM audit")).containsExactly("7|c|2");
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
    }

    @Test
    void whatIsInAnotherSchemaIsNobodysToEmpty(Database database) {
      source(
          "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO users VALUES (1, 'new')");
      database.run(
          "CREATE SCHEMA other; CREATE TABLE users (id int PRIMARY KEY, name text);"
              + "CREATE TABLE other.audit (id int, u int REFERENCES public.users);"
              + "INSERT INTO users VALUES (1, 'old'); INSERT INTO other.audit VALUES (1, 1)");
      assertThat(refused(database, forced(Emptying.TABLES))).contains("other.audit");
      assertThat(refused(database, forced(Emptying.CASCADE))).contains("other.audit");
    }

    @Test
    void aRunInBatchesTakesTheSameTables(Database database) {
      source(
          "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
          "INSERT INTO users VALUES (1, 'new')");
      database.run(CHAIN);
      List<String> before = Everything.of(database);
      Options cascade = forced(Emptying.CASCADE);
      Moves.migrate(file.toString(), database.url(), cascade, Mode.RESUMABLE, Progress.NONE);
      assertThat(database.rows("SELECT id, name FROM users")).containsExactly("1|new");
      assertThat(database.value("SELECT count(*) FROM deep")).isEqualTo("0");
      rollback(database);
      assertThat(Everything.of(database)).isEqualTo(before);
    }
  }
}
