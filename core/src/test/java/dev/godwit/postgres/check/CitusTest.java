package dev.godwit.postgres.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Telling;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import dev.godwit.testing.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** What Citus notes of its tables; its functions only note it here. */
  private static final String NODES =
      STAND_IN
          + """
          CREATE TABLE pg_catalog.pg_dist_partition (
            logicalrelid regclass, partmethod "char", partkey text, repmodel "char");
          CREATE FUNCTION pg_catalog.column_to_column_name(regclass, text) RETURNS text
            LANGUAGE sql AS 'SELECT $2';
          CREATE FUNCTION pg_catalog.create_reference_table(regclass) RETURNS void LANGUAGE sql
            AS $$ INSERT INTO pg_catalog.pg_dist_partition VALUES ($1, 'n', null, 't') $$;
          CREATE FUNCTION pg_catalog.create_distributed_table(regclass, text) RETURNS void
            LANGUAGE sql
            AS $$ INSERT INTO pg_catalog.pg_dist_partition VALUES ($1, 'h', $2, 's') $$;
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
    List<String> sent = Statements.of(() -> everyMode(database));
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
    assertThat(Statements.of(() -> everyMode(database)))
        .isNotEmpty()
        .noneMatch(s -> s.startsWith("SET LOCAL citus."));
  }

  /** Such a subquery cannot be sent to a node: it has no columns to name there. */
  @Test
  void noSubqueryIsWithoutColumns(Database database) {
    assertThat(Statements.of(() -> everyMode(database)))
        .noneMatch(s -> s.matches("(?s).*\\(\\s*SELECT\\s+FROM\\b.*"));
  }

  @Test
  void aBorrowedTransactionIsToldBeforeATableIsLookedAt(Database database) {
    database.run(STAND_IN + "CREATE TABLE tenants (id bigint PRIMARY KEY, name text)");
    List<String> sent =
        Statements.of(
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
        NODES
            + """
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

  private Options ruled(String tables) {
    return Options.DEFAULT.with(RulesFile.parse("tables: {" + tables + "}", "rules"));
  }

  @Test
  void tablesThatAreMadeAreDistributedAsRulesSay(Database database) throws SQLException {
    database.run(NODES);
    Options options = ruled("tenants: {distribute: reference}, notes: {distribute: tenant}");
    List<String> sent =
        Statements.of(
            () -> {
              Report report = Moves.migrate(file, database, options);
              assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
              assertThat(report.warnings())
                  .extracting(Problem::message)
                  .contains(
                      "the primary key begins with tenant: Citus keeps its values unique only among"
                          + " equal tenant");
            });
    assertThat(first(sent, "create_reference_table"))
        .isGreaterThan(first(sent, "SET LOCAL citus."));
    assertThat(first(sent, "create_distributed_table"))
        .isGreaterThan(first(sent, "CREATE TABLE public.notes"))
        .isLessThan(first(sent, "ADD CONSTRAINT notes"));
    assertThat(
            database.rows("SELECT logicalrelid, partkey FROM pg_dist_partition ORDER BY 1::text"))
        .containsExactlyInAnyOrder("tenants|null", "notes|tenant");
    assertThat(
            database.rows(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype IN ('p', 'f')"
                    + " AND conrelid = 'notes'::regclass ORDER BY contype"))
        .containsExactly("FOREIGN KEY (tenant) REFERENCES tenants(id)", "PRIMARY KEY (tenant, id)");
    Report again =
        Moves.migrate(file.toString(), database.url(), options, Mode.DIFFERENTIAL, Progress.NONE);
    assertThat(again.verdict()).isEqualTo(Verdict.EXACT);
  }

  @Test
  void whatRefersToADistributedTableHoldsItsColumnToo(Database database) {
    database.run(NODES);
    SqliteFiles.create(
        file,
        "CREATE TABLE lines (id INTEGER PRIMARY KEY, tenant INTEGER, note INTEGER REFERENCES notes,"
            + " code TEXT UNIQUE)",
        "INSERT INTO lines VALUES (1, 1, 1, 'a')");
    Options options =
        ruled(
            "tenants: {distribute: id}, notes: {distribute: tenant}, lines: {distribute: tenant}");
    assertThat(Moves.migrate(file, database, options).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(
            database.rows(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype <> 'n'"
                    + " AND conrelid = 'lines'::regclass ORDER BY contype"))
        .containsExactly(
            "FOREIGN KEY (tenant, note) REFERENCES notes(tenant, id)",
            "PRIMARY KEY (tenant, id)",
            "UNIQUE (tenant, code)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "notes: {distribute: tenant}|a distributed table cannot refer to a local one",
        "tenants: {distribute: id}|a local table cannot refer to a distributed one",
        "tenants: {distribute: id}, notes: {distribute: reference}|a reference table cannot refer",
        "tenants: {distribute: name}, notes: {distribute: tenant}|are of different types",
        "tenants: {distribute: nme}|there is no column nme",
      })
  void whatCitusCannotHoldIsRefusedWithTheReason(String rules, String why, Database database) {
    database.run(NODES);
    assertThatThrownBy(() -> Moves.migrate(file, database, ruled(rules)))
        .hasMessageContaining(why)
        .hasMessageContaining("distribute:");
    assertThat(database.rows("SELECT 1 FROM pg_class WHERE relname = 'tenants'")).isEmpty();
  }

  @Test
  void aRuleToDistributeNeedsNodes(Database database) {
    Options options = ruled("tenants: {distribute: reference}");
    assertThatThrownBy(() -> Moves.migrate(file, database, options))
        .hasMessageContaining("CREATE EXTENSION citus");
    String json = "json:" + folder.resolve("out");
    assertThatThrownBy(
            () -> Moves.migrate(file.toString(), json, options, Mode.FULL, Progress.NONE))
        .hasMessageContaining("only PostgreSQL with Citus distributes tables");
  }

  @Test
  void aRuleToDistributeATableThatIsThereIsRefused(Database database) {
    database.run(
        NODES
            + "CREATE TABLE tenants (id bigint PRIMARY KEY, name text, changed bigint);"
            + "CREATE TABLE notes (id bigint PRIMARY KEY, tenant bigint, changed bigint)");
    assertThatThrownBy(() -> Moves.migrate(file, database, ruled("notes: {distribute: tenant}")))
        .hasMessageContaining("notes")
        .hasMessageContaining("this one is there already");
    assertThat(database.rows("SELECT 1 FROM notes")).isEmpty();
  }

  /** Each statement about a distributed table goes to all of its shards. */
  @Test
  void aLargeTableIsAskedOfTheNodesAFewTimesOnly(Database database) {
    database.run(
        NODES
            + """
            CREATE TABLE tenants (id bigint PRIMARY KEY, name text, changed bigint);
            CREATE TABLE notes (id bigint, tenant bigint REFERENCES tenants, changed bigint,
              PRIMARY KEY (tenant, id));
            CREATE INDEX ON notes (changed);
            SELECT create_reference_table('tenants'), create_distributed_table('notes', 'tenant');
            """);
    SqliteFiles.create(
        file,
        "WITH RECURSIVE c(i) AS (SELECT 3 UNION ALL SELECT i + 1 FROM c WHERE i < 12000)"
            + " INSERT INTO notes SELECT i, 1 + i % 2, i FROM c");
    List<String> sent =
        Statements.of(() -> Moves.migrate(file, database, Options.DEFAULT)).stream()
            .filter(s -> s.matches("(?s).*notes.*"))
            .toList();
    assertThat(sent).filteredOn(s -> s.contains("ALTER TABLE")).hasSize(2);
    assertThat(sent).noneMatch(s -> s.matches("(?s).*(DROP|CREATE) .*INDEX.*"));
    assertThat(sent).hasSizeLessThanOrEqualTo(6);
    assertThat(sent)
        .filteredOn(s -> s.contains("EXISTS"))
        .allMatch(s -> s.contains("\"notes\" LIMIT 1"));
  }

  @Test
  void triggersOfADistributedTableAreInTheWayUnlessTheyStayOn(Database database) {
    database.run(
        NODES
            + """
            CREATE TABLE tenants (id bigint PRIMARY KEY, name text, changed bigint);
            CREATE TABLE notes (id bigint, tenant bigint, changed bigint, PRIMARY KEY (tenant, id));
            CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
            CREATE TRIGGER tr BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION f();
            SELECT create_distributed_table('notes', 'tenant');
            """);
    assertThatThrownBy(() -> Moves.migrate(file, database, Options.DEFAULT))
        .hasMessageContaining("notes  it is distributed and has triggers");
    Options on = Options.DEFAULT.with(RulesFile.parse("triggers: true", "rules"));
    assertThat(Moves.migrate(file, database, on).verdict()).isEqualTo(Verdict.EXACT);
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
}
