package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one jar for Flyway's {@code drivers/} folder. */
@Timeout(60)
class PluginJarIT {
  @Test
  void bringsSqliteAndNothingThatAHostHasInAVersionOfItsOwn() throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("godwit.plugin"))) {
      List<String> classes =
          jar.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".class")).toList();
      assertThat(classes)
          .contains("org/sqlite/JDBC.class", "db/teleclaude/V2__import_sqlite.class");
      assertThat(classes).allMatch(n -> n.matches("(dev/godwit|db/teleclaude|org/sqlite)/.*"));
    }
  }

  @Test
  void bringsTheLicencesOfAllThatIsInside() throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("godwit.plugin"))) {
      assertThat(jar.stream().map(ZipEntry::getName).filter(n -> n.contains("licenses/")).toList())
          .anyMatch(n -> n.endsWith("godwit/LICENSE"))
          .anyMatch(n -> n.contains("sqlite-jdbc") && n.endsWith("LICENSE.zentus"))
          .anyMatch(n -> n.contains("jooq") && n.endsWith("LICENSE.txt"))
          .anyMatch(n -> n.contains("jackson-core") && n.endsWith("NOTICE"))
          .anyMatch(n -> n.endsWith("LICENSES.txt"));
    }
  }

  /** What an application gets with the jar, as its POM says. */
  @Test
  void itsPomBringsNothingThatIsInside() throws IOException {
    String pom =
        Files.readString(
            Samples.root().resolve("flyway-java-migrations/plugin/dependency-reduced-pom.xml"));
    assertThat(pom).contains("<artifactId>godwit-flyway-plugin</artifactId>");
    String brought =
        pom.replaceAll(
            "(?s)<dependency>(?:(?!</dependency>).)*<scope>(test|provided)</scope>.*?</dependency>",
            "");
    assertThat(brought).doesNotContain("<artifactId>godwit-flyway</artifactId>");
    assertThat(brought).doesNotContain("<artifactId>sqlite-jdbc<", "<artifactId>jooq<");
  }

  /** One module to Java, beside Flyway's. */
  @Test
  void theModulePathTakesIt() {
    Optional<ModuleReference> module =
        ModuleFinder.of(Path.of(System.getProperty("godwit.plugin")))
            .find("dev.godwit.flyway.plugin");
    assertThat(module).isPresent();
    assertThat(module.get().descriptor().provides())
        .anyMatch(p -> p.service().equals("org.flywaydb.core.extensibility.Plugin"));
  }
}
