package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.startup.Application;
import dev.godwit.startup.Database;
import dev.godwit.startup.DatabaseConfig;
import dev.godwit.startup.Engine;
import dev.godwit.startup.Fields;
import dev.godwit.startup.InstanceLock;
import dev.godwit.startup.SchemaMigration;
import dev.godwit.startup.TimeStyle;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jooq.Field;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The samples of embedding.md and ci.md about starting an application, on both engines. */
@ExtendWith(FreshDatabase.class)
@Timeout(60)
class StartupTest {
  @TempDir Path folder;
  private Path file;
  private long served = -1;

  private void configure(Engine engine, dev.godwit.testing.Database server) throws IOException {
    file = folder.resolve("config.yml");
    Files.writeString(
        file,
        Manual.sample("embedding.md", "config.yml")
            .replace("engine: postgresql", "engine: " + engine)
            .replace("host: db.example.org", "host: " + server.host())
            .replace("port: 5432", "port: " + server.port())
            .replace("dbname: teleclaude", "dbname: " + server.name())
            .replace("user: teleclaude", "user: " + server.user())
            .replace("path: teleclaude.db", "path: t.db\n  events_path: e.db")
            .replace("import_from: [teleclaude.db, ~/.teleclaude/events.db]", "import_from: none"));
    Files.writeString(
        folder.resolve("secrets.yml"), "database_password: '" + server.password() + "'\n");
  }

  private void serve(Database database, InstanceLock lock) {
    assertThat(lock.isHeld()).isTrue();
    served = database.sql().fetchCount(org.jooq.impl.DSL.table("sessions"));
  }

  @ParameterizedTest
  @EnumSource
  void main(Engine engine, dev.godwit.testing.Database server) throws IOException {
    configure(engine, server);
    DatabaseConfig config = DatabaseConfig.load(Application.TELECLAUDE, file);
    try (InstanceLock lock = InstanceLock.acquire(config);
        Database database = Database.open(config)) {
      SchemaMigration.migrate(database);
      serve(database, lock);
    }
    assertThat(config.engine()).isEqualTo(engine);
    assertThat(served).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void values(Engine engine, dev.godwit.testing.Database server) throws IOException {
    configure(engine, server);
    try (Database database = Database.open(DatabaseConfig.load(Application.TELECLAUDE, file))) {
      SchemaMigration.migrate(database);
      Field<String> id = Fields.text("id");
      Field<String> voice = Fields.text("voice");
      Field<Instant> assigned = Fields.time("assigned_at", TimeStyle.SPACE);
      database.upsert(
          "voice_assignments",
          List.of(id),
          Map.of(id, "s-1", voice, "Zoë", assigned, Instant.now()));
      assertThat(database.sql().select(voice).from("voice_assignments").fetchOne(voice))
          .isEqualTo("Zoë");
    }
  }

  @ParameterizedTest
  @EnumSource
  void state(Engine engine, dev.godwit.testing.Database server) throws IOException {
    configure(engine, server);
    DatabaseConfig config = DatabaseConfig.load(Application.TELECLAUDE, file);
    SchemaMigration.State state = SchemaMigration.state(config);
    state.pending().forEach(System.out::println);
    state.problems().forEach(System.err::println);
    assertThat(state.isCurrent()).isFalse();
    assertThat(state.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"main", "values", "state"})
  void thePageHasWhatIsTestedHere(String sample) {
    String shown =
        Manual.sample("embedding.md", "StartupTest " + sample)
            .replace("Path.of(\"config.yml\")", "file");
    assertThat(Manual.source(StartupTest.class)).contains(Manual.flat(shown));
  }

  @org.junit.jupiter.api.Test
  void theWorkflowOfThePageHasBothEnginesAndEveryVersion() {
    JsonNode workflow = new YAMLMapper().readTree(Manual.sample("ci.md", "workflow"));
    JsonNode include = workflow.at("/jobs/test/strategy/matrix/include");
    assertThat(include.valueStream().map(n -> n.path("engine").asString() + n.path("pg").asInt()))
        .containsExactly(
            "sqlite18", "postgresql15", "postgresql16", "postgresql17", "postgresql18");
    assertThat(Manual.page("embedding.md")).contains("GODWIT_TEST_PG");
  }
}
