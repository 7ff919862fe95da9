package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Spring Boot application in one fat jar, built and started as people do it. */
@ExtendWith(FreshDatabase.class)
@Timeout(400)
class SpringBootIT {
  @TempDir Path folder;

  private Child start(Path jar, Database database, String... properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-jar", jar.toString()));
    command.add("--spring.datasource.url=" + database.jdbcUrl());
    command.add("--spring.datasource.username=" + database.user());
    command.add("--spring.datasource.password=" + database.password());
    command.add("--spring.flyway.locations=classpath:db/teleclaude");
    command.addAll(List.of(properties));
    return Child.run(folder, Map.of("GODWIT_OWNER_UID", "501", "GODWIT_HOME", "/x"), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.3", "4.1.1"})
  void itsPropertiesReachTheImportWithTheDependencyAlone(String boot, Database database) {
    Path jar = Projects.boot(boot);
    Child undecided = start(jar, database);
    assertThat(undecided.exitCode()).as(undecided.output()).isNotZero();
    assertThat(undecided.output()).contains("flyway.godwit.source is not set");
    Child misspelt = start(jar, database, "--godwit.owner-persn=ada");
    assertThat(misspelt.exitCode()).isNotZero();
    assertThat(misspelt.output()).contains("did you mean flyway.godwit.ownerPerson?");
    Child child =
        start(jar, database, "--godwit.source=" + Samples.teleclaude(), "--godwit.ownerPerson=ada");
    assertThat(child.exitCode()).as(child.output()).isZero();
    assertThat(Shop.history(database)).contains("2|import sqlite|JDBC|t");
    assertThat(database.value("SELECT DISTINCT owner_person, owner_uid FROM sessions"))
        .isEqualTo("ada|501");
  }
}
