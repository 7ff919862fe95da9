package dev.godwit;

import dev.godwit.csv.CsvFormat;
import dev.godwit.format.Format;
import dev.godwit.format.FormatTarget;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.json.JsonFormat;
import dev.godwit.json.JsonSource;
import dev.godwit.json.read.JsonName;
import dev.godwit.model.Catalog;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Content;
import dev.godwit.plan.Rules;
import dev.godwit.plan.schema.JsonMapping;
import dev.godwit.plan.schema.MappedSchema;
import dev.godwit.plan.schema.PostgresMapping;
import dev.godwit.plan.schema.SchemaMapping;
import dev.godwit.plan.schema.SqliteMapping;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.postgres.schema.PostgresDdl;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.recipe.Recipes;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.ReportJson;
import dev.godwit.run.Options;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.sqlite.SqliteStore;
import dev.godwit.sqlite.schema.SqliteDdl;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.UnionSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Opens stores by name: a path, {@code sqlite:PATH}, {@code json:PATH}, {@code postgresql://…} or a
 * JDBC URL. The only place that knows all engines.
 */
public final class Stores {
  /** The forms of files, in the order in which names are looked at; all others are SQLite's. */
  private static final List<FileForm> FORMS =
      List.of(
          FileForm.of("csv", CsvFormat::recognises, CsvFormat::of),
          new FileForm(
              "json",
              JsonName::recognises,
              (name, below) -> JsonFormat.of(JsonName.parse(name, below)),
              (name, below) -> JsonSource.open(JsonName.parse(name, below)),
              (name, below) -> JsonSource.written(JsonName.parse(name, below))));

  /** Opens what a name says, with parameters for what it does not say. */
  private interface Opening<T> {
    T open(String name, Map<String, List<String>> below);
  }

  /** One form of files: {@code word} is what rules call it, {@code written} reads what we wrote. */
  private record FileForm(
      String word,
      Predicate<String> recognises,
      Opening<Format> made,
      Opening<Source> source,
      Opening<Source> written) {
    static FileForm of(String word, Predicate<String> recognises, Opening<Format> made) {
      Opening<Source> reading = (name, below) -> FormatTarget.source(made.open(name, below));
      return new FileForm(word, recognises, made, reading, reading);
    }

    Format format(String name, Rules rules) {
      return made.open(name, rules.files(word).to());
    }
  }

  private static Optional<FileForm> files(String name) {
    return FORMS.stream().filter(f -> f.recognises().test(name)).findFirst();
  }

  private Stores() {}

  /**
   * Loads what every store needs: drivers, what renders SQL, what digests rules and writes reports.
   * Nobody has to call this; a program that does so on a thread of its own, before it knows which
   * stores to open, starts sooner.
   */
  public static void prepare() {
    SqliteStore.prepare();
    PostgresStore.prepare();
    Options.DEFAULT.digest();
    ReportJson.of(ReportBuilder.of("", "", "", "", "").verdict(Verdict.EXACT).build());
  }

  /**
   * Has SQLite itself read and check its files, where {@code on} is false, instead of page by page
   * where that is beyond doubt: slower, and the same. For all of this process, from now on.
   */
  public static void readPages(boolean on) {
    SqliteSource.readPages(on);
  }

  /** Opens one or several sources as one. */
  public static Source sources(List<String> names, String password) {
    return sources(names, password, Rules.NONE);
  }

  /** The same, JSON being read as rules say. */
  public static Source sources(List<String> names, String password, Rules rules) {
    return open(names, name -> source(name, password, rules));
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
      return union(opened);
    } catch (RuntimeException | Error e) {
      opened.forEach(Source::close);
      throw e;
    }
  }

  /**
   * Several sources as one; closing it closes them all.
   *
   * @throws GodwitException where two have a table of the same name
   */
  public static Source together(Source... sources) {
    return union(List.of(sources));
  }

  private static Source union(List<Source> sources) {
    return sources.size() == 1
        ? sources.get(0)
        : new UnionSource(sources, table -> Recipes.history(table).isPresent());
  }

  /** Opens a file or folder: SQLite's or JSON, as its content says. */
  public static Source source(Path file) {
    return source(file.toAbsolutePath().toString(), null);
  }

  /**
   * Opens a PostgreSQL source on a connection of a program's own pool, which gets it back as it was
   * when the source is closed.
   */
  public static Source source(DataSource postgres) {
    return PostgresStore.openSource(postgres);
  }

  /**
   * Reads PostgreSQL in the caller's transaction, which has to see one snapshot: repeatable read.
   * The connection stays the caller's.
   */
  public static Source source(Connection postgres) {
    return PostgresStore.reading(postgres);
  }

  /** Opens a SQLite file, or the place where one is to be, or JSON, as its content says. */
  public static Target target(Path file) {
    return target(file.toAbsolutePath().toString(), null);
  }

  /**
   * Opens a PostgreSQL target on a connection of a program's own pool, in the first schema of its
   * search path; the pool gets it back as it was when the target is closed.
   */
  public static Target target(DataSource postgres) {
    return PostgresStore.open(postgres);
  }

  /**
   * A PostgreSQL target in the caller's transaction, in the first schema of its search path: a run
   * that fails leaves nothing in it, one that succeeds is there once the caller commits. The
   * connection stays the caller's, and its settings are as they were after each run.
   */
  public static Target target(Connection postgres) {
    return PostgresStore.on(postgres);
  }

  /** Opens a source. {@code password} may be null. */
  public static Source source(String name, String password) {
    return source(name, password, Rules.NONE);
  }

  /** The same, JSON being read as rules say. */
  public static Source source(String name, String password, Rules rules) {
    if (PostgresUrl.recognises(name)) {
      return PostgresStore.openSource(PostgresUrl.parse(name, password));
    }
    return files(name)
        .map(f -> f.source().open(name, rules.files(f.word()).from()))
        .orElseGet(() -> SqliteSource.open(path(name)));
  }

  /** Opens a target to read it only, JSON as rules say that it was written. */
  public static Source targetAsSource(String name, String password, Rules rules) {
    if (PostgresUrl.recognises(name)) {
      return PostgresStore.openTargetAsSource(PostgresUrl.parse(name, password));
    }
    Optional<FileForm> form = files(name);
    return form.isEmpty()
        ? source(name, password)
        : form.get().written().open(name, rules.files(form.get().word()).to());
  }

  /** Opens a target. {@code password} may be null. */
  public static Target target(String name, String password) {
    return target(name, password, Rules.NONE);
  }

  /** The same, JSON being written as rules say. */
  public static Target target(String name, String password, Rules rules) {
    if (PostgresUrl.recognises(name)) {
      return PostgresStore.open(PostgresUrl.parse(name, password));
    }
    return files(name)
        .<Target>map(f -> FormatTarget.open(f.format(name, rules)))
        .orElseGet(() -> SqliteStore.open(path(name)));
  }

  /** The structure that a target of this engine needs for these tables of the source. */
  static MappedSchema mapped(
      Engine engine,
      Catalog tables,
      Supplier<StoreProfile> profile,
      String schema,
      Content content) {
    // Only PostgreSQL has schemas, and what comes from there has its types already, as JSON has.
    boolean typed =
        tables.tables().stream().noneMatch(t -> t.schema().isEmpty())
            || tables.tables().stream()
                .flatMap(t -> t.columns().stream())
                .noneMatch(c -> c.type().kind() == Kind.ANY);
    return switch (engine) {
      case SQLITE -> SqliteMapping.toSqlite(tables, content.names(), content.rules());
      case POSTGRESQL ->
          typed
              ? PostgresMapping.toPostgres(tables, schema, content.names(), content.rules())
              : SchemaMapping.toPostgres(
                  tables, profile.get(), schema, content.names(), content.rules());
      case JSON -> JsonMapping.toJson(tables, content.names(), content.rules());
    };
  }

  /** The statements that make a structure of this engine's types. */
  static List<String> statements(Engine engine, MappedSchema mapped) {
    return switch (engine) {
      case SQLITE -> new SqliteDdl(mapped.target()).all();
      case POSTGRESQL -> {
        PostgresDdl ddl = new PostgresDdl(mapped.target(), mapped.comments());
        yield Stream.concat(ddl.all().stream(), ddl.completion().stream()).toList();
      }
      case JSON -> List.of();
    };
  }

  /** Opens a SQLite file to take what can be read of it, however damaged. */
  public static Source salvage(String name) {
    if (PostgresUrl.recognises(name)) {
      throw GodwitException.usage("only SQLite files can be salvaged, not " + name);
    }
    return SqliteSource.salvage(path(name));
  }

  private static Path path(String name) {
    if (name.matches("(jdbc:)?(sqlite:)?-?\\s*")) {
      throw GodwitException.usage(
          "\"" + name + "\" names no file, and SQLite has no streams; give the path of a file");
    }
    if (name.matches("(jdbc:)?(?!sqlite:)[a-z][a-z0-9+.-]*:/.*")) {
      throw GodwitException.usage(
          name.replaceFirst("/.*", "")
              + " is no engine that is known; write a path, sqlite:PATH, json:PATH or"
              + " postgresql://user@host:port/database");
    }
    if (name.matches("(host|hostaddr|port|dbname|user|service)\\s*=.*")
        && !Files.exists(Path.of(name))) {
      throw GodwitException.usage(
          name.replaceFirst("=.*", "=…")
              + " is no store; write postgresql://user@host:port/database?service=NAME");
    }
    String file = name.replaceFirst("^(jdbc:)?sqlite:", "");
    if (file.endsWith("/") || file.endsWith(File.separator)) {
      throw GodwitException.usage(
          name
              + " is a folder's name, and a SQLite database is a file; write json:"
              + file
              + " or csv:"
              + file
              + " for a folder of files, or the path of a file");
    }
    return Path.of(file);
  }
}
