package dev.godwit.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void home() {
    environment.put("HOME", folder.resolve("home").toString());
  }

  private DatabaseConfig load(String yaml) {
    write("config.yml", yaml);
    return DatabaseConfig.load(Application.TELECLAUDE, folder.resolve("config.yml"), environment);
  }

  private Path write(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private String complaint(String yaml) {
    try {
      load(yaml);
      return "no complaint";
    } catch (GodwitException e) {
      assertThat(e.reason()).isEqualTo(GodwitException.Reason.USAGE);
      return e.getMessage();
    }
  }

  // What is left out ------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"", "computer: {name: x}", "database:", "database: {}"})
  void withoutADatabaseSectionItIsTheSqliteOfToday(String yaml) {
    DatabaseConfig config = load(yaml);
    assertThat(config.engine()).isEqualTo(Engine.SQLITE);
    assertThat(config.path()).isEqualTo(folder.resolve("teleclaude.db"));
    assertThat(config.files().get("events"))
        .isEqualTo(folder.resolve("home/.teleclaude/events.db"));
    assertThat(config.jdbcUrl()).isEqualTo("jdbc:sqlite:" + folder.resolve("teleclaude.db"));
    assertThat(config.pool().busy()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.imported().sources()).isNull();
  }

  @Test
  void aPathAloneIsSqliteToo() {
    DatabaseConfig config = load("database: {path: data/mine.db}");
    assertThat(config.engine()).isEqualTo(Engine.SQLITE);
    assertThat(config.path()).isEqualTo(folder.resolve("data/mine.db"));
  }

  @Test
  void thePathThatOlderVersionsWroteIsFoundThroughTheEnvFile() {
    write(".env", "# where it is\nexport WORKING_DIR='/srv/tele claude'\n");
    assertThat(load("database:\n  path: ${WORKING_DIR}/teleclaude.db\n").path())
        .isEqualTo(Path.of("/srv/tele claude/teleclaude.db"));
    environment.put("WORKING_DIR", "/set/already");
    assertThat(load("database:\n  path: ${WORKING_DIR}/teleclaude.db\n").path())
        .isEqualTo(Path.of("/set/already/teleclaude.db"));
  }

  // URLs ------------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "engine: postgresql                     | jdbc:postgresql://localhost:5432/teleclaude",
        "engine: postgresql, host: db.example   | jdbc:postgresql://db.example:5432/teleclaude",
        "engine: postgresql, port: 6432         | jdbc:postgresql://localhost:6432/teleclaude",
        "engine: postgresql, dbname: other      | jdbc:postgresql://localhost:5432/other",
        "engine: postgresql, user: me           | jdbc:postgresql://localhost:5432/teleclaude",
        "engine: postgresql, password: secret   | jdbc:postgresql://localhost:5432/teleclaude",
        "engine: postgresql, path: x.db         | jdbc:postgresql://localhost:5432/teleclaude",
        "engine: postgresql, host: '::1'        | jdbc:postgresql://[::1]:5432/teleclaude",
        "engine: postgresql, dbname: 'a b/c?é'  | jdbc:postgresql://localhost:5432/a%20b%2Fc%3F%C3%A9",
        "engine: postgresql, host: 10.0.0.7, port: 1, dbname: d, user: u, password: p"
            + " | jdbc:postgresql://10.0.0.7:1/d",
        "engine: sqlite                         | jdbc:sqlite:@/teleclaude.db",
        "engine: sqlite, path: x.db             | jdbc:sqlite:@/x.db",
        "engine: sqlite, path: /abs/x.db        | jdbc:sqlite:/abs/x.db",
        "engine: sqlite, path: ~/x.db           | jdbc:sqlite:@/home/x.db",
        "engine: sqlite, host: db, port: 1, dbname: d, user: u, password: p"
            + " | jdbc:sqlite:@/teleclaude.db",
        "host: db.example, password: p          | jdbc:sqlite:@/teleclaude.db",
      })
  void everyCombinationHasItsUrl(String section, String url) {
    assertThat(load("database: {" + section + "}").jdbcUrl())
        .isEqualTo(url.replace("@", folder.toString()));
  }

  @Test
  void anotherApplicationHasItsOwnDefaults() {
    write("config.yml", "database: {}\n");
    environment.put("SHOP_DB_ENGINE", "postgresql");
    DatabaseConfig config =
        DatabaseConfig.load(Application.named("shop"), folder.resolve("config.yml"), environment);
    assertThat(config.jdbcUrl()).isEqualTo("jdbc:postgresql://localhost:5432/shop");
    assertThat(config.path()).isEqualTo(folder.resolve("shop.db"));
  }

  // Who wins --------------------------------------------------------------------------------------

  @Test
  void configYmlWinsOverTheProjectsFileAndTheEnvironmentOverBoth() {
    write("teleclaude.yml", "database: {engine: postgresql, host: project, dbname: project}\n");
    DatabaseConfig both = load("database: {host: config}");
    assertThat(both.jdbcUrl()).isEqualTo("jdbc:postgresql://config:5432/project");
    environment.put("TELECLAUDE_DB_HOST", "environment");
    assertThat(load("database: {host: config}").jdbcUrl())
        .isEqualTo("jdbc:postgresql://environment:5432/project");
  }

  @Test
  void thePasswordOfTheSecretsFileWinsOverTheOneInTheConfigurationAndTheEnvironmentOverBoth() {
    environment.put("PGPASSWORD", "of-libpq");
    assertThat(load("").server().password()).isEqualTo(new Password("of-libpq"));
    assertThat(load("database: {password: inline}").server().password())
        .isEqualTo(new Password("inline"));
    write("secrets.yml", "openai_api_key: x\nnested: {a: 1}\ndatabase_password: 0123\n");
    assertThat(load("database: {password: inline}").server().password())
        .isEqualTo(new Password("0123"));
    environment.put("TELECLAUDE_DB_PASSWORD", "environment");
    assertThat(load("").server().password()).isEqualTo(new Password("environment"));
  }

  @Test
  void aSecretsFileElsewhereIsNamedByTheEnvironment() {
    environment.put("TELECLAUDE_SECRETS_PATH", folder.resolve("deep.yml").toString());
    assertThat(complaint("")).contains("deep.yml cannot be read");
    write("deep.yml", "database_password: deep\n");
    assertThat(load("").server().password()).isEqualTo(new Password("deep"));
  }

  @Test
  void aSecretsFileThatOthersMayReadIsWarnedOf() throws IOException {
    Path secrets = write("secrets.yml", "database_password: x\n");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(load("").warnings())
        .containsExactly(secrets + " can be read by others; chmod 600 it");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-------"));
    assertThat(load("").warnings()).isEmpty();
  }

  // The rest --------------------------------------------------------------------------------------

  @Test
  void poolsAndPatienceAreSet() {
    DatabaseConfig.Pool pool =
        load("database: {pool_size: 9, pool_idle: 0, connect_timeout: 3, statement_timeout: 0,"
                + " busy_timeout: 60}")
            .pool();
    assertThat(pool)
        .isEqualTo(
            new DatabaseConfig.Pool(
                9, 0, Duration.ofSeconds(3), Duration.ZERO, Duration.ofSeconds(60)));
    assertThat(load("database: {pool_size: 1}").pool().idle()).isEqualTo(1);
  }

  @Test
  void whatIsToBeImportedIsOneFileOrSeveralOrDecidedlyNone() {
    assertThat(load("database: {import_from: none}").imported().sources()).isEmpty();
    assertThat(load("database: {import_from: a.db}").imported().sources())
        .containsExactly(folder.resolve("a.db").toString());
    List<String> both = List.of(folder.resolve("a.db").toString(), "/b.db");
    assertThat(load("database: {import_from: 'a.db, /b.db'}").imported().sources()).isEqualTo(both);
    DatabaseConfig.Import listed =
        load("database: {import_from: [a.db, /b.db], owner_person: ada, owner_uid: 501,"
                + " on_misfit: FAIL}")
            .imported();
    assertThat(listed).isEqualTo(new DatabaseConfig.Import(both, "ada", 501L, "fail"));
  }

  // Complaints ------------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "engine: mysql          | database.engine must be sqlite or postgresql",
        "engine: SQLite         | database.engine must be sqlite or postgresql",
        "port: 0                | database.port must be a whole number from 1 to 65535",
        "port: 65536            | database.port must be a whole number from 1 to 65535",
        "port: many             | database.port must be a whole number from 1 to 65535",
        "pool_size: 0           | database.pool_size must be a whole number from 1 to 1000",
        "pool_idle: 6           | database.pool_idle must be a whole number from 0 to 5",
        "connect_timeout: 0     | database.connect_timeout must be a whole number from 1 to 86400",
        "statement_timeout: -1  | database.statement_timeout must be a whole number from 0 to 86400",
        "host: /var/run         | database.host must be a host name or an IP address",
        "dbname: ''             | database.dbname must be a name that is not empty",
        "user: ' '              | database.user must be a name that is not empty",
        "path: 'x.db?mode=ro'   | database.path must be the path of a file, without a ?",
        "path: ''               | database.path must be the path of a file, without a ?",
        "sslmode: yes           | database.sslmode must be disable, allow, prefer, require,"
            + " verify-ca, verify-full",
        "owner_uid: -1          | database.owner_uid must be a whole number from 0 on",
        "on_misfit: drop        | database.on_misfit must be fail, quarantine, null or text",
        "import_from: 'none, a' | database.import_from must be a SQLite file, several separated"
            + " by commas, or none",
        "hots: db               | database.hots is no setting of the database; did you mean host?",
        "host: {a: 1}           | database.host takes one value",
        "import_from: [[a]]     | database.import_from takes one value, or a list of them",
        "path: ${NO_SUCH}/x.db  | database.path names the variable NO_SUCH, which neither the"
            + " environment nor .env sets",
      })
  void aWrongValueIsNamedByFileLineAndKey(String entry, String message) {
    assertThat(complaint("computer:\n  name: x\ndatabase:\n  user: me\n  " + entry + "\n"))
        .isEqualTo(folder.resolve("config.yml") + ":5: " + message);
  }

  @Test
  void theFileThatIsWrongIsNamedAndNotTheOneThatWon() {
    write("teleclaude.yml", "project_name: x\n\ndatabase:\n\n  prot: 1\n");
    assertThat(complaint("database: {port: 1}"))
        .isEqualTo(
            folder.resolve("teleclaude.yml")
                + ":5: database.prot is no setting of the database; did you mean port?");
  }

  @Test
  void aWrongVariableIsNamed() {
    environment.put("TELECLAUDE_DB_PORT", "x");
    assertThat(complaint(""))
        .isEqualTo("TELECLAUDE_DB_PORT must be a whole number from 1 to 65535");
    environment.remove("TELECLAUDE_DB_PORT");
    environment.put("TELECLAUDE_DB_PASWORD", "hush-hush");
    assertThat(complaint(""))
        .isEqualTo("TELECLAUDE_DB_PASWORD is no setting of the database; did you mean password?");
  }

  @Test
  void brokenYamlIsNamedByItsLineAndNotQuoted() {
    assertThat(complaint("database:\n  password: 'hush-hush\n  host: [\n"))
        .startsWith(folder.resolve("config.yml").toString())
        .contains("this is no valid YAML")
        .doesNotContain("hush");
    assertThat(complaint("- a\n- b\n")).contains("the file must be a map");
    assertThat(complaint("database: sqlite\n"))
        .isEqualTo(folder.resolve("config.yml") + ":1: database must be a map of keys and values");
  }

  @Test
  void aFileThatIsNotThereIsSaidToBe() {
    Path away = folder.resolve("away.yml");
    assertThatThrownBy(() -> DatabaseConfig.load(Application.TELECLAUDE, away, environment))
        .hasMessageContaining(away + " cannot be read (NoSuchFileException)");
  }

  @Test
  void noPasswordIsShown() {
    write("secrets.yml", "database_password: hush-hush\n");
    DatabaseConfig config = load("database: {engine: postgresql, user: me}");
    assertThat(config + " " + config.server() + config.server().password() + config.jdbcUrl())
        .contains("me at postgresql://localhost:5432/teleclaude", "***")
        .doesNotContain("hush");
    assertThat(complaint("database: {engine: postgresql, password: [[hush-hush]]}"))
        .doesNotContain("hush");
  }

  @Test
  void anEnvFileIsReadAsTheApplicationReadsIt() {
    Path file =
        write(
            "env",
            """
            # a comment
            PLAIN=value
            export EXPORTED = spaced out\s\s
            SINGLE='a "b" $c # d'   # comment
            DOUBLE="a\\"b\\\\c\\nd"
            COMMENT=value # not this
            HASH=va#lue
            EMPTY=
            no variable
            """);
    assertThat(EnvFile.read(file))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "PLAIN", "value",
                "EXPORTED", "spaced out",
                "SINGLE", "a \"b\" $c # d",
                "DOUBLE", "a\"b\\c\nd",
                "COMMENT", "value",
                "HASH", "va#lue",
                "EMPTY", ""));
    assertThat(EnvFile.read(folder.resolve("none"))).isEmpty();
  }
}
