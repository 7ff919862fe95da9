package dev.godwit.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Stores;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.report.ReportJson;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Watching;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import dev.godwit.value.digest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a target remembers of the runs on it. */
@ExtendWith(FreshDatabase.class)
class HistoryTest {
  @TempDir Path folder;

  private static Run run(String id) {
    return Run.beginning(id, Verb.MIGRATE, ModeKind.RESUMABLE, "a.db", "f1", "r1");
  }

  @Test
  void aRunIsRememberedWithItsReport(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    Report report = Moves.migrate(file, database, Options.DEFAULT);
    try (Target target = Stores.target(database.url(), null)) {
      List<Run> runs = History.of(target).runs();
      assertThat(runs).hasSize(1);
      Run run = runs.get(0);
      assertThat(run.migrationId()).isEqualTo(report.migrationId());
      assertThat(run.source()).isEqualTo(report.from());
      assertThat(run.holder().pid()).isEqualTo(ProcessHandle.current().pid());
      assertThat(run.rules()).isEqualTo(Options.DEFAULT.digest());
      assertThat(run.isOpen()).isFalse();
      assertThat(run.end().verdict()).isEqualTo(Verdict.EXACT);
      assertThat(ReportJson.read(run.end().report()).tables().get(0).copied()).isEqualTo(1);
    }
  }

  @Test
  void aRefusedRunLeavesNoTrace(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES ('x')");
    database.run("CREATE TABLE t (id bigint)");
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .isInstanceOf(GodwitException.class);
    assertThat(database.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'godwit'"))
        .isEmpty();
  }

  @Test
  void aRunWithoutTheRightToKeepAHistoryGoesOnAndSaysSo(Database database) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"), "CREATE TABLE t (id INTEGER)", "INSERT INTO t VALUES (1)");
    String role = database.name() + "_plain";
    database.run(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'p'; CREATE SCHEMA s AUTHORIZATION " + role);
    try {
      String url =
          "postgresql://"
              + role
              + ":p@"
              + database.host()
              + ":"
              + database.port()
              + "/"
              + database.name()
              + "?schema=s";
      Report report = Moves.migrate(List.of(file), url, Options.DEFAULT);
      assertThat(report.warnings()).extracting(w -> w.kind().toString()).containsExactly("history");
      assertThat(database.value("SELECT count(*) FROM s.t")).isEqualTo("1");
      try (Target target = Stores.target(url, null)) {
        assertThat(History.of(target).runs()).isEmpty();
        assertThatThrownBy(
                () ->
                    History.of(target)
                        .advance("a", new Checkpoint("t", Position.START, 0, 0, null, false)))
            .hasMessageContaining("CREATE SCHEMA godwit AUTHORIZATION");
      }
    } finally {
      database.run("DROP SCHEMA s CASCADE; DROP ROLE " + role);
    }
  }

  @Test
  void tablesWhoseNamesDifferByCaseAreToldApart() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.json"), "{\"Users\": [{\"id\": 1}], \"users\": [{\"id\": 2}]}");
    String store = "json:" + folder.resolve("b");
    Safety rehearsed = Safety.USUAL.keepingIn(folder.resolve("kept")).rehearsing(true);
    Options again = Options.DEFAULT.with(rehearsed).forcing(true);
    Moves.migrate(file.toString(), store, Options.DEFAULT);
    String both = Moves.migrate(file.toString(), store, again).migrationId();
    Options one = again.with(RulesFile.parse("tables: {users: skip}", "rules"));
    String upper = Moves.migrate(file.toString(), store, one).migrationId();
    try (Target target = Stores.target(store, null)) {
      assertThat(History.of(target).writer("users")).isEqualTo(both);
      assertThat(History.of(target).writer("Users")).isEqualTo(upper);
      assertThat(Made.in(target).hasAll(List.of("Users", "users"))).isTrue();
      assertThat(Made.in(target).hasAll(List.of("USERS"))).isFalse();
    }
  }

  @Test
  void aCheckpointGoesWithTheTransactionOfItsRows(Database database) {
    try (Target target = Stores.target(database.url(), null)) {
      History history = History.of(target);
      target.atomically(() -> history.begin(run("1")));
      target.atomically(() -> history.advance("1", at("t", 10L)));
      assertThatThrownBy(
              () ->
                  target.atomically(
                      () -> {
                        history.advance("1", at("t", 20L));
                        throw new IllegalStateException("the batch failed");
                      }))
          .hasMessage("the batch failed");
      assertThat(history.checkpoints("1")).containsExactly(at("t", 10L));
      target.atomically(() -> history.advance("1", at("t", 20L)));
      target.atomically(() -> history.advance("1", at("u", 5L)));
      assertThat(history.checkpoints("1")).containsExactlyInAnyOrder(at("t", 20L), at("u", 5L));
      assertThat(history.checkpoints("2")).isEmpty();
      assertThat(history.find("1")).get().matches(Run::isOpen);
    }
  }

  private static Checkpoint at(String table, Object key) {
    return new Checkpoint(
        table, new Position(List.of("id"), List.of(key)), 10, 1, "10 " + "0".repeat(32), false);
  }

  @Test
  void positionsComeBackAsTheyWere() {
    List<Object> values =
        Arrays.asList(
            Long.MIN_VALUE,
            9007199254740993L,
            0.1,
            -0.0,
            Double.MAX_VALUE,
            "7",
            "",
            "a\0\"b\n",
            new byte[] {0, -1},
            null);
    List<String> names = values.stream().map(v -> "c" + v).toList();
    Position read = Checkpoint.read(Checkpoint.write(new Position(names, values)));
    assertThat(read.columns()).isEqualTo(names);
    assertThat(read.values().subList(0, 8)).isEqualTo(values.subList(0, 8));
    assertThat((byte[]) read.values().get(8)).containsExactly(0, -1);
    assertThat(read.values().get(9)).isNull();
    assertThat(Checkpoint.read(Checkpoint.write(Position.START)).isStart()).isTrue();
  }

  @Test
  void aDigestGoesOnFromItsState() {
    List<ColumnType> types = List.of(ColumnType.of(Kind.BIGINT, "bigint"));
    Digest whole = new Digest(types);
    Digest first = new Digest(types);
    Row row = new Row(1);
    for (long i = 0; i < 10; i++) {
      row.setInteger(0, i * Long.MAX_VALUE / 3);
      whole.add(row);
      if (i < 5) {
        first.add(row);
      }
    }
    Digest second = Digest.of(types, first.state());
    for (long i = 5; i < 10; i++) {
      row.setInteger(0, i * Long.MAX_VALUE / 3);
      second.add(row);
    }
    assertThat(second).isEqualTo(whole);
    assertThatThrownBy(() -> Digest.of(types, "7")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theLastRunOfASourceIsFoundUnlessItWasTakenBack(Database database) {
    Path file = SqliteFiles.create(folder.resolve("a.db"), "CREATE TABLE t (a)");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      History history = History.of(target);
      target.atomically(
          () -> {
            history.begin(Run.beginning("1", Verb.MIGRATE, ModeKind.RESUMABLE, source, "r1"));
            history.begin(Run.beginning("2", Verb.MIGRATE, ModeKind.RESUMABLE, source, "r1"));
            history.finish("2", Verdict.EXACT, "{}");
          });
      assertThat(
              history.last(r -> r.stands() && r.isFrom(source) && r.mode() == ModeKind.RESUMABLE))
          .map(Run::migrationId)
          .contains("2");
      assertThat(history.last(r -> r.stands() && r.isFrom(source) && r.mode() == ModeKind.FULL))
          .isEmpty();
      target.atomically(() -> history.undone("2", "3"));
      assertThat(
              history.last(r -> r.stands() && r.isFrom(source) && r.mode() == ModeKind.RESUMABLE))
          .map(Run::migrationId)
          .contains("1");
    }
  }

  @Test
  void aSourceIsKnownAgainInWhateverWordsItIsNamed(Database database) {
    Path file = SqliteFiles.create(folder.resolve("a.db"), "CREATE TABLE t (a)");
    Path other = folder.resolve("x").resolve("..").resolve("a.db");
    assertThat(folder.resolve("x").toFile().mkdir()).isTrue();
    try (Source source = Stores.source(file.toString(), null);
        Source same = Stores.source(other.toString(), null);
        Source postgres = Stores.source(database.url(), null);
        Source inOtherWords = Stores.source(database.url() + "?ApplicationName=x", null)) {
      assertThat(Run.beginning("1", Verb.MIGRATE, ModeKind.FULL, source, "r").isFrom(same))
          .isTrue();
      assertThat(Run.beginning("1", Verb.MIGRATE, ModeKind.FULL, source, "r").found(same)).isTrue();
      Run run = Run.beginning("1", Verb.MIGRATE, ModeKind.FULL, postgres, "r");
      assertThat(run.isFrom(inOtherWords)).isTrue();
      assertThat(run.isFrom(source)).isFalse();
      assertThat(Watching.of(postgres).identity()).doesNotContain(database.host());
    }
  }

  @Test
  void aNoteOfAnOlderVersionKnowsItsSourceByItsName(Database database) {
    Path file = SqliteFiles.create(folder.resolve("a.db"), "CREATE TABLE t (a)");
    try (Source source = Stores.source(file.toString(), null)) {
      assertThat(run("1").isFrom(source)).isFalse();
      Run named = Run.beginning("1", Verb.MIGRATE, ModeKind.FULL, source.name(), "f", "r");
      assertThat(named.isFrom(source)).isTrue();
    }
  }
}
