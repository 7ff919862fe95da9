package dev.godwit.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.util.List;
import java.util.stream.Stream;
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

  private static Rules within(String yaml, String... tables) {
    List<Column> columns =
        Stream.of("id", "name", "Name")
            .map(c -> Column.of(c, ColumnType.of(Kind.TEXT, "text")))
            .toList();
    List<Table> all = Stream.of(tables).map(t -> Table.of("", t, columns, List.of())).toList();
    return RuleNames.within(RulesFile.parse(yaml, "rules"), new Catalog(all, List.of(), List.of()));
  }

  @Test
  void aRuleIsForTheOneOfItsNameElseForTheOnlyOneButForCase() {
    Rules rules =
        within(
            "tables: {users: skip, LOGS: {columns: {ID: skip, name: skip, gone: trim}}}",
            "Users",
            "users",
            "logs");
    assertThat(rules.table("users").skip()).isTrue();
    assertThat(rules.table("Users").skip()).isFalse();
    assertThat(rules.table("logs").columns().keySet()).containsOnly("id", "name", "gone");
  }

  @Test
  void aRuleThatCouldBeForSeveralIsRefused() {
    assertThatThrownBy(() -> within("tables: {USERS: skip}", "Users", "users"))
        .hasMessageContaining("USERS  a rule names this, and it could mean several")
        .hasMessageContaining("Users, users");
    assertThatThrownBy(() -> within("tables: {t: {columns: {NAME: skip}}}", "t"))
        .hasMessageContaining("t.NAME  a rule names this")
        .hasMessageContaining("Name, name");
    assertThatThrownBy(() -> within("tables: {USERS: skip, Users: skip}", "users"))
        .hasMessageContaining("Users  a rule names this, and so does another but for case: users");
  }
}
