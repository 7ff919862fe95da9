package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.flyway.GodwitExtension;
import dev.godwit.flyway.ImportListener;
import dev.godwit.flyway.SqliteImport;
import dev.godwit.report.Report;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The samples of flyway.md that are Java, which must be in here word for word, places aside. */
@ExtendWith(FreshDatabase.class)
@Timeout(120)
class FlywayTest {
  private static final String SESSIONS = "SELECT count(*) FROM sessions";

  private static String sources() {
    return Manual.root().resolve("docs/sample/teleclaude.db")
        + ","
        + Manual.root().resolve("docs/sample/events.db");
  }

  @Test
  void api(Database database) {
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .locations("classpath:db/teleclaude")
        .configuration(Map.of("flyway.godwit.source", sources()))
        .load()
        .migrate();
    assertThat(database.value(SESSIONS)).isEqualTo("9");
  }

  @Test
  void listener(Database database) {
    FluentConfiguration configuration = Flyway.configure();
    configuration
        .getPluginRegister()
        .getExact(GodwitExtension.class)
        .listen(
            new ImportListener() {
              @Override
              public void finished(Report report) {
                System.out.println(report.verdict() + ": " + report.copied() + " rows");
              }
            });
    configuration
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .locations("classpath:db/teleclaude")
        .configuration(Map.of("flyway.godwit.source", sources()))
        .load()
        .migrate();
    assertThat(database.value(SESSIONS)).isEqualTo("9");
  }

  @Test
  void flywayConf(Database database) throws Exception {
    Properties conf = new Properties();
    conf.load(new StringReader(Manual.sample("flyway.md", "flyway.conf")));
    conf.setProperty("flyway.url", database.jdbcUrl());
    conf.setProperty("flyway.user", database.user());
    conf.setProperty("flyway.password", database.password());
    conf.setProperty("flyway.godwit.source", sources());
    Flyway.configure().configuration(conf).load().migrate();
    assertThat(database.value("SELECT DISTINCT owner_person, owner_uid FROM sessions"))
        .isEqualTo("ada|501");
  }

  /** A second import, and what is left of the first once Godwit has gone. */
  static final class Classes {
    private Classes() {}

    public static class V5__import_audit extends SqliteImport {
      @Override
      protected String source() {
        return "audit.db";
      }

      @Override
      protected String schema() {
        return "log";
      }
    }

    public static class V2__import_sqlite extends BaseJavaMigration {
      @Override
      public void migrate(Context context) {
        // The rows came from SQLite, once.
      }
    }
  }

  @Test
  void whatIsRetiredLetsTheNextMigrationRun(@TempDir Path folder, Database database)
      throws IOException {
    Path app =
        SqliteFiles.create(
            folder.resolve("app.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
    SqliteFiles.create(
        folder.resolve("audit.db"),
        "CREATE TABLE a (n INTEGER PRIMARY KEY)",
        "INSERT INTO a VALUES (1), (2)");
    Path sql = Files.createDirectory(folder.resolve("sql"));
    Files.writeString(sql.resolve("V1__t.sql"), "CREATE TABLE t (id bigint PRIMARY KEY);");
    FluentConfiguration first = at(database, folder);
    first.configuration(
        Map.of("flyway.godwit.version", "2", "flyway.godwit.source", app.toString()));
    first.load().migrate();
    Files.writeString(
        sql.resolve("V3__log.sql"),
        "CREATE SCHEMA log; CREATE TABLE log.a (n bigint PRIMARY KEY);");
    at(database, folder)
        .javaMigrations(new Classes.V2__import_sqlite(), new Classes.V5__import_audit())
        .load()
        .migrate();
    assertThat(database.value("SELECT (SELECT count(*) FROM t) || ' ' || count(*) FROM log.a"))
        .isEqualTo("1 2");
  }

  private static FluentConfiguration at(Database database, Path folder) {
    return Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .workingDirectory(folder.toString())
        .locations("filesystem:" + folder.resolve("sql"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit", "retired"})
  void thePageHasTheClassesThatAreTestedHere(String sample) {
    String shown = Manual.sample("flyway.md", "FlywayTest " + sample);
    assertThat(Manual.source(FlywayTest.class))
        .contains(Manual.flat(shown.replace("public class", "public static class")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "listener"})
  void thePageHasWhatIsTestedHere(String sample) {
    String shown =
        Manual.sample("flyway.md", "FlywayTest " + sample)
            .replace(
                "\"jdbc:postgresql://localhost/teleclaude\", \"teleclaude\", password",
                "database.jdbcUrl(), database.user(), database.password()")
            .replace("\"teleclaude.db,events.db\"", "sources()");
    assertThat(Manual.source(FlywayTest.class)).contains(Manual.flat(shown));
  }

  /** Flyway's options are few enough to be named one by one, and the page names them all. */
  @Test
  void thePageNamesEveryOption() {
    String page = Manual.page("flyway.md");
    assertThat(GodwitExtension.class.getMethods())
        .filteredOn(m -> m.getName().startsWith("set"))
        .isNotEmpty()
        .allSatisfy(
            m -> {
              String name = m.getName().substring(3);
              String option = Character.toLowerCase(name.charAt(0)) + name.substring(1);
              assertThat(page).contains("`" + option + "`");
            });
  }

  @Test
  void theClassOfThePageIsTheOneThatIsCompiledAndFound(Database database) throws Exception {
    Path file = Manual.root().resolve("docs/src/test/java/db/migration/V2__import_sqlite.java");
    assertThat(Files.readString(file)).isEqualTo(Manual.sample("flyway.md", "V2__import_sqlite"));
    database.run("CREATE TABLE sessions (session_id text PRIMARY KEY)");
    Flyway.configure()
        .dataSource(database.jdbcUrl(), database.user(), database.password())
        .baselineOnMigrate(true)
        .configuration(Map.of("flyway.godwit.source", "none"))
        .load()
        .migrate();
    assertThat(
            database.value(
                "SELECT description, type, success FROM flyway_schema_history"
                    + " WHERE version = '2'"))
        .isEqualTo("import sqlite|JDBC|t");
  }
}
