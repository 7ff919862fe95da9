package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Telling;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The statements that a coordinator of Citus would get, on a server that only has an extension of
 * that name: what Citus itself says to them is tried where {@code GODWIT_TEST_CITUS} names one.
 */
@ExtendWith(FreshDatabase.class)
class CitusTest {
  private static final String STAND_IN =
      """
      SET allow_system_table_mods = on;
      INSERT INTO pg_catalog.pg_extension
        SELECT 64001, 'citus', extowner, extnamespace, false, '12.1', null, null
          FROM pg_catalog.pg_extension WHERE extname = 'plpgsql';
      """;

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void aSourceWithAParentAndItsChildren() {
    file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE tenants (id INTEGER PRIMARY KEY, name TEXT, changed INTEGER)",
            "INSERT INTO tenants VALUES (1, 'a', 1), (2, 'b', 2)",
            "CREATE TABLE notes (id INTEGER PRIMARY KEY, tenant INTEGER REFERENCES tenants,"
                + " changed INTEGER)",
            "INSERT INTO notes VALUES (1, 1, 1), (2, 2, 2)");
  }

  @Test
  void everyTransactionBeginsWithWhatCitusWantsBeforeATableIsLookedAt(Database database)
      throws SQLException {
    database.run(STAND_IN);
    List<String> sent = statementsOf(() -> everyMode(database));
    assertThat(sent).filteredOn(s -> s.startsWith("SET LOCAL citus.")).hasSizeGreaterThan(4);
    for (List<String> transaction : transactions(sent)) {
      int look = first(transaction, "tenants");
      if (look >= 0) {
        assertThat(first(transaction, "SET LOCAL citus.multi_shard_modify_mode"))
            .as(String.join("\n", transaction))
            .isBetween(0, look - 1);
        assertThat(first(transaction, "SET LOCAL citus.enable_local_execution"))
            .isBetween(0, look - 1);
      }
    }
  }

  @Test
  void aServerWithoutCitusHearsNothingOfIt(Database database) {
    assertThat(statementsOf(() -> everyMode(database)))
        .isNotEmpty()
        .noneMatch(s -> s.startsWith("SET LOCAL citus."));
  }

  /** Such a subquery cannot be sent to a node: it has no columns to name there. */
  @Test
  void noSubqueryIsWithoutColumns(Database database) {
    assertThat(statementsOf(() -> everyMode(database)))
        .noneMatch(s -> s.matches("(?s).*\\(\\s*SELECT\\s+FROM\\b.*"));
  }

  @Test
  void aBorrowedTransactionIsToldBeforeATableIsLookedAt(Database database) {
    database.run(STAND_IN + "CREATE TABLE tenants (id bigint PRIMARY KEY, name text)");
    List<String> sent =
        statementsOf(
            () -> {
              try (Connection connection = database.connect()) {
                connection.setAutoCommit(false);
                Queries.run(connection, "SET citus.multi_shard_modify_mode TO 'parallel'");
                try (Target target = PostgresStore.on(connection)) {
                  assertThat(
                          Counting.holdsRows(
                              target, target.catalog().table("tenants").orElseThrow()))
                      .isFalse();
                }
                String mode =
                    Queries.one(
                        connection,
                        r -> r.getString(1),
                        "SELECT current_setting('citus.multi_shard_modify_mode')");
                assertThat(mode).isEqualTo("parallel");
                connection.rollback();
              } catch (SQLException e) {
                throw new AssertionError(e);
              }
            });
    assertThat(first(sent, "SET LOCAL citus.")).isBetween(0, first(sent, "\"tenants\"") - 1);
  }

  @Test
  void aTableSaysWhereItsRowsGoAndTakesNoneWithoutAValueToDistributeItBy(Database database) {
    database.run(
        STAND_IN
            + """
            CREATE TABLE pg_catalog.pg_dist_partition (
              logicalrelid regclass, partmethod "char", partkey text, repmodel "char");
            CREATE FUNCTION pg_catalog.column_to_column_name(regclass, text) RETURNS text
              LANGUAGE sql AS 'SELECT $2';
            CREATE TABLE tenants (id bigint PRIMARY KEY, name text, changed bigint);
            CREATE TABLE notes (
              id bigint GENERATED BY DEFAULT AS IDENTITY, tenant bigint, changed bigint);
            INSERT INTO pg_dist_partition VALUES
              ('tenants', 'n', null, 't'), ('notes', 'h', 'tenant', 's');
            """);
    SqliteFiles.create(file, "INSERT INTO notes VALUES (3, NULL, 3)");
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      assertThat(Telling.of(target).choices())
          .contains(
              "\"tenants\" is a reference table: every node of Citus gets all of its rows",
              "\"notes\" is distributed by \"tenant\"")
          .anyMatch(c -> c.startsWith("\"notes\".\"id\" is numbered by each node"));
      assertThatThrownBy(() -> new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT))
          .isInstanceOfSatisfying(
              GodwitException.class,
              e ->
                  assertThat(e.problems())
                      .singleElement()
                      .satisfies(
                          p -> {
                            assertThat(p.column()).isEqualTo("tenant");
                            assertThat(p.key()).isEqualTo("id=3");
                            assertThat(p.message()).contains("NULL");
                          }));
    }
  }

  private void everyMode(Database database) {
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      assertThat(new Godwit(Progress.NONE).migrate(source, target, Options.DEFAULT).verdict())
          .isEqualTo(Verdict.EXACT);
    }
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      assertThat(new Godwit(Progress.NONE).verify(source, target, Options.DEFAULT).verdict())
          .isEqualTo(Verdict.EXACT);
    }
    for (Mode mode : List.of(Mode.DIFFERENTIAL, Mode.INCREMENTAL)) {
      try (Source source = Stores.source(file.toString(), null);
          Target target = Stores.target(database.url(), null)) {
        Godwit godwit = new Godwit(Progress.NONE);
        godwit.migrate(
            godwit.plan(source, target, Options.DEFAULT), source, target, Options.DEFAULT, mode);
      }
    }
  }

  private static int first(List<String> statements, String part) {
    for (int i = 0; i < statements.size(); i++) {
      if (statements.get(i).contains(part)) {
        return i;
      }
    }
    return -1;
  }

  private static List<List<String>> transactions(List<String> statements) {
    List<List<String>> result = new ArrayList<>(List.of(new ArrayList<>()));
    for (String statement : statements) {
      if (statement.equals("BEGIN")) {
        result.add(new ArrayList<>());
      }
      result.get(result.size() - 1).add(statement);
    }
    return result;
  }

  /** What the driver sent, by its own log. */
  private static List<String> statementsOf(Runnable work) {
    List<String> sent = new ArrayList<>();
    Logger logger = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            String text = new java.util.logging.SimpleFormatter().formatMessage(line).strip();
            int query = text.indexOf("query=\"");
            if (text.startsWith("FE=> Parse") && query >= 0) {
              sent.add(text.substring(query + 7, text.lastIndexOf("\",oids")));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Level before = logger.getLevel();
    boolean parents = logger.getUseParentHandlers();
    logger.setLevel(Level.FINEST);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
      logger.setUseParentHandlers(parents);
    }
    return sent;
  }
}
