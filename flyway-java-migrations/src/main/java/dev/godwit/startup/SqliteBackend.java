package dev.godwit.startup;

import com.zaxxer.hikari.HikariConfig;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;

/** SQLite: files, settings of each connection, and the main file's lock. */
final class SqliteBackend implements Backend {
  @Override
  public String jdbcUrl(DatabaseConfig config) {
    return url(config.path());
  }

  private static String url(Path file) {
    return "jdbc:sqlite:" + file;
  }

  @Override
  public String place(DatabaseConfig config) {
    return config.application().files().stream()
        .map(f -> config.files().get(f.name()).toString())
        .collect(Collectors.joining(", "));
  }

  @Override
  public GodwitException unreachable(DatabaseConfig config, SQLException cause) {
    return GodwitException.failed(
        "no connection to "
            + config
            + ": "
            + cause.getMessage()
            + "; check the paths, and who may write there",
        cause);
  }

  @Override
  public HikariConfig pool(DatabaseConfig config) {
    config.application().files().forEach(f -> requireFolder(config.files().get(f.name())));
    HikariConfig pool = file(config, config.path());
    config.application().files().stream()
        .skip(1)
        .forEach(f -> pool.setConnectionInitSql(attach(f, config.files().get(f.name()))));
    return pool;
  }

  private static String attach(Application.SqliteSchema file, Path path) {
    return "ATTACH DATABASE "
        + Sql.SQLITE.literal(path.toString())
        + " AS "
        + Sql.SQLITE.name(file.name());
  }

  /** One file alone, by one connection: for its migrations. */
  static HikariConfig file(DatabaseConfig config, Path file) {
    HikariConfig pool = new HikariConfig();
    pool.setJdbcUrl(url(file));
    pool.setMaximumPoolSize(1);
    pool.addDataSourceProperty("journal_mode", "WAL");
    pool.addDataSourceProperty("synchronous", "NORMAL");
    pool.addDataSourceProperty("foreign_keys", "true");
    pool.addDataSourceProperty("busy_timeout", String.valueOf(config.pool().busy().toMillis()));
    // A transaction that reads first and writes later would fail at once where another wrote
    // meanwhile, however long it may wait.
    pool.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    return pool;
  }

  static void requireFolder(Path file) {
    if (!Files.isDirectory(file.getParent())) {
      throw GodwitException.refused(
          "the folder " + file.getParent() + " does not exist; create it, or name another file");
    }
  }

  @Override
  public void walCheckpoint(DatabaseConfig config, DSLContext sql) {
    sql.connection(
        connection -> {
          // A connection that has not read yet may not know that there is a log.
          for (Application.SqliteSchema file : config.application().files()) {
            String schema = Sql.SQLITE.name(file.name(), "sqlite_schema");
            Queries.number(connection, "SELECT count(*) FROM " + schema);
          }
          // Without a name: of the attached files, too.
          Queries.run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
        });
  }

  @Override
  public Field<?> chronological(Field<Instant> time) {
    return DSL.field("unixepoch({0}, 'subsec')", Double.class, time);
  }

  @Override
  public SchemaMigration.Steps schema(DatabaseConfig config) {
    return new SqliteSchemas(config);
  }

  @Override
  public Hold acquire(DatabaseConfig config) {
    return FileHold.acquire(config);
  }

  @Override
  public Optional<Holder> holder(DatabaseConfig config) {
    return FileHold.holder(config);
  }
}
