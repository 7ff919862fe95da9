package dev.godwit.startup;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.godwit.model.GodwitException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/**
 * An application's database, opened: a pool of connections and jOOQ on it. SQLite's other files are
 * attached to each connection, so that their tables have the same names on both engines.
 * Thread-safe.
 */
public final class Database implements AutoCloseable {
  static {
    // jOOQ's advertisements have no place in an application's log.
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private final DatabaseConfig config;
  private final HikariDataSource pool;
  private final DSLContext sql;

  private Database(DatabaseConfig config, HikariDataSource pool) {
    this.config = config;
    this.pool = pool;
    Settings settings = new Settings().withRenderQuotedNames(RenderQuotedNames.ALWAYS);
    this.sql = DSL.using(pool, config.engine().dialect, settings);
  }

  /**
   * Connects; a SQLite file that is not there yet is made. Its tables are {@link SchemaMigration}'s
   * work.
   *
   * @throws GodwitException where no connection can be had, saying why
   */
  public static Database open(DatabaseConfig config) {
    HikariConfig settings = config.engine().backend().pool(config);
    settings.setMaximumPoolSize(config.pool().size());
    settings.setMinimumIdle(config.pool().idle());
    return new Database(config, open(config, settings));
  }

  static HikariDataSource open(DatabaseConfig config, HikariConfig settings) {
    settings.setPoolName(config.application().name());
    settings.setConnectionTimeout(config.pool().connect().toMillis());
    try {
      return new HikariDataSource(settings);
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? config.engine().backend().unreachable(config, cause)
          : GodwitException.failed("no connection for " + config + ": " + e.getMessage(), e);
    }
  }

  public DatabaseConfig config() {
    return config;
  }

  public Engine engine() {
    return config.engine();
  }

  /** The pool. Closed with the database. */
  public DataSource dataSource() {
    return pool;
  }

  /** jOOQ in the engine's dialect. Read and write through {@link Fields}, not by guessed types. */
  public DSLContext sql() {
    return sql;
  }

  /**
   * Inserts a row; where one with the same key is there, sets its other columns. {@code key} has to
   * be a primary key or a UNIQUE constraint, and its values in the row.
   */
  public void upsert(String table, List<Field<?>> key, Map<Field<?>, ?> row) {
    upsert(sql, table, key, row);
  }

  /** The same within a transaction of jOOQ. */
  public static void upsert(
      DSLContext sql, String table, List<Field<?>> key, Map<Field<?>, ?> row) {
    Map<Field<?>, Object> others = new LinkedHashMap<>(row);
    new ArrayList<>(key).forEach(others::remove);
    var insert = sql.insertInto(DSL.table(DSL.name(table))).set(row).onConflict(key);
    if (others.isEmpty()) {
      insert.doNothing().execute();
    } else {
      insert.doUpdate().set(others).execute();
    }
  }

  /**
   * What to order moments by: SQLite compares their text, and one column may hold several
   * spellings. To the millisecond there.
   */
  public Field<?> chronological(Field<Instant> time) {
    return config.engine().backend().chronological(time);
  }

  /** Moves what SQLite's write-ahead log holds into its files. Does nothing on PostgreSQL. */
  public void walCheckpoint() {
    config.engine().backend().walCheckpoint(config, sql);
  }

  @Override
  public void close() {
    pool.close();
  }
}
