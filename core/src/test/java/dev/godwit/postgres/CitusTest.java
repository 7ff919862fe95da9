package dev.godwit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Citus cannot be had here: what can be checked is the SQL that it would get. */
class CitusTest {
  @Test
  void onlyACitusCoordinatorIsAskedForTheSequentialMode() {
    assertThat(PostgresLoading.settings(true))
        .contains("SET LOCAL citus.multi_shard_modify_mode TO 'sequential'");
    assertThat(PostgresLoading.settings(false)).doesNotContain("citus");
  }
}
