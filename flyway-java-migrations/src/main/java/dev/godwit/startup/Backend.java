package dev.godwit.startup;

import com.zaxxer.hikari.HikariConfig;
import dev.godwit.model.GodwitException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Field;

/** What the kit does in one way on SQLite and in another on PostgreSQL. */
interface Backend {
  String jdbcUrl(DatabaseConfig config);

  /** Where the data is, for people. */
  String place(DatabaseConfig config);

  /** Why there is no connection, and what to do. */
  GodwitException unreachable(DatabaseConfig config, SQLException cause);

  /** The pool's settings, without its size; no connection is made yet. */
  HikariConfig pool(DatabaseConfig config);

  void walCheckpoint(DatabaseConfig config, DSLContext sql);

  Field<?> chronological(Field<Instant> time);

  SchemaMigration.Steps schema(DatabaseConfig config);

  /** Takes the lock of the only instance, or refuses at once, naming who has it. */
  Hold acquire(DatabaseConfig config);

  /** Who has that lock; nobody where it is free. */
  Optional<Holder> holder(DatabaseConfig config);

  /** A lock that is taken. */
  interface Hold {
    /** Asks the operating system or the server, not a memory of our own. */
    boolean isHeld();

    void release();
  }
}
