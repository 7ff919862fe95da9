package dev.godwit.startup;

import com.zaxxer.hikari.HikariDataSource;
import dev.godwit.Stores;
import dev.godwit.flyway.FlywayErrors;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** One SQLite file and its migrations. */
final class SqliteFileSchema {
  static final String HISTORY = "flyway_schema_history";

  private final DatabaseConfig config;
  private final Application.SqliteSchema schema;
  private final Path file;

  SqliteFileSchema(DatabaseConfig config, Application.SqliteSchema schema, Path file) {
    this.config = config;
    this.schema = schema;
    this.file = file;
  }

  /** What is to be done to the file. {@code baseline} is null where it is not to be adopted. */
  record Plan(
      String baseline, List<String> pending, List<Problem> problems, List<String> remarks) {}

  /** Looks, and writes nothing. */
  Plan plan() {
    SqliteBackend.requireFolder(file);
    if (!Files.exists(file)) {
      return fresh();
    }
    try (Source source = Stores.source(file.toString(), null)) {
      Catalog catalog = source.catalog();
      if (catalog.table(HISTORY).isPresent()) {
        return known(source);
      }
      return catalog.tables().isEmpty() ? fresh() : foreign(source);
    }
  }

  private Plan fresh() {
    return Scratch.use(
        scratch -> new Plan(null, pending(flyway(scratch).load(), "makes "), List.of(), List.of()));
  }

  /** Flyway compares, on a copy of its history: opening the file itself would write to it. */
  private Plan known(Source source) {
    return Scratch.use(
        scratch -> {
          copyHistory(source, scratch);
          Flyway flyway = flyway(scratch).ignoreMigrationPatterns("*:pending", "*:future").load();
          List<Problem> problems = new ArrayList<>();
          flyway
              .validateWithResult()
              .invalidMigrations
              .forEach(m -> problems.add(problem(m.errorDetails.errorMessage)));
          return new Plan(null, pending(flyway, "brings "), problems, List.of());
        });
  }

  private static void copyHistory(Source source, Path scratch) throws SQLException {
    Table history = source.catalog().table(HISTORY).orElseThrow();
    List<String> names = history.columns().stream().map(c -> c.name()).toList();
    String marks = String.join(", ", Collections.nCopies(names.size(), "?"));
    String name = Sql.SQLITE.name(HISTORY);
    String columns = Sql.SQLITE.names(names);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + scratch);
        Statement statement = connection.createStatement();
        Rows rows = source.read(history, history.columns(), Position.START)) {
      statement.execute("CREATE TABLE " + name + " (" + columns + ")");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO " + name + " VALUES (" + marks + ")")) {
        while (rows.next()) {
          for (int i = 0; i < names.size(); i++) {
            insert.setObject(i + 1, rows.row().value(i));
          }
          insert.executeUpdate();
        }
      }
    }
  }

  /**
   * An installation that another tool looked after: adopted where it is as one of ours would be.
   */
  private Plan foreign(Source source) {
    return Scratch.use(
        scratch -> {
          List<MigrationInfo> migrations = List.of(flyway(scratch).load().info().pending());
          Adoption found = null;
          MigrationInfo baseline = null;
          // The newest version whose tables and columns are all there.
          for (MigrationInfo migration : migrations) {
            flyway(scratch).target(migration.getVersion()).load().migrate();
            try (Source ours = Stores.source(scratch.toString(), null)) {
              Adoption adoption = Adoption.of(ours, source);
              if (found != null && !adoption.problems().isEmpty()) {
                break;
              }
              found = adoption;
              baseline = migration;
            }
            if (!found.problems().isEmpty()) {
              break;
            }
          }
          return adopted(found, baseline, flyway(scratch).load());
        });
  }

  private Plan adopted(Adoption found, MigrationInfo baseline, Flyway scratch) {
    if (found == null) {
      return new Plan(null, List.of(), List.of(problem("no migrations are there")), List.of());
    }
    if (!found.problems().isEmpty()) {
      return new Plan(null, List.of(), found.problems(), List.of());
    }
    String version = baseline.getVersion().getVersion();
    List<String> pending = new ArrayList<>();
    pending.add(file + ": adopts the installation as version " + version);
    Arrays.stream(scratch.info().all())
        .filter(m -> m.getVersion().compareTo(baseline.getVersion()) > 0)
        .forEach(m -> pending.add(sentence("brings ", m)));
    List<String> remarks = new ArrayList<>();
    if (!found.leftovers().isEmpty()) {
      remarks.add(
          file + ": stays as it is, and is nobody's: " + String.join(", ", found.leftovers()));
    }
    return new Plan(version, pending, List.of(), remarks);
  }

  private List<String> pending(Flyway flyway, String verb) {
    return Arrays.stream(flyway.info().pending()).map(m -> sentence(verb, m)).toList();
  }

  private String sentence(String verb, MigrationInfo migration) {
    return file + ": " + verb + migration.getVersion() + " " + migration.getDescription();
  }

  private Problem problem(String message) {
    return Problem.of(ProblemKind.SCHEMA).says(file + ": " + message);
  }

  /** Does what was planned, says so where it adopts, and returns how many migrations ran. */
  int migrate(Plan plan, Consumer<String> remarks) {
    try (HikariDataSource pool = Database.open(config, SqliteBackend.file(config, file))) {
      FluentConfiguration flyway = configuration().dataSource(pool);
      if (plan.baseline() != null) {
        flyway
            .baselineVersion(plan.baseline())
            .baselineDescription("adopted installation")
            .load()
            .baseline();
        remarks.accept(file + ": adopted as version " + plan.baseline() + ", as it is");
      }
      return flyway.load().migrate().migrationsExecuted;
    } catch (FlywayException e) {
      throw FlywayErrors.translated(e);
    }
  }

  private FluentConfiguration flyway(Path scratch) {
    return configuration().dataSource("jdbc:sqlite:" + scratch, null, null);
  }

  private FluentConfiguration configuration() {
    return Flyway.configure().locations(schema.location().split(",")).failOnMissingLocations(true);
  }

  /** A database that exists for one look. */
  private static final class Scratch {
    /** What is done with it. */
    @FunctionalInterface
    interface Work<T> {
      T with(Path file) throws SQLException;
    }

    private Scratch() {}

    static <T> T use(Work<T> work) {
      try {
        Path folder = Files.createTempDirectory("godwit-schema-");
        try {
          return work.with(folder.resolve("schema.db"));
        } finally {
          Files.deleteIfExists(folder.resolve("schema.db"));
          Files.deleteIfExists(folder);
        }
      } catch (FlywayException e) {
        throw FlywayErrors.translated(e);
      } catch (IOException | SQLException e) {
        throw dev.godwit.model.GodwitException.failed(
            "the schema cannot be made in the temporary folder: " + e.getMessage(), e);
      }
    }
  }
}
