package dev.godwit.startup;

import java.util.Locale;

/** What an application can start on; as text, the word that {@code database.engine} takes. */
public enum Engine {
  SQLITE(new SqliteBackend()),
  POSTGRESQL(new PostgresBackend());

  @SuppressWarnings("ImmutableEnumChecker") // Backends have no state.
  private final Backend backend;

  Engine(Backend backend) {
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
