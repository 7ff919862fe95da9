package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.store.Rows;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Scanning;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(FreshDatabase.class)
class PostgresStoreTest {
  private static void giveUpAScan(PostgresStore store) {
    Table table = store.catalog().tables().get(0);
    try (Rows rows = Scanning.of(store).scan(table, table.columns())) {
      assertThat(rows.next()).isTrue();
    }
    assertThat(Counting.of(store).count(table)).isEqualTo(500_000);
  }

  @Test
  void aScanThatIsGivenUpLeavesATargetThatCanBeRead(Database database) {
    database.run("CREATE TABLE t AS SELECT i, 'row ' || i FROM generate_series(1, 500000) i");
    try (PostgresStore target = PostgresStore.open(PostgresUrl.parse(database.url(), null))) {
      giveUpAScan(target);
    }
  }

  @Test
  void aScanThatIsGivenUpLeavesTheSnapshotOfASource(Database database) {
    database.run("CREATE TABLE t AS SELECT i, 'row ' || i FROM generate_series(1, 500000) i");
    try (PostgresStore source = PostgresStore.openSource(PostgresUrl.parse(database.url(), null))) {
      database.run("DELETE FROM t WHERE i < 100");
      giveUpAScan(source);
    }
  }
}
