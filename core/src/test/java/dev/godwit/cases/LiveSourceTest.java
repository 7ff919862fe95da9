package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cases 29 and 30: a file in use, half a file, and what is no such file. */
@ExtendWith(FreshDatabase.class)
class LiveSourceTest {
  @TempDir Path folder;

  private static final String[] PAIR = {
    "PRAGMA journal_mode = WAL",
    "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER)",
    "CREATE TABLE b (id INTEGER PRIMARY KEY, n INTEGER)",
    "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 500)"
        + " INSERT INTO a SELECT i, 0 FROM k",
    "INSERT INTO b SELECT * FROM a"
  };

  /** The application adds one to both tables in one transaction, all the time. */
  @Test
  @Timeout(60)
  void oneSnapshotIsReadWhileTheApplicationWrites(Database database) throws Exception {
    Path file = SqliteFiles.create(folder.resolve("live.db"), PAIR);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread application = new Thread(() -> write(file, stop, failure));
    application.start();
    try {
      for (int run = 0; run < 3; run++) {
        Report report = Moves.migrate(file, database, Options.DEFAULT);
        assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
        assertThat(database.value("SELECT (SELECT sum(n) FROM a) - (SELECT sum(n) FROM b)"))
            .isEqualTo("0");
        database.run("DROP TABLE a, b");
      }
    } finally {
      stop.set(true);
      application.join();
    }
    assertThat(failure.get()).as("the application was not disturbed").isNull();
  }

  private static void write(Path file, AtomicBoolean stop, AtomicReference<Throwable> failure) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 5000");
      while (!stop.get()) {
        statement.executeUpdate(
            "BEGIN IMMEDIATE; UPDATE a SET n = n + 1; UPDATE b SET n = n + 1; COMMIT");
        Thread.sleep(1);
      }
    } catch (SQLException | InterruptedException e) {
      failure.set(e);
    }
  }

  @Test
  void rowsThatAreOnlyInTheWalArrive(Database database) throws Exception {
    Path file = SqliteFiles.create(folder.resolve("a.db"), PAIR);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.executeUpdate("INSERT INTO a VALUES (9999, 7)");
      Path copy = folder.resolve("copy.db");
      Files.copy(file, copy);
      Files.copy(folder.resolve("a.db-wal"), folder.resolve("copy.db-wal"));
      Moves.migrate(copy, database, Options.DEFAULT);
    }
    assertThat(database.value("SELECT n FROM a WHERE id = 9999")).isEqualTo("7");
  }

  @Test
  void theWalOfAFileIsReadByALinkToItToo(Database database) throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("a.db");
    withWal(real, () -> copyAll(folder.resolve("real"), folder.resolve("copy")));
    Path link = Files.createSymbolicLink(folder.resolve("l.db"), folder.resolve("copy/a.db"));
    Files.delete(folder.resolve("copy/a.db-shm"));
    Moves.migrate(link, database, Options.DEFAULT);
    assertThat(database.value("SELECT n FROM a WHERE id = 9999")).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"is not there", "is cut"})
  void aWalThatLacksWhatItsIndexTellsOfIsRefused(String how, Database database) throws Exception {
    Path real = Files.createDirectory(folder.resolve("real")).resolve("a.db");
    withWal(real, () -> copyAll(folder.resolve("real"), folder.resolve("copy")));
    Path wal = folder.resolve("copy/a.db-wal");
    if (how.equals("is cut")) {
      Files.write(wal, Arrays.copyOf(Files.readAllBytes(wal), 3000));
    } else {
      Files.delete(wal);
    }
    Path copy = folder.resolve("copy/a.db");
    assertThatThrownBy(() -> Moves.migrate(copy, database, Options.DEFAULT))
        .hasMessageContaining("a.db-wal " + how)
        .hasMessageContaining("their rows would be missing");
    // Without the index, the file is as of its last checkpoint.
    Files.deleteIfExists(wal);
    Files.delete(folder.resolve("copy/a.db-shm"));
    Moves.migrate(copy, database, Options.DEFAULT);
    assertThat(database.value("SELECT count(*) FROM a")).isEqualTo("500");
  }

  private interface Deed {
    void happen() throws IOException;
  }

  private void withWal(Path file, Deed deed) throws Exception {
    SqliteFiles.create(file, PAIR);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.executeUpdate("INSERT INTO a VALUES (9999, 7)");
      deed.happen();
    }
  }

  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    for (String name : List.of("a.db", "a.db-wal", "a.db-shm")) {
      Files.copy(from.resolve(name), to.resolve(name));
    }
  }

  @Test
  void aFileCopiedWithoutItsWalArrivesAsOfItsLastCheckpoint(Database database) throws Exception {
    Path file = SqliteFiles.create(folder.resolve("a.db"), PAIR);
    Path copy = folder.resolve("copy.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.executeUpdate("INSERT INTO a VALUES (9999, 7)");
      Files.copy(file, copy);
      assertThat(Moves.migrate(copy, database, Options.DEFAULT).verdict()).isEqualTo(Verdict.EXACT);
    }
    assertThat(database.value("SELECT count(*) FROM a")).isEqualTo("500");
  }

  @Test
  void aSourceWithoutLeaveToWriteIsRead(Database database) throws Exception {
    Path file = SqliteFiles.create(folder.resolve("a.db"), PAIR);
    assertThat(file.toFile().setWritable(false)).isTrue();
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    Oracle.assertArrived(file, database, "public", report);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).contains("a.db");
    }
  }

  private void refused(Database database, byte[] bytes, String... messages) throws IOException {
    Path file = Files.write(folder.resolve("bad.db"), bytes);
    assertThatThrownBy(
            () -> {
              Moves.migrate(file.toString(), database.url(), Options.DEFAULT);
            })
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED))
        .hasMessageContainingAll(messages);
    assertThat(database.rows("SELECT 1 FROM pg_tables WHERE schemaname IN ('public', 'godwit')"))
        .isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void textIsNoDatabase(Database database) throws IOException {
    refused(
        database,
        "A letter about CREATE TABLE. ".repeat(40).getBytes(StandardCharsets.UTF_8),
        "bad.db is not a SQLite database");
  }

  @Test
  void anEncryptedFileIsNamedAsOne(Database database) throws IOException {
    byte[] bytes = new byte[8192];
    new Random(3).nextBytes(bytes);
    refused(database, bytes, "not a SQLite database", "encrypted", "decrypt it first");
  }

  @Test
  void aTruncatedFileIsDamaged(Database database) throws IOException {
    byte[] good = good();
    refused(database, Arrays.copyOf(good, good.length / 2), "damaged");
  }

  @Test
  void aZeroedPageIsDamage(Database database) throws IOException {
    byte[] bytes = good();
    Arrays.fill(bytes, 4096 * 3, 4096 * 4, (byte) 0);
    refused(database, bytes, "damaged");
  }

  /** A SELECT by rowid order finds nothing wrong with it: only integrity_check does. */
  @Test
  void anIndexThatDisagreesWithItsTableIsDamage(Database database) throws Exception {
    Path file =
        SqliteFiles.create(
            folder.resolve("index.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
            "CREATE INDEX i ON t (x)",
            "INSERT INTO t VALUES (1, 'needle'), (2, 'b')");
    byte[] bytes = Files.readAllBytes(file);
    byte[] needle = "needle".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length - 6; i++) {
      if (Arrays.equals(Arrays.copyOfRange(bytes, i, i + 6), needle)) {
        bytes[i] = 'N';
        break;
      }
    }
    refused(database, bytes, "damaged");
  }

  private byte[] good() throws IOException {
    return Files.readAllBytes(
        SqliteFiles.create(
            folder.resolve("good.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
            "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 2000)"
                + " INSERT INTO t SELECT i, hex(randomblob(20)) FROM k"));
  }
}
