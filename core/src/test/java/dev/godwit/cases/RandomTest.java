package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nobody thought of. Each failure names its seed; {@code -Dgodwit.seed=N -Dgodwit.runs=1} runs
 * that one alone, and more runs search further.
 */
@ExtendWith(FreshDatabase.class)
class RandomTest {
  private static final long SEED = Long.getLong("godwit.seed", 1);

  @TempDir Path folder;

  /** A run by its seed. */
  private interface Run {
    void of(long seed) throws IOException;
  }

  private static void runs(int usual, Run run) {
    int runs = Integer.getInteger("godwit.runs", usual);
    List<String> failures = new ArrayList<>();
    for (long seed = SEED; seed < SEED + runs; seed++) {
      try {
        run.of(seed);
      } catch (IOException | RuntimeException | AssertionError e) {
        failures.add("-Dgodwit.seed=" + seed + " -Dgodwit.runs=1: " + e);
      }
    }
    assertThat(failures).isEmpty();
  }

  private static void empty(Database database) {
    database.run(
        "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS godwit CASCADE; CREATE SCHEMA public");
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void anySchemaWithAnyRowsArrivesExactly(Database database) {
    runs(60, seed -> moveRandom(seed, database));
  }

  private void moveRandom(long seed, Database database) {
    List<String> sql = RandomDatabase.sql(seed);
    Path file = SqliteFiles.create(folder.resolve(seed + ".db"), sql.toArray(String[]::new));
    empty(database);
    try {
      Report report = Moves.migrate(file, database, Options.DEFAULT);
      assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
      Oracle.assertArrived(file, database, "public", report);
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(e + "\n" + String.join(";\n", sql), e);
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void randomBytesAreRefused(Database database) {
    byte[] head = Arrays.copyOf(good(), 100);
    runs(
        100,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = new byte[random.nextInt(5000) + 1];
          random.nextBytes(bytes);
          if (random.nextInt(3) == 0) {
            System.arraycopy(head, 0, bytes, 0, Math.min(bytes.length, random.nextInt(101)));
          }
          readOrRefused(bytes, database);
        });
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void flippedBytesAreRefusedOrReadAsSqliteReadsThem(Database database) {
    byte[] good = good();
    runs(
        60,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = good.clone();
          for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
          }
          readOrRefused(bytes, database);
        });
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aFileCutShortIsRefused(Database database) {
    byte[] good = good();
    runs(
        40,
        seed -> {
          int length = new Random(seed).nextInt(good.length);
          boolean read = readOrRefused(Arrays.copyOf(good, length), database);
          assertThat(read).as("read, cut to " + length + " bytes").isEqualTo(length == 0);
        });
  }

  private boolean readOrRefused(byte[] bytes, Database database) throws IOException {
    Path file = Files.write(folder.resolve("bytes.db"), bytes);
    boolean read = false;
    try {
      Report report = Moves.migrate(file, database, Options.DEFAULT);
      Oracle.assertArrived(file, database, "public", report);
      empty(database);
      read = true;
    } catch (GodwitException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(GodwitException.Reason.REFUSED);
      assertThat(database.rows("SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'godwit')"))
          .isEmpty();
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    return read;
  }

  /** Small pages: a flip is more likely to hit what holds the file together. */
  private byte[] good() {
    try {
      return Files.readAllBytes(
          SqliteFiles.create(
              folder.resolve("good.db"),
              "PRAGMA page_size = 512",
              "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE, x)",
              "CREATE TABLE c (k TEXT, p_id INTEGER REFERENCES p, PRIMARY KEY (k, p_id)) WITHOUT ROWID",
              "CREATE INDEX i ON p (x)",
              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)"
                  + " INSERT INTO p SELECT i, 'name ' || i, CASE WHEN i % 9 = 0 THEN zeroblob(900) ELSE i * 0.5 END FROM n",
              "INSERT INTO c SELECT 'k' || id, id FROM p",
              "DELETE FROM c WHERE p_id > 50"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
