package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(FreshDatabase.class)
@Timeout(60)
class OptionsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onMisfit  | maybe   | fail, quarantine, null or text",
        "verify    | some    | none, counts or digest",
        "force     | yes     | true or false",
        "ownerUid  | me      | a whole number from 0 on",
        "ownerUid  | -1      | a whole number from 0 on",
        "batchRows | abc     | a whole number from 1 on",
        "batchRows | 0       | a whole number from 1 on",
        "zone      | Mars    | a time zone such as UTC, +02:00 or Europe/Amsterdam",
        "version   | two     | a Flyway version such as 2",
        "tables    | a,,b    | names of tables, comma-separated",
        "source    | a.db,   | one or several paths, comma-separated, or none",
        "source    | a.db,none | one or several paths, comma-separated, or none",
      })
  void aWrongValueIsNamedWithWhatIsAllowed(String option, String value, String allowed) {
    assertThatThrownBy(
            () -> Flyway.configure().configuration(Map.of("flyway.godwit." + option, value)).load())
        .hasMessageContaining(
            "flyway.godwit." + option + "=" + value + " is not allowed; it takes " + allowed);
  }

  @ParameterizedTest
  @CsvSource({"sourc,source", "ownerPersn,ownerPerson", "on_misfit,onMisfit", "tabels,tables"})
  void anUnknownOptionIsNamedWithTheNearest(String option, String nearest) {
    assertThatThrownBy(
            () -> Flyway.configure().configuration(Map.of("flyway.godwit." + option, "x")).load())
        .hasMessageContaining("unknown option flyway.godwit." + option)
        .hasMessageContaining("did you mean flyway.godwit.")
        .hasMessageMatching("(?s).*did you mean flyway.godwit." + nearest + "\\?.*");
  }

  @Test
  void aSetterOfTheExtensionWorks(Database database) {
    FluentConfiguration configuration = Shop.configure(database).locations(Shop.V1);
    GodwitExtension extension = configuration.getPluginRegister().getExact(GodwitExtension.class);
    extension.setVersion("2");
    extension.setSource(Shop.file(folder).toString());
    configuration.load().migrate();
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void propertiesWork(Database database) {
    Properties properties = new Properties();
    properties.putAll(Shop.options(Shop.file(folder)));
    Shop.configure(database).configuration(properties).load().migrate();
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void placeholdersWork(Database database) {
    Shop.configure(database)
        .locations(Shop.V1)
        .placeholders(Map.of("godwit.version", "2", "godwit.source", Shop.file(folder).toString()))
        .load()
        .migrate();
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource({
    "FLYWAY_GODWIT_SOURCE,flyway.godwit.source",
    "FLYWAY_GODWIT_OWNER_PERSON,flyway.godwit.ownerPerson",
    "FLYWAY_GODWIT_ONMISFIT,flyway.godwit.onMisfit",
    "FLYWAY_GODWIT_SOURC,flyway.godwit.sourc",
    "FLYWAY_URL,",
  })
  void environmentVariablesAreMapped(String variable, String option) {
    assertThat(new GodwitExtension().getConfigurationParameterFromEnvironmentVariable(variable))
        .isEqualTo(option);
  }

  @Test
  void aCopyKeepsEveryOption() {
    GodwitExtension extension = new GodwitExtension();
    extension.setSource("a.db");
    extension.setReport("r.json");
    extension.setOwnerUid("7");
    GodwitExtension copy = (GodwitExtension) extension.copy();
    assertThat(copy.values()).isEqualTo(extension.values());
    assertThat(copy.listener()).isSameAs(extension.listener());
  }

  @Test
  void theTransactionalLockIsSwitchedOffUnlessTheUserSaidOtherwise() {
    assertThat(lock(Map.of("flyway.godwit.source", "a.db"))).isFalse();
    assertThat(lock(Map.of("flyway.godwit.version", "2"))).isFalse();
    assertThat(lock(Map.of())).isTrue();
    String name = "flyway.postgresql.transactional.lock";
    assertThat(lock(Map.of("flyway.godwit.source", "a.db", name, "true"))).isTrue();
  }

  private static boolean lock(Map<String, String> options) {
    return Flyway.configure()
        .configuration(options)
        .load()
        .getConfigurationExtension(
            org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension.class)
        .isTransactionalLock();
  }
}
