package dev.godwit.sqlite.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Checking.Integrity;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegrityCheckTest {
  private static final int PAGE = 4096;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void make() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT, n)",
            "CREATE INDEX i ON t (n)",
            "CREATE UNIQUE INDEX u ON t (x)",
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 500)"
                + " INSERT INTO t SELECT i, printf('%0100d', i), i * 10 FROM c",
            "CREATE TABLE gone (x)",
            "INSERT INTO gone SELECT zeroblob(10000) FROM t LIMIT 3",
            "DROP TABLE gone");
  }

  private Integrity check() {
    try (SqliteSource source = SqliteSource.open(file)) {
      return Checking.of(source).check(Slack.unlimited());
    }
  }

  private long root(String name) {
    return SqliteFiles.number(
        file, "SELECT rootpage FROM sqlite_schema WHERE name = '" + name + "'");
  }

  private void overwrite(long position, byte... bytes) throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.seek(position);
      f.write(bytes);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NULL value in t.x",
        "CHECK constraint failed in t",
        "TEXT value in t.x",
        "NUMERIC value in t.x",
        "non-INTEGER value in t.x",
        "malformed inverted index for FTS5 table main.f",
        "unable to validate the inverted index for FTS4 table main.f: SQL logic error",
        "row 3 missing from index apart",
        "wrong # of entries in index apart",
        "row not in PRIMARY KEY order for apart"
      })
  void whatSpeaksOfValuesOrOfWhatCannotBeJudgedIsARemark(String line) {
    Integrity found = IntegrityCheck.sort(List.of(line), Set.of("apart"));
    assertThat(found.damage()).isEmpty();
    assertThat(found.remarks()).hasSize(1).allMatch(r -> r.startsWith(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*** in database main ***\nTree 4 page 4 cell 10: Offset 3690 out of range 3938..4092",
        "Tree 10 page 10 cell 38: Rowid 0 out of order",
        "Freelist: size is 3 but should be 2",
        "Page 9: never used",
        "row 3 missing from index i",
        "row 3 values differ from index i",
        "rowid not at end-of-record for row 3 of index i",
        "non-unique entry in index u",
        "wrong # of entries in index i",
        "row not in PRIMARY KEY order for w",
        "In RTree main.r: Node 1 missing from database",
        "database disk image is malformed"
      })
  void whatSpeaksOfPagesTreesAndIndexesIsDamage(String line) {
    Integrity found = IntegrityCheck.sort(List.of(line), Set.of("apart"));
    assertThat(found.damage()).containsExactly(line);
    assertThat(found.remarks()).isEmpty();
  }

  @Test
  void aSoundFileIsSound() {
    assertThat(check()).isEqualTo(Integrity.SOUND);
  }

  @ParameterizedTest
  @CsvSource({"t, 0, page of zeros", "i, 0, page of zeros", "t, 5, flags", "u, 8, a pointer"})
  void aPageOfATreeThatIsOverwrittenIsDamage(String name, int at, String what) throws IOException {
    overwrite((root(name) - 1) * PAGE + at, new byte[at == 0 ? PAGE : 16]);
    assertThat(check().damage()).as(what).isNotEmpty();
  }

  @Test
  void aFreelistThatLeadsNowhereIsDamage() throws IOException {
    overwrite(32, (byte) 0, (byte) 0, (byte) 0, (byte) 2);
    assertThat(check().damage()).isNotEmpty();
  }

  @Test
  void anEntryThatIsMissingFromAnIndexIsDamage() {
    SqliteFiles.create(
        file,
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (n) WHERE n <> 50'"
            + " WHERE name = 'i'; PRAGMA writable_schema=RESET",
        "UPDATE t SET n = 50 WHERE id = 77",
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (n)' WHERE name = 'i'");
    assertThat(check().damage())
        .containsExactlyInAnyOrder("row 77 missing from index i", "wrong # of entries in index i");
  }

  @Test
  void aFileThatEndsTooSoonIsDamagedOrRefused() throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(f.length() / 2);
    }
    assertThatThrownBy(
            () -> {
              if (!check().damage().isEmpty()) {
                throw GodwitException.refused("is damaged");
              }
            })
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void valuesThatBreakTheTablesOwnRulesAreRemarks() {
    SqliteFiles.create(
        file,
        "CREATE TABLE r (a, b, c TEXT)",
        "INSERT INTO r VALUES (NULL, 1, x'00'), (1, -1, 'x')",
        "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql ="
            + " 'CREATE TABLE r (a NOT NULL, b CHECK (b > 0), c INT)' WHERE name = 'r'");
    Integrity found = check();
    assertThat(found.damage()).isEmpty();
    // SQLite checks no CHECK where it may not write: violations() counts those.
    assertThat(found.remarks()).contains("NULL value in r.a");
  }

  /**
   * round(1.005, 2) and others are not the same in every version: the rows are sound all the same.
   */
  @Test
  void anExpressionThatGivesSomethingElseInThisVersionIsNoDamage() {
    SqliteFiles.create(
        file,
        "CREATE INDEX e ON t (-id)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX e ON t (abs(id))' WHERE name = 'e'");
    assertThat(check().damage()).isEmpty();
    assertThat(check().remarks()).anyMatch(r -> r.contains("missing from index e (or not"));
  }

  @Test
  @Timeout(60)
  void aLargeFileIsCheckedInTimeThatIsToSpare() throws Exception {
    SqliteFiles.create(file, "INSERT INTO t (x) SELECT hex(zeroblob(10000)) || id FROM t");
    Slack slack = new Slack();
    try (SqliteSource source = SqliteSource.open(file)) {
      Check check = Check.waiting(source, slack);
      slack.begin();
      // Sums over the rows are wanted then, which whoever reads them has until the end.
      check.awaitPause();
      assertThat(check.result.isDone()).isFalse();

      slack.end();

      assertThat(check.result.get().damage()).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void aCheckThatNobodyWantsAnyLongerEnds() throws Exception {
    Slack slack = new Slack();
    try (SqliteSource source = SqliteSource.open(file)) {
      Check check = Check.waiting(source, slack);

      slack.cancel();

      assertThatThrownBy(check.result::get).hasCauseInstanceOf(CancellationException.class);
    }
  }

  /** A check on a thread of its own. */
  private record Check(FutureTask<Integrity> result, Thread thread) {
    /** Begins one, and returns once it waits for time. */
    static Check waiting(SqliteSource source, Slack slack) throws InterruptedException {
      FutureTask<Integrity> result = new FutureTask<>(() -> Checking.of(source).check(slack));
      Check check = new Check(result, new Thread(result));
      check.thread.start();
      check.awaitPause();
      return check;
    }

    void awaitPause() throws InterruptedException {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }
}
