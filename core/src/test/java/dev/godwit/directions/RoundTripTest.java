package dev.godwit.directions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** There and back again, over every database of {@code -Dgodwit.corpus}, by no rule at all. */
@ExtendWith(FreshDatabase.class)
class RoundTripTest {
  private static final Path NONE = Path.of("no corpus");

  @TempDir Path folder;

  static List<Path> databases() throws IOException {
    String corpus = System.getProperty("godwit.corpus", "");
    if (corpus.isBlank()) {
      return List.of(NONE);
    }
    try (Stream<Path> files = Files.list(Path.of(corpus))) {
      return files.filter(f -> f.toString().endsWith(".db")).sorted().toList();
    }
  }

  private Path copy(Path original) throws IOException {
    assumeFalse(original == NONE, "-Dgodwit.corpus is not set");
    Path file = folder.resolve("original.db");
    Files.copy(original, file);
    Path wal = original.resolveSibling(original.getFileName() + "-wal");
    if (Files.exists(wal)) {
      Files.copy(wal, folder.resolve("original.db-wal"));
    }
    return file;
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sqliteBecomesSqlite(Path original) throws IOException {
    Path from = copy(original);
    Path to = folder.resolve("to.db");
    try {
      assertThat(Stored.move(from, to).verdict()).isEqualTo(Verdict.EXACT);
    } catch (GodwitException e) {
      assertThat(e).hasMessageMatching("(?s).*(is damaged|is not a SQLite database).*");
      assertThat(to).doesNotExist();
      return;
    }
    assertThat(Stored.digests(to)).isEqualTo(Stored.digests(from));
    assertThat(Stored.rows(to, "PRAGMA integrity_check"))
        .isIn(List.of("ok"), Stored.rows(from, "PRAGMA integrity_check"));
  }

  /** Those of the nine directions that the other tests here leave out. */
  @ParameterizedTest
  @MethodSource("databases")
  void postgresToPostgresToJsonToJsonToSqliteToPostgres(Path original, Database database)
      throws IOException {
    Path from = copy(original);
    database.run("CREATE SCHEMA first; CREATE SCHEMA second; CREATE SCHEMA third");
    String first = database.url() + "?schema=first";
    String second = database.url() + "?schema=second";
    String third = database.url() + "?schema=third";
    try {
      Stored.move(from, first);
    } catch (GodwitException e) {
      assertThat(e).hasMessageMatching("(?s).*(is damaged|is not a SQLite database).*");
      return;
    }
    String lines = "json:" + folder.resolve("lines");
    String file = "json:" + folder.resolve("file.json");
    String back = folder.resolve("back.db").toString();
    List<String> way = List.of(first, second, lines, file, back, third);
    for (int i = 1; i < way.size(); i++) {
      assertThat(Stored.move(way.get(i - 1), way.get(i)).verdict())
          .as(way.get(i))
          .isEqualTo(Verdict.EXACT);
    }
    assertThat(Stored.digests(second)).isEqualTo(Stored.digests(first));
    assertThat(Stored.digests(third)).isEqualTo(Stored.digests(first));
  }

  @ParameterizedTest
  @MethodSource("databases")
  void sqliteToPostgresToSqliteToJsonToPostgres(Path original, Database database)
      throws IOException {
    Path from = copy(original);
    database.run("CREATE SCHEMA first; CREATE SCHEMA second");
    String first = database.url() + "?schema=first";
    String second = database.url() + "?schema=second";
    try {
      Stored.move(from, first);
    } catch (GodwitException e) {
      assertThat(e).hasMessageMatching("(?s).*(is damaged|is not a SQLite database).*");
      return;
    }
    Path back = folder.resolve("back.db");
    assertThat(Stored.move(first, back).verdict()).isEqualTo(Verdict.EXACT);
    String json = "json:" + folder.resolve("between");
    assertThat(Stored.move(back, json).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(Stored.digests(json)).isEqualTo(Stored.digests(back));
    assertThat(Stored.move(json, second).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(Stored.digests(second)).isEqualTo(Stored.digests(first));
  }

  @Test
  void everyKindOfValueGoesRound(Database database) {
    Path from =
        SqliteFiles.create(
            folder.resolve("kinds.db"),
            "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, b BOOLEAN, r REAL,"
                + " n DECIMAL(30,10), s VARCHAR(9), d DATE, i TIME, at DATETIME, z TIMESTAMPTZ,"
                + " e TIMESTAMP, j JSON, u UUID, x BLOB, q)",
            "INSERT INTO t VALUES (5, 1, 0.1, '12345678901234567890.0123456789', '', '2026-01-31',"
                + " '12:00:00.5', '2026-01-31 12:34:56', '2026-01-31T12:34:56+02:00',"
                + " 1767225600, '{\"a\": [1.50, null]}', '123e4567-e89b-12d3-a456-426614174000',"
                + " x'00ff', 'plain')",
            "INSERT INTO t(id) VALUES (9)",
            "DELETE FROM t WHERE id = 9");
    database.run("CREATE SCHEMA first; CREATE SCHEMA second");
    String first = database.url() + "?schema=first";
    String second = database.url() + "?schema=second";
    Stored.move(from, first);
    Path back = folder.resolve("back.db");
    Stored.move(first, back);
    Path json = folder.resolve("between.json");
    Stored.move(back, "json:" + json);
    Stored.move("json:" + json, second);
    assertThat(Stored.digests(second)).isEqualTo(Stored.digests(first)).hasSize(1);
    assertThat(database.value("SELECT nextval(pg_get_serial_sequence('second.t', 'id'))"))
        .isEqualTo("10");
  }
}
