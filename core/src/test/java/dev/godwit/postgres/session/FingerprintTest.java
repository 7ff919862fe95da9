package dev.godwit.postgres.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Stores;
import dev.godwit.model.Table;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Watching;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tells that a PostgreSQL source was written to. */
@ExtendWith(FreshDatabase.class)
class FingerprintTest {
  private static final long PATIENCE_NS = 30_000_000_000L;
  private static final String TABLES =
      "CREATE SCHEMA s; CREATE TABLE s.t (id int PRIMARY KEY, x text);"
          + "CREATE TABLE s.parts (id int, x text) PARTITION BY LIST (id);"
          + "CREATE TABLE part PARTITION OF s.parts FOR VALUES IN (1);"
          + "CREATE TABLE elsewhere (id int);"
          + "INSERT INTO s.t VALUES (1, 'a'), (2, 'b'); INSERT INTO s.parts VALUES (1, 'a');";

  private static String of(Database database, String options) {
    PostgresUrl url = PostgresUrl.parse(database.url() + "?schema=s" + options, null);
    try (PostgresStore source = PostgresStore.openSource(url)) {
      for (Table table : source.catalog().tables()) {
        try (Rows rows = Scanning.of(source).scan(table, table.columns())) {
          assertThat(rows.next()).isTrue();
        }
      }
      return Watching.of(source).fingerprint();
    }
  }

  private static String of(Database database) {
    return of(database, "");
  }

  /** The server counts a session's writes when it has ended, which takes it a moment. */
  private static String settled(Database database) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_NS;
    String counted =
        "SELECT pg_stat_get_tuples_inserted('s.t'::regclass)"
            + " + pg_stat_get_tuples_inserted('part'::regclass)";
    while (!database.value(counted).equals("3")) {
      assertThat(System.nanoTime()).as("not counted").isLessThan(end);
      Thread.sleep(50);
    }
    return of(database);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO s.t VALUES (3, 'c')",
        "UPDATE s.t SET x = 'other' WHERE id = 1",
        "DELETE FROM s.t WHERE id = 1",
        "TRUNCATE s.t; INSERT INTO s.t VALUES (1, 'a'), (2, 'b')",
        "ALTER TABLE s.t ADD COLUMN y int",
        "ALTER TABLE s.t ALTER COLUMN id TYPE bigint",
        "UPDATE s.parts SET x = 'other'",
        "CREATE TABLE s.more AS SELECT 1 AS id",
      })
  void changesWithTheContent(String statement, Database database) throws InterruptedException {
    database.run(TABLES);
    String before = settled(database);
    database.run(statement);
    long end = System.nanoTime() + PATIENCE_NS;
    while (of(database).equals(before)) {
      assertThat(System.nanoTime()).as("still the same").isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void staysWhileNobodyWritesThere(Database database) throws InterruptedException {
    database.run(TABLES);
    String before = settled(database);
    database.run("INSERT INTO elsewhere VALUES (1); ANALYZE s.t; CREATE INDEX i ON s.t (x)");
    database.run("BEGIN; INSERT INTO elsewhere VALUES (2); COMMIT");
    assertThat(settled(database)).isEqualTo(before);
    assertThat(before).doesNotContain(":" + database.password() + "@");
  }

  @Test
  void withoutCountersAnyTransactionThatWritesCounts(Database database) {
    database.run(TABLES);
    database.run("ALTER DATABASE " + database.name() + " SET track_counts = off");
    String before = of(database);
    database.run("INSERT INTO s.t VALUES (3, 'c')");
    assertThat(of(database)).isNotEqualTo(before);
  }

  @Test
  void anotherDatabaseOfTheSameNameIsAnotherSource(Database database) {
    database.run(TABLES);
    String oid =
        database.value("SELECT oid FROM pg_database WHERE datname = '" + database.name() + "'");
    try (Source source = Stores.source(database.url() + "?schema=s", null)) {
      assertThat(Watching.of(source).identity())
          .isEqualTo(
              "postgresql "
                  + database.value("SELECT system_identifier FROM pg_control_system()")
                  + ("/" + oid + " \"s\""));
    }
  }

  @Test
  void aRoleWithoutAnyRightButReadingHasOneToo(Database database) throws InterruptedException {
    database.run(TABLES);
    String role = "reader_" + database.name();
    database.run(
        "CREATE ROLE "
            + role
            + " LOGIN PASSWORD 'r'; GRANT USAGE ON SCHEMA s TO "
            + role
            + "; GRANT SELECT ON ALL TABLES IN SCHEMA s TO "
            + role);
    String before = settled(database);
    String as = "&user=" + role + "&password=r";
    try {
      String mine = of(database, as);
      assertThat(mine).isEqualTo(before);
    } finally {
      database.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }
}
