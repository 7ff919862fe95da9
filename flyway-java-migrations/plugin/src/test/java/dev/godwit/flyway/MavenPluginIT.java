package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flyway's Maven plugin, run by the Maven that runs the build. */
@ExtendWith(FreshDatabase.class)
@Timeout(300)
class MavenPluginIT {
  @TempDir Path folder;

  /** The manual's sample, with this test's places in it. */
  private static String pom(String more) throws IOException {
    String plugin = Samples.manual("flyway.md", "pom");
    return """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>example</groupId>
          <artifactId>application</artifactId>
          <version>1</version>
          <build><plugins>
        """
        + put(
            plugin,
            Map.of(
                "jdbc:postgresql://localhost:5432/teleclaude",
                "${test.url}",
                "<user>teleclaude</user>",
                "<user>${test.user}</user>",
                "${env.PGPASSWORD}",
                "${test.password}",
                "classpath:db/teleclaude",
                "${test.location}",
                "<godwit.source>teleclaude.db,events.db</godwit.source>",
                "<godwit.source>${test.source}</godwit.source>"
                    + "<godwit.report>${project.basedir}/report.json</godwit.report>"
                    + more,
                "<version>0.1.0-SNAPSHOT</version>",
                "<version>built</version><scope>system</scope>"
                    + "<systemPath>${test.plugin}</systemPath>"))
        + "</plugins></build></project>";
  }

  private static String put(String text, Map<String, String> replacements) {
    String result = text;
    for (Map.Entry<String, String> e : replacements.entrySet()) {
      assertThat(text).contains(e.getKey());
      result = result.replace(e.getKey(), e.getValue());
    }
    return result;
  }

  private Child migrate(Database database, String location, String source, String more)
      throws IOException {
    Files.writeString(folder.resolve("pom.xml"), pom(more));
    List<String> command = Projects.maven();
    command.add("-Dtest.url=" + database.jdbcUrl());
    command.add("-Dtest.user=" + database.user());
    command.add("-Dtest.password=" + database.password());
    command.add("-Dtest.location=" + location);
    command.add("-Dtest.source=" + source);
    command.add("-Dtest.plugin=" + System.getProperty("godwit.plugin"));
    command.add("flyway:migrate");
    return Child.run(folder, Map.of("MAVEN_OPTS", "-Xmx512m -XX:TieredStopAtLevel=1"), command);
  }

  private void assertExact(Child child) {
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(folder.resolve("report.json"))
        .content()
        .contains("\"verdict\" : \"exact\"", "\"digest\" : \"equal\"")
        .doesNotContain("\"digest\" : \"different\"", "\"digest\" : \"skipped\"");
  }

  @Test
  void importsTheTeleClaudeSample(Database database) throws Exception {
    Child child =
        migrate(
            database,
            "classpath:db/teleclaude",
            Samples.teleclaude(),
            "<godwit.ownerPerson>ada</godwit.ownerPerson>");
    assertExact(child);
    assertThat(child.output()).contains("Godwit: sessions: 9 rows, digest equal");
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
  }

  @Test
  void importsChinook(Database database) throws Exception {
    String chinook = Samples.chinook().toString();
    Path schema = Samples.root().resolve("flyway-java-migrations/src/test/resources/chinook");
    assertExact(
        migrate(database, "filesystem:" + schema, chinook, "<godwit.version>2</godwit.version>"));
    assertThat(database.value("SELECT count(*) FROM playlisttrack")).isEqualTo("8715");
  }

  @Test
  void saysWhatIsWrong(Database database) throws Exception {
    Child child = migrate(database, "classpath:db/teleclaude", "away.db", "");
    assertThat(child.exitCode()).isNotZero();
    assertThat(child.output()).contains("away.db does not exist");
    Child misspelt =
        migrate(
            database,
            "classpath:db/teleclaude",
            "away.db",
            "<godwit.ownerPersn>ada</godwit.ownerPersn>");
    assertThat(misspelt.exitCode()).isNotZero();
    assertThat(misspelt.output()).contains("did you mean flyway.godwit.ownerPerson?");
    assertThat(database.value("SELECT count(*) FROM sessions")).isEqualTo("0");
  }
}
