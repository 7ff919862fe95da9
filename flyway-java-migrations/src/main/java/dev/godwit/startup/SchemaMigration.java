package dev.godwit.startup;

import java.util.List;

/**
 * Brings an application's tables up to date with Flyway, one history in each database: on SQLite by
 * its files' own migrations, existing installations adopted; on PostgreSQL with the import of
 * {@code database.import_from} as one of its versions.
 */
public final class SchemaMigration {
  /**
   * What a start would do, one sentence each: {@code pending} to come, {@code problems} in its way,
   * {@code remarks} to know.
   */
  public record State(List<String> pending, List<String> problems, List<String> remarks) {
    public State {
      pending = List.copyOf(pending);
      problems = List.copyOf(problems);
      remarks = List.copyOf(remarks);
    }

    /** Whether nothing is left to do, and nothing in the way. */
    public boolean isCurrent() {
      return pending.isEmpty() && problems.isEmpty();
    }
  }

  /** What was done: migrations executed, and sentences for the log. */
  public record Done(int executed, List<String> remarks) {
    public Done {
      remarks = List.copyOf(remarks);
    }
  }

  /** The two, on one engine. */
  interface Steps {
    State state();

    Done migrate();
  }

  private SchemaMigration() {}

  /**
   * What {@link #migrate} would do. Writes nothing, and makes no file.
   *
   * @throws dev.godwit.model.GodwitException where the database cannot be read
   */
  public static State state(DatabaseConfig config) {
    return config.engine().backend().schema(config).state();
  }

  /**
   * Does what is pending. Call it with the {@link InstanceLock} held, before anything reads.
   *
   * @throws dev.godwit.model.GodwitException where it cannot be done: nothing of the failed
   *     migration is kept
   */
  public static Done migrate(Database database) {
    return database.engine().backend().schema(database.config()).migrate();
  }
}
