package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a session waits, and who may say otherwise. */
@ExtendWith(FreshDatabase.class)
class TimeoutsTest {
  @TempDir Path folder;

  private static List<String> limits(Connection connection) throws SQLException {
    return Queries.list(
        connection,
        r -> r.getString(1),
        "SELECT current_setting('lock_timeout') UNION ALL"
            + " SELECT current_setting('statement_timeout') UNION ALL"
            + " SELECT current_setting('idle_in_transaction_session_timeout')");
  }

  private static List<String> limits(String url, boolean source) throws SQLException {
    PostgresUrl parsed = PostgresUrl.parse(url, null);
    try (PostgresStore store =
        source ? PostgresStore.openSource(parsed) : PostgresStore.open(parsed)) {
      return limits(store.connection());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongRunIsNotEndedByTheLimitsOfTheServerButWaitsAMinuteForALock(
      boolean source, Database database) throws SQLException {
    String alter = "ALTER DATABASE " + database.name() + " SET ";
    database.run(
        alter
            + "statement_timeout = '9s';"
            + alter
            + "lock_timeout = 0;"
            + alter
            + "idle_in_transaction_session_timeout = '8s'");
    assertThat(limits(database.url(), source)).containsExactly("1min", "0", "0");
    assertThat(limits(database.url() + "?statement_timeout=2h&lock_timeout=500ms", source))
        .containsExactly("500ms", "2h", "0");
  }

  @Test
  void aTimeThatIsNoneIsRefused(Database database) {
    assertThatThrownBy(() -> limits(database.url() + "?lock_timeout=soon", false))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("{lock_timeout=soon}: write a time as PostgreSQL does");
  }

  @Test
  void aTableThatIsLockedEndsTheRunWhenTheUrlsTimeIsUp(Database database) throws SQLException {
    database.run("CREATE TABLE t (id bigint)");
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    try (Connection other = database.connect();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE t IN SHARE ROW EXCLUSIVE MODE");
      try (Source source = Stores.source(file.toString(), null);
          Target target = Stores.target(database.url() + "?lock_timeout=200ms", null)) {
        assertThatThrownBy(() -> new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT))
            .hasMessageContaining("another session holds a lock on the table");
      }
      other.rollback();
    }
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
  }

  @Test
  void aStatementThatTakesTooLongSaysHowToGiveItMoreTime(Database database) {
    PostgresUrl url = PostgresUrl.parse(database.url() + "?statement_timeout=50ms", null);
    try (PostgresStore target = PostgresStore.open(url)) {
      assertThatThrownBy(() -> target.execute(List.of("SELECT pg_sleep(60)")))
          .hasMessageContaining("?statement_timeout=0 in the URL is no limit");
    }
  }

  @Test
  void aBorrowedConnectionHasItsOwnersLimitsAgainAfterTheRun(Database database)
      throws SQLException {
    database.run("CREATE TABLE t (id bigint)");
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    try (Connection connection = database.connect()) {
      Queries.run(connection, "SET statement_timeout = '7s'; SET lock_timeout = '7s'");
      connection.setAutoCommit(false);
      try (Source source = Stores.source(file.toString(), null);
          Target target = PostgresStore.on(connection)) {
        List<String> inTheRun = new ArrayList<>();
        Progress looking =
            new Progress() {
              @Override
              public void phase(String what) {
                try {
                  if (what.startsWith("verifying")) {
                    inTheRun.addAll(limits(connection));
                  }
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              }
            };
        new Godwit(looking).migrate(source, target, Options.DEFAULT);
        assertThat(inTheRun).containsExactly("1min", "0", "0");
        assertThat(limits(connection)).containsExactly("7s", "7s", "0");
      }
      connection.commit();
      assertThat(limits(connection)).containsExactly("7s", "7s", "0");
    }
  }
}
