package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import java.util.List;
import java.util.Map;

/** The word {@code postgresql} in place of a store: what it means is written elsewhere. */
final class ServerWord {
  /** What says by itself which database is meant, as it does to psql. */
  private static final List<String> ENOUGH = List.of("PGSERVICE", "PGHOST", "PGDATABASE");

  private ServerWord() {}

  static boolean is(String store) {
    return store.equals("postgresql") || store.equals("postgres");
  }

  /** Its URL: the one given, else one whose parts the environment fills in. */
  static String url(String word, String connectionUrl) {
    Map<String, String> environment = System.getenv();
    if (connectionUrl == null && ENOUGH.stream().noneMatch(v -> isSet(environment, v))) {
      throw GodwitException.usage(
          word
              + " needs --connection-url postgresql://user@host:port/database, or PGHOST, PGDATABASE"
              + " or PGSERVICE");
    }
    return connectionUrl == null ? "postgresql://" : connectionUrl;
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }
}
