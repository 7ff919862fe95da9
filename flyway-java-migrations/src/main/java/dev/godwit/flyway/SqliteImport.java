package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.store.Ledger;
import java.sql.SQLException;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.api.migration.BaseJavaMigration;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;

/**
 * The import as a Java migration: {@code public class V2__import_sqlite extends SqliteImport {}}.
 * What and how is said by {@code flyway.godwit.*}. Its rows commit with Flyway's history row, or
 * not at all; where {@code flyway.executeInTransaction=false}, in a transaction of their own.
 */
public class SqliteImport extends BaseJavaMigration {
  private Configuration configuration;

  /**
   * Where the rules that belong to this import are: a path, or {@code classpath:} and a resource;
   * null where there are none. The user's rules and options go over them.
   */
  protected String rules() {
    return null;
  }

  @Override
  public ResolvedMigration getResolvedMigration(
      Configuration current, StatementInterceptor interceptor) {
    configuration = current;
    return super.getResolvedMigration(current, interceptor);
  }

  /** Made of the rules, never of the data: info and validate ask each time, and without a file. */
  @Override
  public Integer getChecksum() {
    try {
      String location = configuration == null ? null : ImportSettings.of(configuration).rules();
      return RulesText.checksum(text(location), text(rules()));
    } catch (GodwitException e) {
      throw new FlywayException(e.getMessage(), e);
    }
  }

  private RulesText text(String location) {
    ClassLoader own = getClass().getClassLoader();
    return RulesText.read(location, configuration == null ? own : configuration.getClassLoader());
  }

  /** Where Flyway notes this import: an empty schema stands for that of the connection. */
  private Ledger history() {
    String schema = configuration.getDefaultSchema();
    return new Ledger(
        schema == null ? "" : schema, configuration.getTable(), getVersion().getVersion());
  }

  @Override
  public void migrate(Context context) throws SQLException {
    configuration = context.getConfiguration();
    try {
      ImportSettings settings = ImportSettings.of(configuration);
      settings.requireSource();
      ImportRun run = new ImportRun(settings, listener());
      if (settings.nothingToImport()) {
        run.nothing();
      } else {
        Rules rules = text(settings.rules()).parsed().over(text(rules()).parsed());
        run.migrate(context.getConnection(), rules, history());
      }
    } catch (GodwitException e) {
      // Flyway shows the message of an SQLException, and "Migration failed !" for anything else.
      throw new SQLException(e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new SQLException(
          "the import failed for a reason that Godwit did not expect ("
              + e.getClass().getSimpleName()
              + "); nothing was written. flyway -X shows where; please report it",
          e);
    }
  }

  private ImportListener listener() {
    GodwitExtension extension = configuration.getPluginRegister().getExact(GodwitExtension.class);
    return extension == null ? ImportListener.NONE : extension.listener();
  }
}
