package dev.godwit.flyway;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Rules;
import dev.godwit.store.Ledger;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
   * The SQLite file, several separated by commas, or {@code none}, as the option {@code source}
   * takes it; null to leave it to the options. What is written for this version alone goes before.
   */
  protected String source() {
    return null;
  }

  /** The source's tables that travel, separated by commas; null to leave it to the options. */
  protected String tables() {
    return null;
  }

  /** The schema of the target's tables; null to leave it to the options, or to the connection. */
  protected String schema() {
    return null;
  }

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
    FlywayVersion.require();
    configuration = current;
    return super.getResolvedMigration(current, interceptor);
  }

  /** Made of the rules, never of the data: info and validate ask each time, and without a file. */
  @Override
  public Integer getChecksum() {
    try {
      return RulesText.checksum(
          text(configuration == null ? null : settings().rules()), text(ownRules()));
    } catch (GodwitException e) {
      throw new FlywayException(e.getMessage(), e);
    }
  }

  private ImportSettings settings() {
    Map<String, String> own = new HashMap<>();
    own.put("source", own("source", this::source));
    own.put("tables", own("tables", this::tables));
    own.put("schema", own("schema", this::schema));
    return ImportSettings.of(configuration, getVersion(), own);
  }

  private String ownRules() {
    String location = own("rules", this::rules);
    return location == null ? null : NamedFiles.of(configuration).rules(location);
  }

  /** What a class says of itself; what it throws is told as its own. */
  private String own(String method, Supplier<String> says) {
    try {
      return says.get();
    } catch (RuntimeException e) {
      throw GodwitException.failed(
          getClass().getName() + "." + method + "() failed: " + Refusals.of(e), e);
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
    Told told = null;
    try {
      requireVersion();
      told = new Told(listener());
      ImportSettings settings = settings();
      settings.requireSource();
      ImportRun run = new ImportRun(settings, told);
      if (settings.nothingToImport()) {
        run.nothing();
      } else {
        Rules rules = text(settings.rules()).parsed().over(text(ownRules()).parsed());
        run.migrate(context, rules, history());
      }
    } catch (Throwable e) {
      // Flyway commits what an Error leaves behind, and shows the message of an SQLException only.
      Throwable own = told == null ? e : told.asThrown(e);
      throw new SQLException(Refusals.ofFailure(own, told != null && told.threw(e)), own);
    }
  }

  private void requireVersion() {
    if (getVersion() == null) {
      throw GodwitException.usage(
          getClass().getName()
              + " is a repeatable migration, but an import runs once and needs a version; nothing"
              + " was written. Call it V2__import_sqlite, with the version that is next here");
    }
  }

  private ImportListener listener() {
    GodwitExtension extension = FlywayVersion.plugin(configuration, GodwitExtension.class);
    return extension == null ? ImportListener.NONE : extension.listener();
  }
}
