package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.godwit.copy.Progress;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import dev.godwit.testing.TransactionPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.AbstractThrowableAssert;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever goes wrong: a message to act on, an empty target, and a next run that succeeds. */
@ExtendWith(FreshDatabase.class)
@Timeout(60)
class FailureTest {
  private static final String LOCK = "flyway.postgresql.transactional.lock";

  @TempDir Path folder;
  private Path file;
  private Map<String, String> options;

  @BeforeEach
  void makeTheShop() {
    file = Shop.file(folder);
    options = Shop.options(file);
  }

  private static AbstractThrowableAssert<?, ?> assertFails(
      Database database, Map<String, String> options) {
    AbstractThrowableAssert<?, ?> failure =
        assertThatThrownBy(() -> Shop.flyway(database, options).migrate());
    assertNothingArrived(database);
    return failure;
  }

  private static void assertNothingArrived(Database database) {
    String tables =
        database.value("SELECT count(*) FROM pg_tables WHERE tablename IN ('customers', 'orders')");
    // With group=true even the schema is gone again.
    if (!tables.equals("0")) {
      assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("0");
      assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("0");
    }
    assertThat(database.value("SELECT count(*) FROM pg_namespace WHERE nspname = 'godwit'"))
        .isEqualTo("0");
    assertThat(database.rows("SELECT 1 FROM flyway_schema_history WHERE version = '2'")).isEmpty();
  }

  private static void assertSucceeds(Database database, Map<String, String> options) {
    Shop.flyway(database, options).migrate();
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    assertThat(database.value("SELECT count(*) FROM orders")).isNotEqualTo("0");
    assertThat(
            database.rows(
                "SELECT conname FROM pg_constraint WHERE conrelid = 'orders'::regclass"
                    + " AND contype IN ('p', 'f') ORDER BY 1"))
        .containsExactly("orders_customer_id_fkey", "orders_pkey");
  }

  @ParameterizedTest
  @CsvSource({
    "flyway.group,false",
    "flyway.group,true",
    "flyway.executeInTransaction,false",
    "flyway.postgresql.transactional.lock,true",
  })
  void aBadRowInTheLastTable(String option, String value, Database database) {
    SqliteFiles.create(file, "INSERT INTO orders VALUES (3, 1, 'a dozen', NULL)");
    options.put(option, value);
    assertFails(database, options)
        .hasMessageContaining("1 problem, nothing was written")
        .hasMessageContaining("orders.qty")
        .hasMessageContaining("id=3")
        .hasMessageContaining("{onMisfit: quarantine}")
        .hasMessageNotContaining("a dozen");
    SqliteFiles.create(file, "UPDATE orders SET qty = 12 WHERE id = 3");
    assertSucceeds(database, options);
  }

  @Test
  void anOrphanInTheLastTable(Database database) {
    SqliteFiles.create(file, "INSERT INTO orders VALUES (3, 99, 1, NULL)");
    assertFails(database, options)
        .hasMessageContaining("orders.customer_id")
        .hasMessageContaining("id=3")
        .hasMessageContaining("orders_customer_id_fkey");
    SqliteFiles.create(file, "DELETE FROM orders WHERE id = 3");
    assertSucceeds(database, options);
  }

  @ParameterizedTest
  @CsvSource({"flyway.group,false", "flyway.executeInTransaction,false"})
  void aServerThatDiesMidCopy(String option, String value, Database database) {
    SqliteFiles.create(
        file,
        "WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
            + " INSERT INTO orders SELECT i, 1, i, NULL FROM n");
    options.put(option, value);
    FluentConfiguration configuration = Shop.configure(database).configuration(options);
    configuration.getPluginRegister().getExact(GodwitExtension.class).listen(killer(database));
    assertThatThrownBy(() -> configuration.load().migrate())
        .hasMessageContaining("the connection to PostgreSQL broke")
        .hasMessageContaining("orders")
        .hasMessageContaining("run again");
    assertNothingArrived(database);
    assertSucceeds(database, options);
    assertThat(database.value("SELECT count(*) FROM orders")).isEqualTo("199993");
  }

  /** Ends every session of the database but its own, once some rows have passed. */
  private static ImportListener killer(Database database) {
    AtomicBoolean done = new AtomicBoolean();
    Progress progress =
        new Progress() {
          @Override
          public void rows(String table, long rows, long bytes) {
            if (table.equals("orders") && !done.getAndSet(true)) {
              database.rows(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
            }
          }
        };
    return new ImportListener() {
      @Override
      public Progress progress() {
        return progress;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({
    "flyway.executeInTransaction,false",
    "flyway.group,true",
    "flyway.postgresql.transactional.lock,true",
    "flyway.postgresql.transactional.lock,false",
  })
  void unusualTransactionsSucceedToo(String option, String value, Database database) {
    assertSucceeds(database, Shop.with(options, option, value));
  }

  @Test
  void aPoolOfOneConnectionIsEnough(Database database) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.user());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(1);
    pool.setConnectionTimeout(5000);
    try (HikariDataSource source = new HikariDataSource(pool)) {
      Flyway.configure().dataSource(source).configuration(options).load().migrate();
      assertThat(Flyway.configure().dataSource(source).configuration(options).load().migrate())
          .extracting(r -> r.migrationsExecuted)
          .isEqualTo(0);
    }
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  /** One transaction is one session; the lock that Flyway holds is Flyway's. */
  @Test
  void aPoolThatLendsASessionForATransactionIsEnoughToo(Database database) throws IOException {
    try (TransactionPool pool = new TransactionPool(database, 2)) {
      Flyway.configure()
          .dataSource(pool.jdbcUrl(), database.user(), database.password())
          .configuration(options)
          .load()
          .migrate();
    }
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void aSourceThatIsNotSetWhileTheImportIsPending(Database database) {
    options.remove("flyway.godwit.source");
    assertFails(database, options)
        .hasMessageContaining("flyway.godwit.source is not set")
        .hasMessageContaining("FLYWAY_GODWIT_SOURCE")
        .hasMessageContaining("none");
    assertSucceeds(database, Shop.options(file));
  }

  @Test
  void aSourceThatIsNotThere(Database database) throws Exception {
    Path away = Files.move(file, folder.resolve("away.db"));
    assertFails(database, options)
        .hasMessageContaining("shop.db")
        .hasMessageContaining("does not exist");
    Files.move(away, file);
    assertSucceeds(database, options);
  }

  @Test
  void aSourceThatIsNotSqlite(Database database) throws Exception {
    Path away = Files.move(file, folder.resolve("away.db"));
    Files.writeString(file, "name,joined\nAda,2024\n".repeat(100));
    assertFails(database, options).hasMessageContaining("shop.db").hasMessageContaining("SQLite");
    Files.move(away, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertSucceeds(database, options);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE TRIGGER no AFTER INSERT,''",
    "CREATE CONSTRAINT TRIGGER no AFTER INSERT,DEFERRABLE INITIALLY DEFERRED",
  })
  void aHistoryRowThatCannotBeCommittedTakesTheRowsAlong(
      String create, String when, Database database) {
    Shop.flyway(database, Shop.with(options, "flyway.target", "1")).migrate();
    database.run(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'no history today'; END $$;"
            + create
            + " ON flyway_schema_history "
            + when
            + " FOR EACH ROW EXECUTE FUNCTION no()");
    assertFails(database, options).hasStackTraceContaining("no history today");
    database.run("DROP TRIGGER no ON flyway_schema_history");
    assertSucceeds(database, options);
  }

  @Test
  void withTheLockLeftOnTheRowsOutliveAHistoryRowThatCannotBeCommitted(Database database) {
    options.put(LOCK, "true");
    Shop.flyway(database, Shop.with(options, "flyway.target", "1")).migrate();
    database.run(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN RAISE EXCEPTION 'no history today'; END $$;"
            + "CREATE CONSTRAINT TRIGGER no AFTER INSERT ON flyway_schema_history"
            + " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no()");
    assertThatThrownBy(() -> Shop.flyway(database, options).migrate())
        .hasStackTraceContaining("no history today");
    database.run("DROP TRIGGER no ON flyway_schema_history");
    assertThatThrownBy(() -> Shop.flyway(database, options).migrate())
        .hasMessageContaining("customers  the target's table holds rows already")
        .hasMessageContaining("flyway.godwit.force=true");
    assertSucceeds(database, Shop.with(options, "flyway.godwit.force", "true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"report", "debug"})
  void theSourceNamedByMistakeIsNotWrittenOver(String option, Database database)
      throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertFails(database, Shop.with(options, "flyway.godwit." + option, file.toString()))
        .hasMessageContaining("Godwit did not write it");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aReportThatCannotBeWrittenTakesTheRowsAlong(Database database) {
    String report = folder.resolve("nowhere/report.json").toString();
    assertFails(database, Shop.with(options, "flyway.godwit.report", report))
        .hasMessageContaining("report.json cannot be written");
    assertSucceeds(database, options);
  }
}
