package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class InstanceLockTest {
  @TempDir Path folder;

  @EachEngine
  void aSecondInstanceIsRefusedAtOnceAndToldWhoIsThere(DatabaseConfig config) {
    Instant before = Instant.now().minusSeconds(1);
    try (InstanceLock lock = InstanceLock.acquire(config)) {
      assertThat(lock.isHeld()).isTrue();
      assertThatThrownBy(() -> InstanceLock.acquire(config))
          .isInstanceOf(GodwitException.class)
          .hasMessageStartingWith("teleclaude runs on " + config + " already: pid ")
          .hasMessageContaining("pid " + ProcessHandle.current().pid() + " on ")
          .hasMessageEndingWith("; stop that instance first");
      Holder holder = InstanceLock.holder(config).orElseThrow();
      assertThat(holder.pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(holder.since()).isBetween(before, Instant.now());
      assertThat(lock.isHeld()).as("after others tried").isTrue();
    }
  }

  @EachEngine
  void itIsFreeAfterClosing(DatabaseConfig config) {
    InstanceLock first = InstanceLock.acquire(config);
    first.close();
    first.close();
    assertThat(first.isHeld()).isFalse();
    assertThat(InstanceLock.holder(config)).isEmpty();
    try (InstanceLock second = InstanceLock.acquire(config)) {
      assertThat(second.isHeld()).isTrue();
    }
  }

  @EachEngine
  void anotherProcessIsSeenAndItsDeathFreesTheLock(DatabaseConfig config) throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LockMain.class.getName(),
                config.path().resolveSibling("config.yml").toString())
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(other.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("held true");
      assertThatThrownBy(() -> InstanceLock.acquire(config))
          .hasMessageContaining("already: pid " + other.pid() + " on ");
      assertThat(InstanceLock.holder(config)).map(Holder::pid).contains(other.pid());
    } finally {
      other.destroyForcibly().waitFor();
    }
    // A server takes a moment to see that its client is gone.
    while (InstanceLock.holder(config).isPresent()) {
      Thread.sleep(20);
    }
    try (InstanceLock lock = InstanceLock.acquire(config)) {
      assertThat(lock.isHeld()).isTrue();
    }
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void aConnectionThatTheServerEndsIsNoticed(Database database) throws Exception {
    DatabaseConfig config = OnEachEngine.Configs.postgresql(folder, database);
    CountDownLatch lost = new CountDownLatch(1);
    try (InstanceLock lock = InstanceLock.acquire(config)) {
      lock.watch(Duration.ofMillis(20), lost::countDown);
      database.run(
          "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
              + " AND database = (SELECT oid FROM pg_database"
              + " WHERE datname = current_database())");
      assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(lock.isHeld()).isFalse();
    }
  }

  @Test
  @ExtendWith(FreshDatabase.class)
  void anApplicationWithAnotherNameHasALockOfItsOwn(Database database) {
    DatabaseConfig config = OnEachEngine.Configs.postgresql(folder, database);
    DatabaseConfig shop =
        new DatabaseConfig(
            Application.named("shop"),
            config.engine(),
            config.files(),
            config.server(),
            config.pool(),
            config.imported(),
            config.warnings());
    try (InstanceLock one = InstanceLock.acquire(config);
        InstanceLock other = InstanceLock.acquire(shop)) {
      assertThat(one.isHeld()).isTrue();
      assertThat(other.isHeld()).isTrue();
    }
  }

  @Test
  void aLockFileThatSomebodyRemovesIsNoticed() throws Exception {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    CountDownLatch lost = new CountDownLatch(1);
    try (InstanceLock lock = InstanceLock.acquire(config)) {
      lock.watch(Duration.ofMillis(20), lost::countDown);
      Files.delete(folder.resolve("teleclaude.db.lock"));
      assertThat(lost.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aLinkToTheDatabaseLeadsToTheSameLock() throws IOException {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    SqliteFiles.create(config.path(), "CREATE TABLE t (x)");
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    DatabaseConfig linked = OnEachEngine.Configs.sqlite(elsewhere);
    Files.createSymbolicLink(linked.path(), config.path());
    try (InstanceLock lock = InstanceLock.acquire(linked)) {
      assertThat(lock.isHeld()).isTrue();
      assertThatThrownBy(() -> InstanceLock.acquire(config)).hasMessageContaining("already: pid");
    }
  }

  /** A process loses all its locks on a file when it closes any descriptor of it. */
  @Test
  void sqlitesOwnLocksSurviveTheLock() throws Exception {
    DatabaseConfig config = OnEachEngine.Configs.sqlite(folder);
    SqliteFiles.create(config.path(), "CREATE TABLE t (x)");
    try (Connection writer = DriverManager.getConnection(config.jdbcUrl());
        Statement statement = writer.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      InstanceLock.acquire(config).close();
      assertThat(InstanceLock.holder(config)).isEmpty();
      String other = writeElsewhere(config.path());
      assertThat(other).contains("SQLITE_BUSY");
      statement.execute("COMMIT");
    }
  }

  /** A write by a process of its own, which does not share this one's locks. */
  private static String writeElsewhere(Path database) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WriteMain.class.getName(),
                database.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output;
  }

  /** Writes one row and says what came of it. */
  static final class WriteMain {
    private WriteMain() {}

    public static void main(String[] arguments) {
      try (Connection connection =
              DriverManager.getConnection("jdbc:sqlite:" + arguments[0] + "?busy_timeout=0");
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO t VALUES (1)");
        System.out.println("written");
      } catch (SQLException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void whoHoldsItFitsIntoAnApplicationName() {
    Instant since = Instant.parse("2026-11-21T12:33:02Z");
    Holder holder = new Holder(4_194_304, "a-host-name-that-is-".repeat(5), since);
    String written = holder.written("teleclaude");
    assertThat(written).hasSize(63).startsWith("teleclaude 4194304@a-host").endsWith(" " + since);
    assertThat(Holder.parse(written).orElseThrow())
        .isEqualTo(new Holder(4_194_304, "a-host-name-that-is-a-h", since));
    assertThat(Holder.parse("psql")).isEmpty();
  }
}
