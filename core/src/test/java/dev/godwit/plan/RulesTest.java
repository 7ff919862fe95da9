package dev.godwit.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rules over others: of an own file and of a profile. */
class RulesTest {
  private static final Rules PROFILE =
      RulesFile.parse(
          """
          tables:
            logs: skip
            users: {onMisfit: quarantine, columns: {pin: {secret: true}, old: skip, w: trim}}
          """,
          "profile");

  private static Rules own(String yaml) {
    return RulesFile.parse(yaml, "own").over(PROFILE);
  }

  @Test
  void whatAFileDoesNotSayTheProfileDecides() {
    Rules rules = own("tables: {users: {rename: people}}");
    assertThat(rules.table("logs").skip()).isTrue();
    assertThat(rules.table("users").rename()).isEqualTo("people");
    assertThat(rules.table("users").onMisfit()).isEqualTo(OnMisfit.QUARANTINE);
    assertThat(rules.table("users").column("pin").orElseThrow().secret()).isTrue();
    assertThat(rules.table("users").column("old").orElseThrow().skip()).isTrue();
    assertThat(rules.table("users").column("w").orElseThrow().values().trim()).isTrue();
  }

  @Test
  void aNoWinsOverAYesOfTheProfile() {
    Rules rules =
        own(
            """
            tables:
              logs: {skip: false}
              users: {columns: {pin: {secret: false}, old: {skip: false}, w: {trim: false}}}
            """);
    assertThat(rules.table("logs").skip()).isFalse();
    assertThat(rules.table("users").column("pin").orElseThrow().secret()).isFalse();
    assertThat(rules.table("users").column("old").orElseThrow().skip()).isFalse();
    assertThat(rules.table("users").column("w").orElseThrow().values().trim()).isFalse();
  }

  @Test
  void whatIsSaidOfATablesColumnsBringsTheTableBack() {
    Rules rules = own("tables: {logs: {columns: {text: {rename: words}}}}");
    assertThat(rules.table("logs").skip()).isFalse();
  }
}
