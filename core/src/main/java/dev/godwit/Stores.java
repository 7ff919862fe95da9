package dev.godwit;

import dev.godwit.inspect.HistoryTables;
import dev.godwit.json.JsonName;
import dev.godwit.json.JsonSource;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.postgres.PostgresUrl;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.UnionSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Opens stores by name: a path, {@code sqlite:PATH}, {@code json:PATH}, {@code postgresql://…} or a
 * JDBC URL. The only place that knows all engines.
 */
public final class Stores {
  private Stores() {}

  /** Opens one or several sources as one. */
  public static Source sources(List<String> names, String password) {
    return open(names, name -> source(name, password));
  }

  /** The same for SQLite files of which is taken what can be read, however damaged. */
  public static Source salvage(List<String> names) {
    return open(names, Stores::salvage);
  }

  private static Source open(List<String> names, Function<String, Source> opening) {
    List<Source> opened = new ArrayList<>();
    try {
      for (String name : names) {
        opened.add(opening.apply(name));
      }
      return opened.size() == 1
          ? opened.get(0)
          : new UnionSource(opened, name -> HistoryTables.tool(name) != null);
    } catch (RuntimeException e) {
      opened.forEach(Source::close);
      throw e;
    }
  }

  /** Opens a source. {@code password} may be null. */
  public static Source source(String name, String password) {
    if (PostgresUrl.recognises(name)) {
      return PostgresStore.open(PostgresUrl.parse(name, password));
    }
    return JsonName.recognises(name) ? JsonSource.open(name) : SqliteSource.open(path(name));
  }

  /** Opens a target. {@code password} may be null. */
  public static Target target(String name, String password) {
    if (PostgresUrl.recognises(name)) {
      return PostgresStore.open(PostgresUrl.parse(name, password));
    }
    throw GodwitException.usage(
        "no target of this kind: " + name + "; write postgresql://user@host:port/database");
  }

  /** Opens a SQLite file to take what can be read of it, however damaged. */
  public static Source salvage(String name) {
    if (PostgresUrl.recognises(name)) {
      throw GodwitException.usage("only SQLite files can be salvaged, not " + name);
    }
    return SqliteSource.salvage(path(name));
  }

  private static Path path(String name) {
    return Path.of(name.replaceFirst("^(jdbc:)?sqlite:", ""));
  }
}
