package dev.godwit.cli.cutover.validation;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.GodwitException;
import dev.godwit.startup.Application;
import dev.godwit.startup.Database;
import dev.godwit.startup.DatabaseConfig;
import dev.godwit.startup.Engine;
import dev.godwit.startup.InstanceLock;
import dev.godwit.startup.SchemaMigration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jooq.impl.DSL;

/**
 * What a daemon does when it starts, as far as its first answer: reads the configuration that was
 * written, connects by it, finds the schema current, takes the single-instance lock, reads a row.
 */
final class DaemonStart {
  private static final String NAME = "daemon can start";
  private static final String ADVICE =
      "mend what it names; do not start the system's daemon before this succeeds";

  private DaemonStart() {}

  /** The environment is left out: a service has another. */
  static Check check(CutoverProfile profile, Places places) {
    Path file = places.target(profile.config().system().path());
    try {
      DatabaseConfig config = DatabaseConfig.load(application(profile), file, Map.of());
      if (config.engine() != Engine.POSTGRESQL) {
        return Check.failed(
            NAME,
            file + " does not name PostgreSQL",
            "its section database: needs engine: postgresql, host, port, dbname and user");
      }
      SchemaMigration.State schema = SchemaMigration.state(config);
      if (!schema.isCurrent()) {
        List<String> why = schema.problems().isEmpty() ? schema.pending() : schema.problems();
        return Check.failed(NAME, "the schema is not current: " + String.join("; ", why), ADVICE);
      }
      return started(profile, config, file);
    } catch (GodwitException e) {
      return Check.failed(NAME, e.getMessage(), ADVICE);
    }
  }

  private static Application application(CutoverProfile profile) {
    String name = profile.daemon().application();
    return name.equals(Application.TELECLAUDE.name())
        ? Application.TELECLAUDE
        : Application.named(name);
  }

  private static Check started(CutoverProfile profile, DatabaseConfig config, Path file) {
    try (InstanceLock lock = InstanceLock.acquire(config);
        Database database = Database.open(config)) {
      String table = profile.validation() == null ? null : profile.validation().reads();
      int read =
          table == null
              ? 0
              : database.sql().selectOne().from(DSL.table(DSL.name(table))).limit(1).execute();
      return Check.ok(
          NAME,
          file
              + " loads, its database answers, the schema is current, the lock was "
              + (lock.isHeld() ? "free" : "lost")
              + (table == null ? "" : ", " + table + (read > 0 ? " can be read" : " is empty")));
    }
  }
}
