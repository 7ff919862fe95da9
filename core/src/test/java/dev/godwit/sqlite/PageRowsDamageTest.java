package dev.godwit.sqlite;

import static dev.godwit.testing.SqliteFiles.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.testing.NeedsPages;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is damaged is told, or read, as SQLite tells or reads it. */
@NeedsPages
class PageRowsDamageTest {
  private static final int PAGE = 512;

  @TempDir Path folder;

  private Path file(String... statements) {
    return SqliteFiles.create(folder.resolve("a.db"), statements);
  }

  /** A bit here and there is another: either way of reading says the same, or that it cannot. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void damageIsSeenAsSqliteSeesIt(long seed) throws Exception {
    Path sound =
        file(
            "PRAGMA page_size = " + PAGE,
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL, c)",
            numbers(300)
                + "INSERT INTO t SELECT i * 2, hex(randomblob(i % 40)), i / 3.0, NULL FROM n",
            "ALTER TABLE t ADD COLUMN d DEFAULT 'added'",
            numbers(20) + "INSERT INTO t SELECT i + 1000, 'x', 1, zeroblob(i * 200), 'own' FROM n");
    assertThat(comparedAfterFlips(sound, 150, seed, 3)).isPositive();
  }

  /** The root alone, which tells the way to rows that are as they were. */
  @Test
  void rowsToWhichTheWayIsDamagedAreSeenAsSqliteSeesThem() throws Exception {
    Path sound =
        file(
            "PRAGMA page_size = " + PAGE,
            "CREATE TABLE t (id INTEGER PRIMARY KEY, a)",
            numbers(9000) + "INSERT INTO t SELECT i, hex(i) FROM n");
    assertThat(comparedAfterFlips(sound, 60, 1, 1)).isPositive();
  }

  /**
   * Bits turned over behind the first page, which is the header and the schema; of the second page
   * only where {@code most} is 1. Returns how many files both ways read alike.
   */
  private int comparedAfterFlips(Path sound, int rounds, long seed, int most) throws Exception {
    byte[] bytes = Files.readAllBytes(sound);
    int end = most == 1 ? 2 * PAGE : bytes.length;
    Random random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < rounds; i++) {
      byte[] damaged = bytes.clone();
      for (int flips = 1 + random.nextInt(most); flips > 0; flips--) {
        damaged[PAGE + random.nextInt(end - PAGE)] ^= (byte) (1 << random.nextInt(8));
      }
      Path file = Files.write(folder.resolve("damaged.db"), damaged);
      try (OpenedBothWays opened = OpenedBothWays.of(file)) {
        List<String> expected;
        try {
          expected = opened.fromSqlite("t");
        } catch (GodwitException e) {
          assertThatThrownBy(() -> opened.fromPages("t"))
              .as("seed %d, round %d", seed, i)
              .isInstanceOf(GodwitException.class)
              .hasMessageContaining("damaged");
          continue;
        }
        if (most == 1 || opened.isSound()) {
          assertThat(opened.fromPages("t")).as("seed %d, round %d", seed, i).isEqualTo(expected);
          compared++;
        }
      }
    }
    return compared;
  }
}
