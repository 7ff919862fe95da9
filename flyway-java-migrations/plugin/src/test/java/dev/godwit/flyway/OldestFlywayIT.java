package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flyway 11.14.1, the lowest that the plug-in promises to work with, in a JVM of its own. */
@ExtendWith(FreshDatabase.class)
@Timeout(120)
class OldestFlywayIT {
  @TempDir Path folder;

  private Child flyway(Database database, String... options) {
    Path target = Path.of(System.getProperty("godwit.target"));
    String classPath =
        String.join(
            File.pathSeparator,
            target.resolve("flyway-11.14.1/lib/*").toString(),
            System.getProperty("godwit.plugin"),
            target.resolve("test-classes").toString(),
            System.getProperty("godwit.tests"));
    List<String> arguments = new java.util.ArrayList<>();
    arguments.add(FlywayMain.class.getName());
    arguments.add("flyway.url=" + database.jdbcUrl());
    arguments.add("flyway.user=" + database.user());
    arguments.add("flyway.password=" + database.password());
    arguments.addAll(List.of(options));
    return Child.java(folder, Map.of(), classPath, arguments);
  }

  @Test
  void importsTheTeleClaudeSample(Database database) {
    Child child =
        flyway(
            database,
            "flyway.locations=classpath:db/teleclaude",
            "flyway.godwit.source=" + Samples.teleclaude());
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output()).contains("executed 2", "lock false", "verdict exact");
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
  }

  @Test
  void theResolverAndTheComplaintsWorkToo(Database database) {
    String file = Shop.file(folder).toString();
    String v1 = "flyway.locations=classpath:shop";
    Child wrong = flyway(database, v1, "flyway.godwit.sourc=" + file);
    assertThat(wrong.exitCode()).isNotZero();
    assertThat(wrong.output()).contains("did you mean flyway.godwit.source?");
    Child unset = flyway(database, v1, "flyway.godwit.version=2");
    assertThat(unset.exitCode()).isNotZero();
    assertThat(unset.output()).contains("flyway.godwit.source is not set");
    Child child = flyway(database, v1, "flyway.godwit.version=2", "flyway.godwit.source=" + file);
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(child.output()).contains("executed 1", "verdict exact");
  }
}
