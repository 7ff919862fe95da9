package dev.godwit.startup;

import java.util.Locale;
import org.jooq.SQLDialect;

/** What an application can start on; as text, the word that {@code database.engine} takes. */
public enum Engine {
  SQLITE(SQLDialect.SQLITE, new SqliteBackend()),
  POSTGRESQL(SQLDialect.POSTGRES, new PostgresBackend());

  /** The one that its statements are rendered in. */
  final SQLDialect dialect;

  @SuppressWarnings("ImmutableEnumChecker") // Backends have no state.
  private final Backend backend;

  Engine(SQLDialect dialect, Backend backend) {
    this.dialect = dialect;
    this.backend = backend;
  }

  /** Everything that this engine does in its own way. */
  Backend backend() {
    return backend;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
