package dev.godwit.sqlite.check;

import static dev.godwit.testing.SqliteFiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.file.SqliteFile;
import dev.godwit.testing.NeedsPages;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a look at the pages is enough, SQLite's quick_check says the same of them. */
@NeedsPages
class StructureCheckTest {
  private static final String[] EVERYTHING = {
    "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b REAL, at TIMESTAMP, c)",
    numbers(900)
        + "INSERT INTO t SELECT i * 3, hex(randomblob(i % 30)), i / 3.0, date(i), i FROM n",
    numbers(12)
        + "INSERT INTO t SELECT i + 5000, hex(randomblob(i * 700)), 1, NULL, zeroblob(i * 99)"
        + " FROM n",
    "CREATE INDEX by_text ON t (a, c)",
    "CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT, v)",
    "INSERT INTO s (v) VALUES (1), ('x'), (NULL)",
    "CREATE TABLE keyed (k TEXT PRIMARY KEY, v) WITHOUT ROWID",
    numbers(300) + "INSERT INTO keyed SELECT hex(i * i), zeroblob(i * 2) FROM n",
    "CREATE TABLE empty (x)",
    "CREATE TABLE gone (x)",
    numbers(400) + "INSERT INTO gone SELECT hex(randomblob(99)) FROM n",
    "DROP TABLE gone",
    "DELETE FROM t WHERE id % 5 = 0",
    "UPDATE t SET a = a || a || 'more' WHERE id % 7 = 0"
  };

  @TempDir Path folder;

  /** What is said of a file; {@code lines} are null where SQLite has to be asked for all. */
  private record Verdict(Set<String> lines, Set<String> asked, Set<String> bySqlite) {
    static Verdict of(Path file) throws SQLException {
      try (Snapshot snapshot = Snapshot.open(SqliteFile.probe(file), false);
          Connection connection = snapshot.another()) {
        StructureCheck check = new StructureCheck(connection, snapshot.pages());
        Set<String> lines = check.agrees() ? new TreeSet<>() : null;
        if (lines != null) {
          for (String table : check.rest()) {
            lines.addAll(lines(connection, "(" + Sql.SQLITE.name(table) + ")"));
          }
        }
        return new Verdict(lines, check.rest(), lines(connection, ""));
      }
    }

    private static Set<String> lines(Connection connection, String table) throws SQLException {
      Set<String> lines = new TreeSet<>();
      try {
        lines.addAll(Queries.list(connection, r -> r.getString(1), "PRAGMA quick_check" + table));
      } catch (SQLException e) {
        lines.add(e.getMessage());
      }
      lines.remove("ok");
      // How many entries an index has is for IndexCheck to say, with which they are.
      lines.removeIf(l -> l.startsWith("wrong # of entries in index "));
      return lines;
    }

    boolean isSettled() {
      return lines != null;
    }
  }

  private Path file(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1024, 4096, 32768, 65536})
  void aSoundFileIsSettledBesidesWhatHasNoRowids(int pageSize) throws SQLException {
    List<String> statements = new ArrayList<>(List.of(EVERYTHING));
    statements.add(0, "PRAGMA page_size = " + pageSize);
    Verdict verdict = Verdict.of(file(statements.toArray(new String[0])));
    assertThat(verdict.isSettled()).isTrue();
    assertThat(verdict.asked()).containsExactly("keyed", "sqlite_schema");
    assertThat(verdict.lines()).isEmpty();
    assertThat(verdict.bySqlite()).isEmpty();
  }

  /** Values get into columns that would not take them by another definition put there later. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "TEXT",
        "VARCHAR(9)",
        "INTEGER",
        "BIGINT",
        "REAL",
        "NUMERIC",
        "BOOLEAN",
        "TIMESTAMP",
        "BLOB",
        "FLOATING POINT",
        "CHARINT",
        "REALBLOB",
        "STRING"
      })
  void whatSqliteSaysOfValuesIsSaid(String type) throws SQLException {
    List<String> values =
        List.of(
            "NULL",
            "1",
            "-5",
            "1.5",
            "9e99",
            "x'31'",
            "x''",
            "''",
            "'12'",
            "' 12 '",
            "'1e5'",
            "'+3'",
            "'-7.'",
            "'.5'",
            "'.'",
            "'-'",
            "'e5'",
            "'1-2'",
            "'2024-01-01'",
            "'20:15'",
            "'2024-01-01T10:00:00'",
            "'abc'",
            "'1.5abc'",
            "'0x10'",
            "'Infinity'",
            "'nan'",
            "'9e999'",
            "'١'",
            "'12' || char(0)",
            "char(9) || '7'",
            "char(160) || '7'",
            "printf('%060d', 7)",
            "printf('%60s', '7')",
            "printf('%60s', 'x')");
    List<String> statements = new ArrayList<>();
    List<String> definitions = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      for (String notNull : List.of("", " NOT NULL")) {
        String name = "t" + i + notNull.strip().replace(" ", "");
        statements.add("CREATE TABLE " + name + " (id INTEGER PRIMARY KEY, before, v, after)");
        statements.add(
            "INSERT INTO %s (before, v, after) VALUES (1, %s, 'x'), (2, %s, 'y')"
                .formatted(name, values.get(i), values.get(i)));
        definitions.add(
            "UPDATE sqlite_schema SET sql = 'CREATE TABLE %s (id INTEGER PRIMARY KEY NOT NULL,"
                    .formatted(name)
                + " before NUMERIC, v %s, after TEXT)' WHERE name = '%s'"
                    .formatted(type + notNull, name));
      }
    }
    Path file = file(statements.toArray(new String[0]));
    SqliteFiles.create(
        file,
        "PRAGMA writable_schema = 1; "
            + String.join("; ", definitions)
            + "; PRAGMA writable_schema = RESET");
    Verdict verdict = Verdict.of(file);
    assertThat(verdict.lines()).isEqualTo(verdict.bySqlite());
    // Dates are where numbers are declared in many a file: these must not need SQLite.
    int dates = values.indexOf("'2024-01-01'");
    assertThat(verdict.asked()).doesNotContain("t" + dates, "t" + dates + "NOTNULL");
  }

  @Test
  void tablesWhoseRowsAreJudgedByMoreThanTheirTypesAreAskedFor() throws SQLException {
    Verdict verdict =
        Verdict.of(
            file(
                "CREATE TABLE plain (a INTEGER NOT NULL PRIMARY KEY, b TEXT)",
                "CREATE TABLE checked (a INT check(a > 0))",
                "CREATE TABLE strict_one (a INT) STRICT",
                "CREATE TABLE computed (a INT, b AS (a + 1))",
                "CREATE TABLE kept (a INT, b AS (a + 1) STORED)",
                "CREATE TABLE added (a INT)",
                "CREATE TABLE keyed (a INTEGER PRIMARY KEY DESC, b)",
                "INSERT INTO plain VALUES (1, 'x')",
                "INSERT INTO added VALUES (1)",
                "ALTER TABLE added ADD COLUMN b TEXT NOT NULL DEFAULT 'x'",
                "INSERT INTO keyed VALUES (1, 2)",
                "CREATE VIRTUAL TABLE search USING fts5(body)",
                "INSERT INTO search VALUES ('words')"));
    assertThat(verdict.isSettled()).isTrue();
    assertThat(verdict.asked())
        .contains("checked", "strict_one", "computed", "kept", "added", "search")
        .doesNotContain("plain", "keyed");
    assertThat(verdict.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRAGMA auto_vacuum = FULL", "PRAGMA encoding = 'UTF-16'"})
  void filesOfAnotherKindAreLeftToSqlite(String pragma) throws SQLException {
    Verdict verdict = Verdict.of(file(pragma, "CREATE TABLE t (a)", "INSERT INTO t VALUES ('x')"));
    assertThat(verdict.isSettled()).isFalse();
    assertThat(verdict.bySqlite()).isEmpty();
  }

  /** Bits turned over, pages that take another's place, numbers of pages that are others'. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void aFileThatSqliteFindsDamagedIsNeverSettledAsSound(long seed) throws Exception {
    List<String> statements = new ArrayList<>(List.of(EVERYTHING));
    statements.add(0, "PRAGMA page_size = 512");
    byte[] sound = Files.readAllBytes(file(statements.toArray(new String[0])));
    Random random = new Random(seed);
    int settled = 0;
    int damaged = 0;
    for (int round = 0; round < 250; round++) {
      byte[] bytes = sound.clone();
      change(bytes, random);
      Path file = Files.write(folder.resolve("changed.db"), bytes);
      Verdict verdict;
      try {
        verdict = Verdict.of(file);
      } catch (GodwitException | SQLException e) {
        continue;
      }
      damaged += verdict.bySqlite().isEmpty() ? 0 : 1;
      if (verdict.isSettled()) {
        settled++;
        assertThat(verdict.lines())
            .as("seed %d, round %d", seed, round)
            .isEqualTo(verdict.bySqlite());
      }
    }
    assertThat(settled).isPositive();
    assertThat(damaged).isPositive();
  }

  private static void change(byte[] bytes, Random random) {
    int pages = bytes.length / 512;
    int page = random.nextInt(pages);
    switch (random.nextInt(6)) {
      case 0 -> bytes[100 + random.nextInt(bytes.length - 100)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[20 + random.nextInt(80)] = (byte) random.nextInt(3);
      case 2 ->
          System.arraycopy(bytes, page * 512, bytes, (1 + random.nextInt(pages - 1)) * 512, 512);
      // The heads of pages: what is free, how many cells, where their content begins.
      case 3 -> bytes[page * 512 + random.nextInt(40)] = (byte) random.nextInt(256);
      case 4 -> divideFreeBlock(ByteBuffer.wrap(bytes, page * 512, 512).slice(), random);
      default -> {
        int at = page * 512 + random.nextInt(508);
        bytes[at] = 0;
        bytes[at + 1] = 0;
        bytes[at + 2] = (byte) (pages >> 8);
        bytes[at + 3] = (byte) random.nextInt(256);
      }
    }
  }

  /** Every byte is still accounted for, but SQLite would have made one block of the two. */
  private static void divideFreeBlock(ByteBuffer page, Random random) {
    int block = page.getShort(1);
    if (block < 8 || block > 508) {
      return;
    }
    int size = page.getShort(block + 2);
    if (size < 8 || block + size > 512) {
      return;
    }
    int first = 4 + random.nextInt(size - 7);
    page.putShort(block + first, page.getShort(block))
        .putShort(block + first + 2, (short) (size - first));
    page.putShort(block, (short) (block + first)).putShort(block + 2, (short) first);
  }

  @Test
  void theCorpusIsJudgedAsSqliteJudgesIt() throws IOException {
    String corpus = System.getProperty("godwit.corpus", "");
    assumeFalse(corpus.isBlank(), "real databases are named by -Dgodwit.corpus=DIR");
    int settled = 0;
    int files = 0;
    int unopened = 0;
    try (Stream<Path> all = Files.list(Path.of(corpus))) {
      for (Path file : all.filter(f -> f.toString().endsWith(".db")).sorted().toList()) {
        try {
          Verdict verdict = Verdict.of(file);
          files++;
          if (verdict.isSettled()) {
            settled++;
            assertThat(verdict.lines()).as("%s", file.getFileName()).isEqualTo(verdict.bySqlite());
          }
        } catch (SQLException | GodwitException e) {
          unopened++;
        }
      }
    }
    assertThat(unopened).isLessThan(10);
    assertThat(settled).isPositive().isGreaterThan(files / 2);
  }
}
