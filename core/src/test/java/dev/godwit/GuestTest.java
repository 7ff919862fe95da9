package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import dev.godwit.testing.TransactionPool;
import dev.godwit.verify.Depth;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A run on somebody else's connection: whatever is thrown, it is as if it had never begun. */
@ExtendWith(FreshDatabase.class)
@Timeout(60)
class GuestTest {
  private static final String SETTINGS =
      "SELECT string_agg(name || '=' || setting, E'\\n' ORDER BY name) FROM pg_settings"
          + " WHERE context IN ('user', 'superuser')";

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
            folder.resolve("app.db"),
            "CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE, d INTERVAL)",
            "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, at TEXT)",
            SqliteFiles.numbers(11_000) + "INSERT INTO p SELECT i, 'p' || i, NULL FROM n",
            SqliteFiles.numbers(11_000) + "INSERT INTO c SELECT i, i, '2024-02-03' FROM n");
  }

  private static void makeTheTables(Database database) {
    database.run(
        """
        CREATE TABLE p (id bigint PRIMARY KEY, name text UNIQUE, d interval);
        CREATE TABLE c (id bigint PRIMARY KEY, p bigint REFERENCES p, at date);
        CREATE INDEX c_p ON c (p);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
        CREATE TRIGGER touch AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION touch();""");
  }

  /** Fails when the first table has arrived. */
  private static final Progress FAILING =
      new Progress() {
        @Override
        public void done(String table) {
          throw new NoClassDefFoundError("simulated");
        }
      };

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private Report migrate(Connection connection, Progress progress) {
    try (Source source = Stores.source(file);
        Target target = Stores.target(connection)) {
      return new Godwit(progress).migrate(source, target, Options.DEFAULT);
    }
  }

  @Test
  void whatTheCallerDidBeforeStaysAndTheCallerDecidesAboutTheRest(Database database)
      throws SQLException {
    makeTheTables(database);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE own (n int); INSERT INTO own VALUES (1)");
      }
      assertThatThrownBy(() -> migrate(connection, FAILING))
          .isInstanceOf(NoClassDefFoundError.class);
      assertThat(one(connection, "SELECT count(*) FROM own")).isEqualTo("1");
      migrate(connection, Progress.NONE);
      connection.rollback();
    }
    assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("0");
  }

  @Test
  void everySettingIsAsItWasInTheSameTransaction(Database database) throws SQLException {
    makeTheTables(database);
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      for (String own :
          List.of(
              "datestyle = 'ISO, DMY'",
              "intervalstyle = 'iso_8601'",
              "lock_timeout = '7s'",
              "statement_timeout = '9min'",
              "maintenance_work_mem = '5MB'",
              "application_name = 'guest'",
              "search_path = 'public', 'pg_catalog'",
              "constraint_exclusion = 'off'")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET LOCAL " + own);
        }
      }
      String before = one(connection, SETTINGS);
      migrate(connection, Progress.NONE);
      assertThat(one(connection, SETTINGS)).isEqualTo(before);
      connection.commit();
    }
  }

  @Test
  void aLanguageThatIsLoadedMeanwhileIsNoSettingToPutBack(Database database) throws SQLException {
    makeTheTables(database);
    database.run(
        "CREATE FUNCTION fine(i bigint) RETURNS boolean LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN true; END'; ALTER TABLE c ADD CHECK (fine(id))");
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      assertThat(migrate(connection, Progress.NONE).verdict()).isEqualTo(Verdict.EXACT);
      connection.commit();
    }
    assertThat(database.value("SELECT count(*) FROM c")).isEqualTo("11000");
  }

  @Test
  void aConnectionThatCommitsByItselfIsRefusedBeforeAnythingIsWritten(Database database)
      throws SQLException {
    makeTheTables(database);
    try (Connection connection = database.connect()) {
      assertThatThrownBy(() -> migrate(connection, Progress.NONE))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("setAutoCommit(false)");
    }
    assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("0");
  }

  /** One connection, lent again and again, as a pool of one does. */
  private static DataSource poolOf(Connection connection) {
    Connection lent =
        (Connection)
            Proxy.newProxyInstance(
                GuestTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("close")) {
                    return null;
                  }
                  try {
                    return method.invoke(connection, arguments);
                  } catch (java.lang.reflect.InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    return (DataSource)
        Proxy.newProxyInstance(
            GuestTest.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                return lent;
              }
              throw new SQLException("nobody needs " + method.getName());
            });
  }

  @Test
  void aPoolGetsItsConnectionBackAsItWas(Database database) throws SQLException {
    makeTheTables(database);
    try (Connection connection = database.connect()) {
      one(connection, "SELECT set_config('lock_timeout', '7s', false)");
      String before = one(connection, SETTINGS);
      DataSource pool = poolOf(connection);
      for (Mode mode : List.of(Mode.FULL, Mode.DIFFERENTIAL, Mode.RESUMABLE)) {
        try (Source source = Stores.source(file);
            Target target = Stores.target(pool)) {
          Godwit godwit = new Godwit(Progress.NONE);
          godwit.migrate(
              godwit.plan(source, target, Options.DEFAULT), source, target, Options.DEFAULT, mode);
        }
        assertThat(one(connection, SETTINGS)).as("after %s", mode).isEqualTo(before);
        assertThat(connection.getAutoCommit()).isTrue();
      }
      try (Source source = Stores.source(pool)) {
        assertThat(source.catalog().tables()).hasSize(2);
      }
      assertThat(one(connection, SETTINGS)).isEqualTo(before);
      assertThat(connection.isReadOnly()).isFalse();
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    }
    assertThat(database.value("SELECT count(*) FROM c")).isEqualTo("11000");
  }

  @Test
  void severalSourcesAreOneAndAConnectionIsReadInItsOwnTransaction(Database database)
      throws SQLException {
    makeTheTables(database);
    Path other =
        SqliteFiles.create(
            folder.resolve("other.db"), "CREATE TABLE e (n)", "INSERT INTO e VALUES (1), (2)");
    database.run("CREATE TABLE e (n bigint)");
    try (Source source = Stores.together(Stores.source(file), Stores.source(other));
        Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      assertThat(
              new Godwit(Progress.NONE)
                  .migrate(source, Stores.target(connection), Options.DEFAULT)
                  .copied())
          .isEqualTo(22_002);
      connection.commit();
      assertThatThrownBy(() -> Stores.source(connection))
          .hasMessageContaining("TRANSACTION_REPEATABLE_READ");
      connection.rollback();
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      String before = one(connection, SETTINGS);
      try (Source there = Stores.source(connection)) {
        assertThat(new Godwit(Progress.NONE).verify(source, there, Options.DEFAULT).verdict())
            .isEqualTo(Verdict.EXACT);
      }
      assertThat(one(connection, SETTINGS)).isEqualTo(before);
    }
  }

  @Test
  void aCallThatWaitsForTheServerIsCancelledFromAnotherThread(Database database) throws Exception {
    makeTheTables(database);
    Godwit godwit = new Godwit(Progress.NONE);
    try (Connection other = database.connect();
        Source source = Stores.source(file);
        Target target = Stores.target(database.url(), null)) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute("LOCK TABLE c IN ACCESS SHARE MODE");
      }
      var plan = godwit.plan(source, target, Options.DEFAULT);
      CompletableFuture<Report> run =
          CompletableFuture.supplyAsync(
              () -> godwit.migrate(plan, source, target, Options.DEFAULT.forcing(true)));
      String waiting =
          "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
              + " AND wait_event_type = 'Lock'";
      while (database.value(waiting).equals("0") && !run.isDone()) {
        Thread.sleep(20);
      }
      godwit.cancel();
      assertThatThrownBy(() -> run.get(20, TimeUnit.SECONDS))
          .satisfies(
              e ->
                  assertThat(e instanceof CompletionException ? e.getCause() : e)
                      .satisfiesAnyOf(
                          c -> assertThat(c).isInstanceOf(CancellationException.class),
                          c -> assertThat(c).hasCauseInstanceOf(CancellationException.class)));
      other.rollback();
    }
    assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("0");
  }

  /** Settings and locks of ours would be other people's: but one transaction is one session. */
  @Test
  void behindAPoolThatLendsASessionForATransactionThereIsOneWayIn(Database database)
      throws Exception {
    makeTheTables(database);
    try (TransactionPool pool = new TransactionPool(database, 1)) {
      PGSimpleDataSource data = new PGSimpleDataSource();
      data.setUrl(pool.jdbcUrl());
      data.setUser(database.user());
      data.setPassword(database.password());
      for (Supplier<Target> way :
          List.<Supplier<Target>>of(
              () -> Stores.target(pool.url(), null), () -> Stores.target(data))) {
        assertThatThrownBy(() -> way.get().close())
            .isInstanceOf(GodwitException.class)
            .hasMessageContainingAll("pooler", "nothing was written");
      }
      try (Connection connection = data.getConnection()) {
        String before = one(connection, SETTINGS);
        connection.setAutoCommit(false);
        assertThat(migrate(connection, Progress.NONE).verdict()).isEqualTo(Verdict.EXACT);
        connection.commit();
        try (Connection other = data.getConnection()) {
          assertThat(one(other, SETTINGS)).isEqualTo(before);
          assertThat(one(other, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"))
              .isEqualTo("0");
        }
      }
    }
    assertThat(database.value("SELECT count(*) FROM c")).isEqualTo("11000");
  }

  @SuppressWarnings("unchecked") // Other languages throw so.
  private static <T extends Throwable> void throwAnyway(Throwable e) throws T {
    throw (T) e;
  }

  /** Not checked rows that end early, and no word of the server's. */
  @ParameterizedTest
  @ValueSource(strings = {"table", "rows", "done", "phase"})
  void aCheckedExceptionOfAListenerEndsTheRunToo(String moment, Database database) {
    makeTheTables(database);
    for (Exception own : List.of(new IOException("own"), new SQLException("own", "08006"))) {
      Progress throwing =
          new Progress() {
            private void at(String now) {
              if (now.equals(moment)) {
                GuestTest.<RuntimeException>throwAnyway(own);
              }
            }

            @Override
            public void phase(String what) {
              at("phase");
            }

            @Override
            public void table(String table, long expectedRows) {
              at("table");
            }

            @Override
            public void rows(String table, long rows, long bytes) {
              at("rows");
            }

            @Override
            public void done(String table) {
              at("done");
            }
          };
      Options unproven = Options.DEFAULT.with(Depth.NONE);
      assertThatThrownBy(
              () -> Moves.migrate(file.toString(), database.url(), unproven, Mode.FULL, throwing))
          .as("%s at %s", own, moment)
          .isInstanceOf(UndeclaredThrowableException.class)
          .hasCause(own);
      assertThat(database.value("SELECT count(*) FROM p")).isEqualTo("0");
    }
  }
}
