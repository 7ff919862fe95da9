package dev.godwit.cli.cutover.preflight;

import dev.godwit.Stores;
import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.CutoverProfile.Database;
import dev.godwit.cli.cutover.profile.CutoverProfile.History;
import dev.godwit.cli.cutover.profile.CutoverProfile.SourceFile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What there is of an installation, and whether its databases are ready. Reads only. */
public final class InstallationChecks {
  private static final long MEGABYTE = 1 << 20;

  private final CutoverProfile profile;
  private final Places places;

  public InstallationChecks(CutoverProfile profile, Places places) {
    this.profile = profile;
    this.places = places;
  }

  /** The databases that are there, in the profile's order. */
  public List<Path> databases() {
    return profile.installation().databases().stream()
        .map(d -> places.source(d.path()))
        .filter(Files::exists)
        .toList();
  }

  /** What was found, a line each; what is missing and must not be. */
  public List<Check> found() {
    List<Check> checks = new ArrayList<>();
    checks.add(Check.ok("installation", places.app() + ", checkout " + places.project()));
    for (Database database : profile.installation().databases()) {
      checks.add(database(database));
    }
    if (profile.config() != null) {
      for (SourceFile file : profile.config().sources()) {
        present(checks, "configuration", places.source(file.path()));
      }
      if (profile.config().env() != null) {
        present(checks, "variables", places.source(profile.config().env()));
      }
      if (profile.config().people() != null) {
        present(checks, "people", places.source(profile.config().people().files()));
      }
    }
    if (profile.docs() != null) {
      present(checks, "documents", places.source(profile.docs().from()));
    }
    for (var other : profile.installation().other()) {
      Path path = places.source(other.path());
      if (Files.exists(path)) {
        checks.add(Check.ok("stays", other.what() + ": " + path));
      }
    }
    return checks;
  }

  private Check database(Database database) {
    Path path = places.source(database.path());
    if (Files.exists(path)) {
      return Check.ok("database", path + ", " + size(path));
    }
    return database.required()
        ? Check.failed(
            "database", "there is no " + path, "--project DIR says where the checkout is")
        : Check.warning("database", "there is no " + path, "nothing of it will be moved");
  }

  private static void present(List<Check> checks, String what, Path path) {
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        checks.add(Check.ok(what, path + ", " + entries.count() + " entries"));
      } catch (IOException e) {
        checks.add(Check.failed(what, path + " cannot be read", "see to its rights"));
      }
    } else if (Files.exists(path)) {
      checks.add(
          Files.isReadable(path)
              ? Check.ok(what, path.toString())
              : Check.failed(what, path + " cannot be read", "see to its rights"));
    } else {
      checks.add(Check.ok(what, "none: " + path));
    }
  }

  private static String size(Path path) {
    try {
      Path wal = path.resolveSibling(path.getFileName() + "-wal");
      String more =
          Files.exists(wal) && Files.size(wal) > 0
              ? " and " + Files.size(wal) / 1024 + " kB not yet in it (-wal)"
              : "";
      return Files.size(path) / 1024 + " kB" + more;
    } catch (IOException e) {
      return "size unknown";
    }
  }

  /** Whether every migration of the application has run: numbers repeat, so names are compared. */
  public Check migrated() {
    History history = profile.history();
    List<String> missing = new ArrayList<>(history.versions());
    int more = 0;
    for (Path database : databases()) {
      try (Source source = Stores.source(database.toString(), null)) {
        Optional<Table> table = source.catalog().table(history.table());
        if (table.isPresent()) {
          Set<String> present = values(source, table.get(), history.column());
          more += present.size();
          missing.removeAll(present);
        }
      } catch (GodwitException e) {
        return Check.failed("source schema", e.getMessage(), "mend the database first");
      }
    }
    int known = history.versions().size() - missing.size();
    return missing.isEmpty()
        ? Check.ok(
            "source schema",
            "all "
                + known
                + " migrations are in "
                + history.table()
                + (more > known ? ", and " + (more - known) + " of earlier generations" : ""))
        : Check.failed(
            "source schema",
            missing.size() + " migrations have not run: " + String.join(", ", missing),
            history.advice());
  }

  private static Set<String> values(Source source, Table table, String name) {
    Set<String> result = new HashSet<>();
    List<Column> columns = table.columns().stream().filter(c -> c.name().equals(name)).toList();
    if (columns.isEmpty()) {
      return result;
    }
    try (Rows rows = source.read(table, columns, Position.START)) {
      while (rows.next()) {
        if (!rows.row().isNull(0)) {
          result.add(rows.row().text(0));
        }
      }
    }
    return result;
  }

  /** Room for the outputs; the database's own room is the server's business. */
  public Check disk(long bytesOfOutputs) {
    Path folder = places.target("${data}");
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    try {
      long databases = 0;
      for (Path database : databases()) {
        databases += Files.size(database);
      }
      long free = Files.getFileStore(existing).getUsableSpace();
      // A WAL database is read from a copy in the temporary folder, and the server may be here too.
      long wanted = bytesOfOutputs + 4 * databases + 64 * MEGABYTE;
      String evidence =
          free / MEGABYTE + " MB free at " + existing + ", " + wanted / MEGABYTE + " MB wanted";
      return free >= wanted
          ? Check.ok("disk", evidence)
          : Check.failed("disk", evidence, "make room, or use another --root");
    } catch (IOException e) {
      return Check.warning(
          "disk", "the room at " + existing + " is not known: " + e, "look for it");
    }
  }
}
