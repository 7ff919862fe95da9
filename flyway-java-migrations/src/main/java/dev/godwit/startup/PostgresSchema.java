package dev.godwit.startup;

import com.zaxxer.hikari.HikariDataSource;
import dev.godwit.flyway.FlywayErrors;
import dev.godwit.flyway.GodwitExtension;
import dev.godwit.flyway.ImportListener;
import dev.godwit.flyway.SqliteImport;
import dev.godwit.model.GodwitException;
import dev.godwit.report.Report;
import dev.godwit.startup.SchemaMigration.Done;
import dev.godwit.startup.SchemaMigration.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The schema in PostgreSQL, with the import among its versions. */
final class PostgresSchema implements SchemaMigration.Steps {
  private final DatabaseConfig config;

  PostgresSchema(DatabaseConfig config) {
    this.config = config;
  }

  @Override
  public State state() {
    try (HikariDataSource pool = pool()) {
      Flyway flyway = flyway(pool).ignoreMigrationPatterns("*:pending", "*:future").load();
      List<String> problems = new ArrayList<>();
      flyway
          .validateWithResult()
          .invalidMigrations
          .forEach(m -> problems.add(config + ": " + m.errorDetails.errorMessage));
      List<MigrationInfo> pending = List.of(flyway.info().pending());
      Optional<MigrationInfo> waiting = undecided(pending);
      waiting.flatMap(w -> behind(w, pending)).ifPresent(problems::add);
      return new State(
          pending.stream()
              .filter(m -> waiting.isEmpty() || isBefore(m, waiting.get()))
              .map(m -> config + ": brings " + m.getVersion() + " " + m.getDescription())
              .toList(),
          problems,
          waiting.map(this::stays).stream().toList());
    } catch (FlywayException e) {
      throw FlywayErrors.translated(e);
    }
  }

  @Override
  public Done migrate() {
    List<String> remarks = new ArrayList<>();
    try (HikariDataSource pool = pool()) {
      FluentConfiguration configuration = flyway(pool);
      configuration
          .getPluginRegister()
          .getExact(GodwitExtension.class)
          .listen(
              new ImportListener() {
                @Override
                public void finished(Report report) {
                  remarks.addAll(imported(report));
                }
              });
      List<MigrationInfo> pending = List.of(configuration.load().info().pending());
      Optional<MigrationInfo> waiting = undecided(pending);
      if (waiting.isPresent()) {
        behind(waiting.get(), pending)
            .ifPresent(
                problem -> {
                  throw GodwitException.refused(problem);
                });
        remarks.add(stays(waiting.get()));
        Optional<MigrationInfo> last =
            pending.stream()
                .filter(m -> isBefore(m, waiting.get()))
                .reduce((first, second) -> second);
        if (last.isEmpty()) {
          return new Done(0, remarks);
        }
        configuration.target(last.get().getVersion());
      }
      return new Done(configuration.load().migrate().migrationsExecuted, remarks);
    } catch (FlywayException e) {
      throw FlywayErrors.translated(e);
    }
  }

  private HikariDataSource pool() {
    return Database.open(config, PostgresBackend.migrations(config));
  }

  private FluentConfiguration flyway(HikariDataSource pool) {
    Map<String, String> options = new HashMap<>();
    DatabaseConfig.Import imported = config.imported();
    if (imported.sources() != null) {
      boolean none = imported.sources().isEmpty();
      options.put("source", none ? "none" : GodwitExtension.list(imported.sources()));
    }
    options.put("ownerPerson", imported.ownerPerson());
    options.put(
        "ownerUid", imported.ownerUid() == null ? null : String.valueOf(imported.ownerUid()));
    options.put("onMisfit", imported.onMisfit());
    Map<String, String> flyway = new HashMap<>();
    options.forEach(
        (name, value) -> {
          if (value != null) {
            flyway.put("flyway.godwit." + name, value);
          }
        });
    // History and rows are one transaction then, and one connection is enough.
    flyway.put("flyway.postgresql.transactional.lock", "false");
    return Flyway.configure()
        .dataSource(pool)
        .locations(config.application().location().split(","))
        .failOnMissingLocations(true)
        .configuration(flyway);
  }

  /** The import that is pending while nobody has said what to import. */
  private Optional<MigrationInfo> undecided(List<MigrationInfo> pending) {
    return config.imported().sources() != null
        ? Optional.empty()
        : pending.stream().filter(PostgresSchema::isImport).findFirst();
  }

  private static boolean isImport(MigrationInfo migration) {
    try {
      return migration.getType().name().equals("JDBC")
          && SqliteImport.class.isAssignableFrom(
              Class.forName(
                  migration.getScript(), false, Thread.currentThread().getContextClassLoader()));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static boolean isBefore(MigrationInfo migration, MigrationInfo other) {
    return migration.getVersion() != null
        && migration.getVersion().compareTo(other.getVersion()) < 0;
  }

  private Optional<String> behind(MigrationInfo waiting, List<MigrationInfo> pending) {
    List<String> later =
        pending.stream()
            .filter(m -> m.getVersion() != null && m != waiting && !isBefore(m, waiting))
            .map(m -> m.getVersion() + " " + m.getDescription())
            .toList();
    return later.isEmpty()
        ? Optional.empty()
        : Optional.of(
            config
                + ": "
                + String.join(", ", later)
                + " cannot run before the import (version "
                + waiting.getVersion()
                + ") is decided; "
                + decide());
  }

  private String stays(MigrationInfo waiting) {
    return config
        + ": the import (version "
        + waiting.getVersion()
        + ") stays pending; "
        + decide()
        + ". Rows that are written before it will be in its way";
  }

  private static String decide() {
    return "set database.import_from to the SQLite file, or to none where there is nothing to import";
  }

  private static List<String> imported(Report report) {
    List<String> remarks = new ArrayList<>();
    remarks.add(
        report.tables().isEmpty() && report.copied() == 0
            ? "there was nothing to import, and that is on record now"
            : "imported "
                + report.copied()
                + " rows from "
                + report.from()
                + ", "
                + report.verdict()
                + (report.rejected() == 0
                    ? ""
                    : "; " + report.rejected() + " went to godwit.quarantine"));
    report.warnings().forEach(w -> remarks.add(w.toString()));
    return remarks;
  }
}
