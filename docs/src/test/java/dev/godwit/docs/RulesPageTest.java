package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.OnConflict;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.value.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RulesPageTest {
  private final JsonNode schema = JsonMapper.shared().readTree(Manual.page("rules.schema.json"));

  @Test
  void theSampleMeansWhatThePageSays() {
    Rules rules = RulesFile.parse(Manual.sample("rules.md", "rules"), "rules.md");
    assertThat(rules.defaults().zone()).hasToString("Europe/Amsterdam");
    assertThat(rules.defaults().emptyAsNull()).isTrue();
    assertThat(rules.table("old_log").skip()).isTrue();
    assertThat(rules.table("orders").rename()).isEqualTo("purchase_order");
    assertThat(rules.table("orders").column("qty").orElseThrow().onMisfit())
        .isEqualTo(OnMisfit.NULL);
    assertThat(rules.table("orders").column("token").orElseThrow().secret()).isTrue();
    assertThat(rules.ownership().orElseThrow().table()).isEqualTo("sessions");
  }

  @Test
  void theSampleOfConflictsMeansWhatThePageSays() {
    Rules rules = RulesFile.parse(Manual.sample("rules.md", "conflicts"), "rules.md");
    assertThat(rules.table("django_site").onConflict()).isEqualTo(OnConflict.SKIP);
    assertThat(rules.table("users").onConflict()).isEqualTo(OnConflict.UPDATE);
    assertThat(rules.table("users").by()).containsExactly("email");
    assertThat(rules.table("memberships").by()).containsExactly("user_id", "group_id");
    assertThat(rules.table("settings").onConflict()).isEqualTo(OnConflict.REPLACE);
  }

  @Test
  void theSampleOfDistributionMeansWhatThePageSays() {
    Rules rules = RulesFile.parse(Manual.sample("citus.md", "distribute"), "citus.md");
    assertThat(rules.table("countries").distribute().column()).isNull();
    assertThat(rules.table("tenants").distribute().column()).isEqualTo("id");
    assertThat(rules.table("notes").distribute().column()).isEqualTo("tenant_id");
  }

  /** Feeds the reader a wrong value for each key of the schema: it must complain of the value. */
  @Test
  void everyKeyOfTheSchemaIsOneThatTheReaderKnows() {
    List<String> files = new ArrayList<>();
    schema.path("properties").propertyNames().forEach(k -> files.add(k + ": [1]"));
    keys("table").forEach(k -> files.add("tables: {t: {" + k + ": [1]}}"));
    keys("column").forEach(k -> files.add("tables: {t: {columns: {c: {" + k + ": [1]}}}}"));
    keys("json").forEach(k -> files.add("json: {from: {" + k + ": 1}}"));
    keys("json").forEach(k -> files.add("json: {to: {" + k + ": 1}}"));
    keys("csv").forEach(k -> files.add("csv: {to: {" + k + ": 1}}"));
    assertThat(files).hasSizeGreaterThan(32);
    for (String file : files) {
      assertThat(complaint(file)).as(file).doesNotContain("unknown key");
    }
  }

  private List<String> keys(String definition) {
    return new ArrayList<>(
        schema.path("$defs").path(definition).path("properties").propertyNames());
  }

  private static String complaint(String file) {
    try {
      RulesFile.parse(file, "test");
      return "";
    } catch (RuntimeException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void aWrongKeyIsNamedWithTheNearestRightOne() {
    assertThatThrownBy(() -> RulesFile.parse("tables: {t: {renam: x}}", "r.yml"))
        .hasMessage("r.yml: unknown key t.renam; did you mean rename?");
  }

  @Test
  void pageAndSchemaNameEveryUnit() {
    List<String> units = new ArrayList<>();
    schema
        .path("$defs")
        .path("column")
        .path("properties")
        .path("unit")
        .path("enum")
        .forEach(u -> units.add(u.asString()));
    assertThat(units)
        .containsExactlyElementsOf(Arrays.stream(Unit.values()).map(Unit::label).toList());
    String page = Manual.page("rules.md");
    assertThat(units).allSatisfy(u -> assertThat(page).contains("`" + u + "`"));
  }
}
