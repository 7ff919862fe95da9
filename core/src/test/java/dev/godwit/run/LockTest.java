package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Stores;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.store.Holder;
import dev.godwit.store.LockFile;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two runs on one target: the second is told who is there first. */
@ExtendWith(FreshDatabase.class)
@SuppressWarnings({"try", "TimeInStaticInitializer"})
class LockTest {
  private static final String ID =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now(ZoneOffset.UTC))
          + "-3fa2";
  private static final Holder FIRST = Holder.current(ID);

  @TempDir Path folder;

  private void migrate(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    move(file, database.url());
  }

  private static String named() {
    return "is in use by migration "
        + ID
        + " (process "
        + ProcessHandle.current().pid()
        + " on "
        + FIRST.host()
        + ", since "
        + FIRST.since()
        + "); nothing was written";
  }

  @Test
  void theSecondRunIsRefusedAndToldWhoIsFirst(Database database) throws IOException {
    try (Target first = Stores.target(database.url(), null)) {
      try (Target.Lock lock = first.lock(FIRST)) {
        // The lock is of the session: a batch that fails must not let go of it.
        assertThatThrownBy(
                () ->
                    first.atomically(
                        () -> {
                          throw new IllegalStateException("a batch");
                        }))
            .hasMessage("a batch");
        assertThatThrownBy(() -> migrate(database)).hasMessageContaining(named());
      }
      Files.delete(folder.resolve("a.db"));
      migrate(database);
    }
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s/to.db", "json:%s/to", "json:%s/to.json"})
  void besideAFileTheSecondRunIsRefusedToo(String place) {
    String to = place.formatted(folder);
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    try (Target first = Stores.target(to, null);
        Target.Lock lock = first.lock(FIRST)) {
      assertThatThrownBy(() -> move(file, to)).hasMessageContaining(named());
    }
    move(file, to);
    try (Target target = Stores.target(to, null)) {
      assertThat(Counting.of(target).count(target.catalog().table("t").orElseThrow())).isEqualTo(1);
    }
  }

  private static void move(Path from, String to) {
    Moves.migrate(from.toString(), to, Options.DEFAULT);
  }

  @Test
  void otherSchemasOfADatabaseAreOtherTargets(Database database) {
    database.run("CREATE SCHEMA s");
    try (Target first = Stores.target(database.url() + "?schema=s", null);
        Target.Lock lock = first.lock(FIRST)) {
      migrate(database);
    }
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("1");
  }

  @Test
  void aBorrowedConnectionHoldsTheLockAsLongAsItsTransaction(Database database)
      throws SQLException {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try (Target first = PostgresStore.on(connection)) {
        Target.Lock lock = first.lock(FIRST);
        assertThatThrownBy(() -> migrate(database)).hasMessageContaining(named());
        lock.close();
        // The session has its own name again, and the lock until its transaction ends.
        try (Target second = Stores.target(database.url(), null)) {
          assertThatThrownBy(() -> second.lock(FIRST))
              .hasMessageContaining(" is in use by another run, session ");
        }
        connection.rollback();
      }
    }
    try (Target second = Stores.target(database.url(), null)) {
      second.lock(FIRST).close();
    }
  }

  @Test
  void aHolderThatDiedUnseenByTheServerIsRecognised(Database database)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    Holder dead = new Holder(ID, FIRST.host(), process.pid(), FIRST.since());
    try (Target first = Stores.target(database.url(), null);
        Target.Lock lock = first.lock(dead)) {
      assertThatThrownBy(() -> migrate(database))
          .hasMessageContaining("process " + process.pid())
          .hasMessageContaining("has ended")
          .hasMessageContaining("pg_terminate_backend(");
    }
  }

  @Test
  void aProcessThatIsYoungerThanTheRunIsNotItsHolder() {
    assertThat(FIRST.isDead()).isFalse();
    assertThat(new Holder("20200101-000000-0000", FIRST.host(), FIRST.pid(), past()).isDead())
        .isTrue();
    assertThat(new Holder(ID, "another-host", 1, past()).isDead()).isFalse();
  }

  private static java.time.Instant past() {
    return java.time.Instant.parse("2020-01-01T00:00:00Z");
  }

  @Test
  void aLockFileNamesItsHolderAndGoesWithIt() throws IOException {
    Path file = folder.resolve("x.lock");
    try (LockFile first = LockFile.take(file, FIRST, "x.db")) {
      assertThatThrownBy(() -> LockFile.take(file, Holder.current("other"), "x.db"))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("x.db " + named());
    }
    assertThat(file).doesNotExist();
    LockFile.take(file, FIRST, "x.db").close();
  }

  @Test
  void anotherProcessIsKeptOutUntilItsHolderIsKilled() throws IOException, InterruptedException {
    Path file = folder.resolve("x.lock");
    Process child =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                HoldingMain.class.getName(),
                file.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(child.getInputStream().read()).isEqualTo('!');
      assertThatThrownBy(() -> LockFile.take(file, FIRST, "x.db"))
          .hasMessageContaining("(process " + child.pid() + " on ");
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(file).exists();
    LockFile.take(file, FIRST, "x.db").close();
  }

  /** Takes a lock file and waits to be killed. */
  static final class HoldingMain {
    private HoldingMain() {}

    public static void main(String[] args) throws InterruptedException {
      LockFile.take(Path.of(args[0]), Holder.current(ID), "x.db");
      System.out.print('!');
      System.out.flush();
      Thread.sleep(60_000);
    }
  }
}
