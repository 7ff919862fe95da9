package dev.godwit.startup;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/**
 * Runs a test on SQLite and on PostgreSQL. Its {@link DatabaseConfig} is read from a file, as an
 * application's would be. A connection that the test left open fails it.
 */
final class OnEachEngine implements TestTemplateInvocationContextProvider {
  /** One engine, where {@code -Dgodwit.engine} names it. */
  private static final String ONLY = System.getProperty("godwit.engine", "");

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    return Stream.of(Engine.values())
        .filter(e -> ONLY.isEmpty() || ONLY.equals(e.toString()))
        .map(On::new);
  }

  private record On(Engine engine) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int index) {
      return engine.toString();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Configured(engine));
    }
  }

  private static final class Configured implements ParameterResolver, AfterEachCallback {
    private final Engine engine;
    private final FreshDatabase fresh = new FreshDatabase();
    private Path folder;

    Configured(Engine engine) {
      this.engine = engine;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == DatabaseConfig.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      try {
        folder = Files.createTempDirectory("godwit-startup-");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return engine == Engine.SQLITE
          ? Configs.sqlite(folder)
          : Configs.postgresql(folder, (Database) fresh.resolveParameter(parameter, context));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
      fresh.afterEach(context);
      if (folder == null) {
        return;
      }
      List<Path> left = new ArrayList<>();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          if (file.toString().endsWith("-wal")) {
            left.add(file);
          }
          Files.delete(file);
        }
      }
      if (!left.isEmpty() && context.getExecutionException().isEmpty()) {
        throw new AssertionError("the test left connections open: " + left);
      }
    }
  }

  /** Configurations as people write them. */
  static final class Configs {
    private Configs() {}

    static DatabaseConfig sqlite(Path folder) {
      return load(folder, "database: {path: teleclaude.db, events_path: events.db}");
    }

    static DatabaseConfig postgresql(Path folder, Database database) {
      return load(
          folder,
          "database: {engine: postgresql, host: "
              + database.host()
              + ", port: "
              + database.port()
              + ", dbname: "
              + database.name()
              + ", user: "
              + database.user()
              + ", password: '"
              + database.password()
              + "', path: teleclaude.db, events_path: events.db, pool_size: 3}");
    }

    static DatabaseConfig load(Path folder, String yaml) {
      try {
        Path file = Files.writeString(folder.resolve("config.yml"), yaml + "\n");
        return DatabaseConfig.load(Application.TELECLAUDE, file, Map.of("HOME", folder.toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
