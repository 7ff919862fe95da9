package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.godwit.cli.cutover.Cutover;
import dev.godwit.cli.cutover.Request;
import dev.godwit.cli.cutover.Server;
import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.profile.ProfileFile;
import dev.godwit.cli.cutover.report.CutoverReport;
import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.sample.SampleHome;
import dev.godwit.plan.Owner;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.report.Match;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A cutover that dies goes on from where it was. */
@ExtendWith(FreshDatabase.class)
@Timeout(300)
class CutoverInterruptedTest {
  @TempDir Path folder;

  /** What no program catches. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  static CutoverReport run(Path home, Path root, String url, Consumer<String> progress) {
    CutoverProfile profile = ProfileFile.read("teleclaude");
    Places places = Places.find(profile, home, null, root, "linux");
    Request request =
        new Request(
            "teleclaude",
            profile,
            places,
            new Owner("Ada Vermeer", 7L),
            Map.of(),
            true,
            false,
            false);
    PostgresUrl target = PostgresUrl.parse(url, null);
    StoreOptions.Place place = new StoreOptions.Place(url, null, target.toString(), null);
    List<String> sources =
        List.of(
            home.resolve("teleclaude/teleclaude.db").toString(),
            home.resolve(".teleclaude/events.db").toString());
    Server server =
        new Server(
            target,
            target.toString(),
            new FlywayImporter(
                place, profile.flyway(), sources, false, Watch.silent(), new Ending()));
    return new Cutover(request, progress).run(() -> server);
  }

  @Test
  void killedAtEveryPointOfTheWayItEndsAsIfItHadNotBeen(Database database) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    SampleHome.write(home, false);
    Map<String, String> source = Tree.of(home);
    Path root = folder.resolve("root");
    Set<String> reached = new TreeSet<>();
    List<String> order = new ArrayList<>();
    CutoverReport report = null;
    while (report == null) {
      CutoverReport[] finished = new CutoverReport[1];
      Throwable death =
          catchThrowable(
              () ->
                  finished[0] =
                      run(
                          home,
                          root,
                          database.url(),
                          at -> {
                            if (reached.add(at)) {
                              order.add(at);
                              throw new Killed();
                            }
                          }));
      assertThat(death)
          .satisfiesAnyOf(
              d -> assertThat(d).isNull(), d -> assertThat(d).isInstanceOf(Killed.class));
      report = finished[0];
    }
    assertThat(report.verdict()).isEqualTo("exact");
    assertThat(order)
        .hasSizeGreaterThan(35)
        .contains("transfer: committed", "ownership: begins", "config: noted what will be written")
        .contains("docs: begins", "validation: done");
    assertThat(Tree.of(home)).isEqualTo(source);
    assertThat(database.value("SELECT count(*) FROM sessions WHERE owner_uid IS NOT NULL"))
        .isEqualTo("41");
    assertThat(
            database.value(
                "SELECT count(*) FROM flyway_schema_history WHERE version = '2' AND success"))
        .isEqualTo("1");
    assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL);
    assertThat(contents(root).keySet()).noneMatch(path -> path.contains("unfinished"));
    Path undisturbed = folder.resolve("undisturbed");
    database.run("DROP SCHEMA public CASCADE; CREATE SCHEMA public; DROP SCHEMA godwit CASCADE");
    assertThat(run(home, undisturbed, database.url(), at -> {}).verdict()).isEqualTo("exact");
    assertThat(contents(root)).isEqualTo(contents(undisturbed));
  }

  /** What is in the files, but for the notes, which tell times. */
  private static Map<String, String> contents(Path root) throws Exception {
    Map<String, String> result = new TreeMap<>();
    try (var all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = root.relativize(file).toString();
        if (!name.contains("godwit-cutover")) {
          result.put(name, Files.readString(file));
        }
      }
    }
    return result;
  }

  @Test
  void aProcessThatIsKilledIsGoneOnWith(Database database) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    SampleHome.write(home, false);
    Path root = folder.resolve("root");
    for (String point : List.of("transfer: committed", "config: wrote", "docs: wrote")) {
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Halting.class.getName(),
                  home.toString(),
                  root.toString(),
                  database.url(),
                  point)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("child.log").toFile())
              .start();
      assertThat(child.waitFor()).as(Files.readString(folder.resolve("child.log"))).isEqualTo(137);
    }
    assertThat(run(home, root, database.url(), at -> {}).verdict()).isEqualTo("exact");
  }

  /** A process that dies at a point without a word, as one that is killed does. */
  static final class Halting {
    private Halting() {}

    public static void main(String[] args) {
      run(
          Path.of(args[0]),
          Path.of(args[1]),
          args[2],
          at -> {
            if (at.startsWith(args[3])) {
              Runtime.getRuntime().halt(137);
            }
          });
    }
  }

  @Test
  void anUnfinishedCutoverIsNotBegunAgainByAccident(Database database) throws Exception {
    Path home = Files.createDirectory(folder.resolve("home"));
    SampleHome.write(home, false);
    Path root = folder.resolve("root");
    Throwable death =
        catchThrowable(
            () ->
                run(
                    home,
                    root,
                    database.url(),
                    at -> {
                      if (at.equals("ownership: begins")) {
                        throw new Killed();
                      }
                    }));
    assertThat(death).isInstanceOf(Killed.class);
    String[] args = {
      "cutover",
      "--profile",
      "teleclaude",
      "--from",
      home.toString(),
      "--root",
      root.toString(),
      "--to",
      database.url(),
      "--owner-person",
      "Ada Vermeer",
      "--owner-uid",
      "7"
    };
    Cli.Result again = Cli.run(args);
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.out()).contains("--resume goes on with it");
    args[args.length - 1] = "8";
    String[] resumed = java.util.Arrays.copyOf(args, args.length + 1);
    resumed[args.length] = "--resume";
    assertThat(Cli.run(resumed).out()).contains("it differs in uid");
  }
}
