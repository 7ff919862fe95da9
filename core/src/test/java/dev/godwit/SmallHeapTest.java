package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.copy.Progress;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.JavaProgram;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The heap does not grow with the number of rows that do not fit. */
@ExtendWith(FreshDatabase.class)
class SmallHeapTest {
  private static final int ROWS = 400_000;

  @TempDir Path folder;

  /** What runs in another process: source, target, rules, and a mode that compares. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      Options options = Options.DEFAULT.with(RulesFile.parse(args[2], "rules"));
      try (Source source = Stores.source(args[0], null);
          Target target = Stores.target(args[1], null)) {
        Godwit godwit = new Godwit(Progress.NONE);
        var plan = godwit.plan(source, target, options);
        if (args.length > 3) {
          System.out.println(
              godwit.migrate(plan, source, target, options, Mode.DIFFERENTIAL).copied());
          return;
        }
        var found = godwit.move(source, target, options).by(plan).check();
        Report report = godwit.migrate(plan, source, target, options);
        System.out.println(
            report.copied() + " copied, " + report.rejected() + " rejected, " + found.setAside());
      }
    }
  }

  private static String run(String heap, Object... args) throws Exception {
    JavaProgram.Ended child = JavaProgram.run(Child.class, List.of("-Xmx" + heap), args);
    assertThat(child.exit()).as(child.output()).isZero();
    return child.output();
  }

  /** What is kept of one table while it is compared goes with it. */
  @Test
  void manyTablesAreComparedInTheHeapOfOne() throws Exception {
    String[] statements = new String[200];
    for (int i = 0; i < statements.length; i += 2) {
      statements[i] = "CREATE TABLE t" + i + " (id INTEGER PRIMARY KEY, n INT)";
      statements[i + 1] = "INSERT INTO t" + i + " VALUES (1, 1), (2, 2)";
    }
    Path file = SqliteFiles.create(folder.resolve("many.db"), statements);
    String copy = folder.resolve("copy.db").toString();
    run("64m", file.toString(), copy, "");
    SqliteFiles.create(file, "INSERT INTO t6 VALUES (3, 3)");
    assertThat(run("64m", file.toString(), copy, "", "differential").strip()).isEqualTo("1");
  }

  @Test
  void hundredsOfThousandsOfOrphansAndDuplicatesAreSetAside(Database database) throws Exception {
    Path file =
        SqliteFiles.create(
            folder.resolve("source.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY)",
            "INSERT INTO p VALUES (0)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT, n)",
            "WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < "
                + ROWS
                + ") INSERT INTO c SELECT i, CASE WHEN i % 2 THEN i ELSE 0 END, i / 4 FROM i");
    database.run(
        "CREATE TABLE p (id bigint PRIMARY KEY);"
            + "CREATE TABLE c (id bigint PRIMARY KEY, p bigint REFERENCES p, n bigint UNIQUE)");
    String out = run("32m", file.toString(), database.url(), "onMisfit: quarantine");
    assertThat(out).contains(" copied, ", "299999 rows, each has a key");
    // Of each four rows with a number the first stays, and of those half are orphans or so.
    assertThat(database.value("SELECT count(*) + (SELECT count(*) FROM c) FROM godwit.quarantine"))
        .isEqualTo("" + ROWS);
  }
}
