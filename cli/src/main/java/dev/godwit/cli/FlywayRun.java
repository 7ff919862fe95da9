package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.flyway.FlywayErrors;
import dev.godwit.flyway.GodwitExtension;
import dev.godwit.flyway.ImportListener;
import dev.godwit.model.GodwitException;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.protocol.Committed;
import dev.godwit.store.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Flyway, in this process, as its own command line would be: the only class that calls it. */
final class FlywayRun {
  private static final String CLASSPATH = "classpath:";

  private final StoreOptions.Place target;
  private final List<String> locations;
  private final boolean bringsImport;

  FlywayRun(StoreOptions.Place target, List<String> locations) {
    this.target = target;
    this.locations = locations;
    this.bringsImport =
        Recipes.all().stream()
            .map(Recipe::flyway)
            .anyMatch(l -> l != null && locations.contains(l));
  }

  /** Whether the import is among the migrations, with rules of its own. */
  boolean bringsRules() {
    return bringsImport;
  }

  /** An import that Flyway's history holds, and its local time. */
  record Imported(String version, String when) {}

  /** The import that is in Flyway's history, if one is. */
  Optional<Imported> imported() {
    return Arrays.stream(infos())
        .filter(FlywayRun::isImport)
        .filter(i -> i.getState().isApplied() && !i.getState().isFailed())
        .map(i -> new Imported(i.getVersion().getVersion(), time(i)))
        .findFirst();
  }

  /** In a history that this program writes, only the import is no SQL. */
  private static boolean isImport(MigrationInfo info) {
    return info.getVersion() != null && info.getType().name().equals("JDBC");
  }

  private static String time(MigrationInfo info) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm")
        .format(info.getInstalledOn().toInstant().atZone(ZoneId.systemDefault()));
  }

  /** Each version with its description and state, in Flyway's words; failed ones say so first. */
  List<String> states() {
    return Arrays.stream(infos())
        .filter(i -> i.getVersion() != null)
        .map(
            i ->
                (i.getState().isFailed() ? "failed: " : "")
                    + i.getVersion().getVersion()
                    + " "
                    + i.getDescription()
                    + ": "
                    + i.getState().getDisplayName().toLowerCase(java.util.Locale.ROOT))
        .toList();
  }

  /** The texts of the SQL migrations that would run before the import. */
  List<String> pendingSql() {
    List<String> result = new ArrayList<>();
    for (MigrationInfo info : infos()) {
      boolean versioned = info.getVersion() != null && !info.getState().isApplied();
      if (versioned && info.getType().name().equals("SQL")) {
        result.add(text(info));
      }
    }
    return result;
  }

  private String text(MigrationInfo info) {
    try {
      for (String location : locations) {
        if (location.startsWith(CLASSPATH)) {
          String path = "/" + location.substring(CLASSPATH.length()) + "/" + info.getScript();
          try (InputStream in = FlywayRun.class.getResourceAsStream(path)) {
            if (in != null) {
              return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
          }
        }
      }
      return Files.readString(Path.of(info.getPhysicalLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs what is pending, the import last, and returns the import's report. */
  Report migrate(
      List<String> sources, Map<String, String> plugin, Progress progress, Ending ending) {
    Map<String, String> settings = new HashMap<>(plugin);
    settings.put("flyway.godwit.source", GodwitExtension.list(sources));
    if (!bringsImport) {
      settings.put("flyway.godwit.version", nextVersion());
    }
    progress.phase("running SQL migrations");
    Heard heard = new Heard(progress, ending);
    try {
      FluentConfiguration configuration = configuration().configuration(settings);
      configuration.getPluginRegister().getExact(GodwitExtension.class).listen(heard);
      configuration.load().migrate();
    } catch (FlywayException e) {
      throw heard.wasDone() ? lookedUp(e, heard.report) : FlywayErrors.translated(e);
    }
    if (heard.report == null) {
      throw GodwitException.failed("Flyway ran, but the import gave no report", null);
    }
    return ReportBuilder.of(heard.report).next(next(plugin)).build();
  }

  /** What whoever runs Flyway there after the import has to have, a sentence each. */
  List<String> next(Map<String, String> plugin) {
    if (bringsImport) {
      return List.of(
          "Flyway's history of the target has the import among the versions of "
              + String.join(", ", locations)
              + ": whatever runs Flyway there next needs dev.godwit:godwit-flyway, and this location,"
              + " or flyway.ignoreMigrationPatterns=*:missing");
    }
    String version = imported().map(Imported::version).orElseGet(this::nextVersion);
    String rules = plugin.get("flyway.godwit.rules");
    return List.of(
        "Flyway's history of the target has the import as version "
            + version
            + ": whatever runs Flyway there next has to know it, by one of these",
        "- dev.godwit:godwit-flyway-plugin on its class path, and flyway.godwit.version="
            + version
            + (rules == null ? "" : ", flyway.godwit.rules=" + rules)
            + "; where databases are made anew, flyway.godwit.source=none",
        "- a class that does nothing: public class V"
            + version.replace('.', '_')
            + "__import_sqlite extends BaseJavaMigration { public void migrate(Context context) {} }",
        "- flyway.ignoreMigrationPatterns=*:missing");
  }

  /** Flyway commits after the import's last word: what became of that is asked, not guessed. */
  private GodwitException lookedUp(FlywayException e, Report report) {
    String why = FlywayErrors.translated(e).getMessage();
    String found;
    try (Target other = Stores.target(target.name(), target.password())) {
      found = Committed.whatBecameOf(other, report.migrationId());
    } catch (GodwitException none) {
      return GodwitException.unanswered(
          why
              + "; "
              + none.getMessage()
              + ". Whether the rows of migration "
              + report.migrationId()
              + " were kept is not known; godwit history --to the target lists it if they were");
    }
    return GodwitException.unanswered(why + "; " + found);
  }

  /** What the import says while Flyway runs it. */
  private static final class Heard implements ImportListener {
    private final Progress progress;
    private final Ending ending;
    private Report report;

    Heard(Progress progress, Ending ending) {
      this.progress = progress;
      this.ending = ending;
    }

    @Override
    public void begins(Godwit engine) {
      ending.mind(engine);
    }

    @Override
    public Progress progress() {
      return progress;
    }

    @Override
    public void finished(Report finished) {
      report = finished;
    }

    /** Whether the import ended with rows to be kept; one that was refused has a report, too. */
    boolean wasDone() {
      return report != null && report.verdict().isKept();
    }
  }

  /** One after the newest SQL migration that the locations hold. */
  private String nextVersion() {
    return Arrays.stream(infos())
        .filter(i -> i.getVersion() != null && !isImport(i))
        .map(MigrationInfo::getVersion)
        .max(MigrationVersion::compareTo)
        .map(v -> v.getMajor().add(java.math.BigInteger.ONE).toString())
        .orElse("1");
  }

  private MigrationInfo[] infos() {
    try {
      return configuration().load().info().all();
    } catch (FlywayException e) {
      throw FlywayErrors.translated(e);
    }
  }

  private FluentConfiguration configuration() {
    PostgresUrl url = PostgresUrl.parse(target.name(), target.password());
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(url.dataSource())
            .locations(locations.toArray(String[]::new))
            .failOnMissingLocations(true);
    return url.schema().equals("public")
        ? configuration
        : configuration.defaultSchema(url.schema());
  }
}
