package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's command line, with the plug-in's jar in {@code drivers/}. */
@ExtendWith(FreshDatabase.class)
@Timeout(300)
class CommandLineIT {
  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Path drivers = Files.createDirectory(folder.resolve("drivers"));
    Files.copy(Path.of(System.getProperty("godwit.plugin")), drivers.resolve("godwit.jar"));
    Files.createDirectory(folder.resolve("conf"));
  }

  private Child flyway(Map<String, String> environment, String... arguments) {
    List<String> all = new ArrayList<>();
    all.add("org.flywaydb.commandline.Main");
    all.add("-skipCheckForUpdate");
    all.addAll(List.of(arguments));
    Path lib = Path.of(System.getProperty("godwit.target")).resolve("flyway-12.4.0/lib");
    String classPath = lib.resolve("*") + File.pathSeparator + folder.resolve("drivers/*");
    return Child.java(folder, environment, classPath, all);
  }

  private void configure(Database database, String... lines) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("flyway.url=" + database.jdbcUrl());
    all.add("flyway.user=" + database.user());
    all.add("flyway.password=" + database.password());
    all.addAll(List.of(lines));
    Files.write(folder.resolve("conf/flyway.conf"), all);
  }

  private String conf() {
    return "-configFiles=" + folder.resolve("conf/flyway.conf");
  }

  @Test
  void importsTheTeleClaudeSampleAsFlywayConfSays(Database database) throws Exception {
    Path report = folder.resolve("report.json");
    configure(
        database,
        "flyway.locations=classpath:db/teleclaude",
        "flyway.godwit.source=" + Samples.teleclaude(),
        "flyway.godwit.ownerPerson=ada",
        "flyway.godwit.report=" + report);
    Child child = flyway(Map.of(), conf(), "migrate");
    assertThat(child.output()).contains("Godwit: sessions: 9 rows, digest equal");
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(report)
        .content()
        .contains("\"verdict\" : \"exact\"", "\"digest\" : \"equal\"")
        .doesNotContain("\"digest\" : \"different\"", "\"digest\" : \"skipped\"");
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    assertThat(flyway(Map.of(), conf(), "migrate").output()).contains("is up to date");
    assertThat(flyway(Map.of(), conf(), "validate").exitCode()).isZero();
  }

  @Test
  void importsChinookAsItsArgumentsSay(Database database) throws Exception {
    Path chinook = Samples.chinook();
    configure(database);
    Path schema = Samples.root().resolve("flyway-java-migrations/src/test/resources/chinook");
    Child child =
        flyway(
            Map.of(),
            conf(),
            "-locations=filesystem:" + schema,
            "-godwit.version=2",
            "-godwit.source=" + chinook,
            "migrate");
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output())
        .contains("Track -> track: 3503 rows, digest equal", "15607 rows in 11 tables, exact")
        .doesNotContain("jOOQ");
    assertThat(database.value("SELECT count(*) FROM playlisttrack")).isEqualTo("8715");
  }

  @Test
  void theEnvironmentSaysItToo(Database database) throws Exception {
    configure(database, "flyway.locations=filesystem:" + shop());
    Child child =
        flyway(
            Map.of(
                "FLYWAY_GODWIT_VERSION", "2", "FLYWAY_GODWIT_SOURCE", Shop.file(folder).toString()),
            conf(),
            "migrate");
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void aTomlFileSaysItToo(Database database) throws Exception {
    configure(database);
    Path toml = folder.resolve("flyway.toml");
    Files.writeString(
        toml,
        """
        [environments.default]
        url = "%s"
        user = "%s"
        password = "%s"
        [flyway]
        locations = ["filesystem:%s"]
        [flyway.godwit]
        version = "2"
        source = "%s"
        """
            .formatted(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                shop(),
                Shop.file(folder)));
    Child child = flyway(Map.of(), "-configFiles=" + toml, "migrate");
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("3");
  }

  @Test
  void whatIsWrongIsSaidAndTheExitCodeTellsSo(Database database) throws Exception {
    configure(database, "flyway.locations=filesystem:" + shop(), "flyway.godwit.version=2");
    Child unset = flyway(Map.of(), conf(), "migrate");
    assertThat(unset.exitCode()).isNotZero();
    assertThat(unset.output()).contains("flyway.godwit.source is not set");
    Child misspelt = flyway(Map.of(), conf(), "-godwit.sourc=x.db", "migrate");
    assertThat(misspelt.exitCode()).isNotZero();
    assertThat(misspelt.output()).contains("did you mean flyway.godwit.source?");
    Child wrong = flyway(Map.of(), conf(), "-godwit.force=perhaps", "migrate");
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.output()).contains("flyway.godwit.force=perhaps is not allowed");
    Child missing = flyway(Map.of(), conf(), "-godwit.source=away.db", "migrate");
    assertThat(missing.exitCode()).isNotZero();
    assertThat(missing.output()).contains("away.db does not exist");
    assertThat(database.value("SELECT count(*) FROM customers")).isEqualTo("0");
  }

  private static Path shop() {
    return Samples.root().resolve("flyway-java-migrations/src/test/resources/shop");
  }
}
