package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.Scope;
import dev.godwit.report.Difference;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The samples of library.md, which must be in here word for word, stores aside. */
@ExtendWith(FreshDatabase.class)
class LibraryTest {
  @TempDir Path folder;
  private String file;

  @BeforeEach
  void fillASource() {
    file =
        SqliteFiles.create(
                folder.resolve("app.db"),
                "CREATE TABLE t (id INTEGER PRIMARY KEY, x TEXT)",
                "INSERT INTO t VALUES (1, 'a'), (2, 'b')")
            .toString();
  }

  private void migrate(Database database, Progress progress) {
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(database.url(), null)) {
      new Godwit(progress).migrate(source, target, Options.DEFAULT);
    }
  }

  @Test
  void verify(Database database) {
    migrate(database, Progress.NONE);
    String password = database.password();
    String url = database.url();
    try (Source source = Stores.source(file, null);
        Source target = Stores.source(url, password)) {
      Godwit godwit = new Godwit(Progress.NONE);
      System.out.println(godwit.inspect(source, Scope.ALL).tables().size() + " tables");
      Report report = godwit.verify(source, target, Options.DEFAULT);
      for (Difference difference : report.differences()) {
        difference.rows().forEach(row -> System.out.println(row.key() + " " + row.where()));
      }
    }
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("2");
  }

  @Test
  void modes(Database database) {
    migrate(database, Progress.NONE);
    SqliteFiles.create(Path.of(file), "INSERT INTO t VALUES (3, 'c')");
    String password = database.password();
    String url = database.url();
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(url, password)) {
      Move move = new Godwit(Progress.NONE).move(source, target, Options.DEFAULT);
      Report preview = move.preview(Mode.DIFFERENTIAL);
      long deletes = preview.changes().stream().mapToLong(Report.Change::deletes).sum();
      if (deletes == 0) {
        move.migrate(Mode.DIFFERENTIAL);
      }
    }
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("3");
  }

  @Test
  void aCancelledRunLeavesEverythingAsItWas(Database database) {
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, x text)");
    AtomicBoolean cancelled = new AtomicBoolean();
    Progress progress =
        new Progress() {
          @Override
          public void rows(String table, long rows, long bytes) {
            if (cancelled.get()) {
              throw new CancellationException("cancelled by the user");
            }
          }
        };
    cancelled.set(true);
    assertThatThrownBy(() -> migrate(database, progress)).hasMessageContaining("cancelled");
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("0");
    cancelled.set(false);
    migrate(database, progress);
    assertThat(database.value("SELECT count(*) FROM t")).isEqualTo("2");
  }

  @Test
  void aConnectionAndAPool(Database database) throws SQLException {
    Path app = Path.of(file);
    Path audit =
        SqliteFiles.create(
            folder.resolve("audit.db"), "CREATE TABLE a (n INTEGER)", "INSERT INTO a VALUES (1)");
    database.run("CREATE TABLE t (id bigint PRIMARY KEY, x text); CREATE TABLE a (n bigint)");
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      try (Source source = Stores.together(Stores.source(app), Stores.source(audit));
          Target target = Stores.target(connection)) {
        new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
      }
      connection.commit();
    }
    database.run("DELETE FROM t");
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl());
    dataSource.setUser(database.user());
    dataSource.setPassword(database.password());
    try (Source source = Stores.source(app);
        Target target = Stores.target(dataSource)) {
      new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT);
    }
    assertThat(database.value("SELECT (SELECT count(*) FROM t) + count(*) FROM a")).isEqualTo("3");
  }

  @Test
  void aCallIsCancelledFromAnotherThread(Database database) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Source source = Stores.source(file, null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Future<Report> run = executor.submit(() -> godwit.migrate(source, target, Options.DEFAULT));
      godwit.cancel();
      try {
        // It may have been done before.
        assertThat(run.get().copied()).isEqualTo(2);
      } catch (ExecutionException e) {
        assertThat(e).hasCauseInstanceOf(CancellationException.class);
      }
      assertThatThrownBy(() -> godwit.migrate(source, target, Options.DEFAULT))
          .isInstanceOf(CancellationException.class);
    } finally {
      executor.shutdown();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"verify", "modes", "cancel", "connection", "pool", "thread"})
  void thePageHasWhatIsTestedHere(String sample) {
    String shown =
        Manual.sample("library.md", "LibraryTest " + sample)
            .replace("Stores.source(\"app.db\", null)", "Stores.source(file, null)")
            .replace(
                "Stores.source(\"postgresql://me@localhost/app\", password)",
                "Stores.source(url, password)")
            .replace(
                "Stores.target(\"postgresql://me@localhost/app\", password)",
                "Stores.target(url, password)");
    assertThat(Manual.source(LibraryTest.class)).contains(Manual.flat(shown));
  }
}
