package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.cli.sample.SampleHome;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** TeleClaude's sample installation, from one person's home to the system. */
@ExtendWith(FreshDatabase.class)
@Timeout(180)
class CutoverTest {
  @TempDir Path folder;
  private Path home;
  private Path root;

  @BeforeEach
  void sample() throws Exception {
    home = Files.createDirectory(folder.resolve("home"));
    root = folder.resolve("root");
    SampleHome.write(home, false);
  }

  private Cli.Result cutover(Database database, String... more) {
    return cutover(database.url(), more);
  }

  private Cli.Result cutover(String url, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "cutover",
                "--profile",
                "teleclaude",
                "--from",
                home.toString(),
                "--root",
                root.toString(),
                "--to",
                url,
                "--owner-person",
                "Ada Vermeer",
                "--owner-uid",
                "1000"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void theSampleBecomesAValidatedSystemAndItsSourceStaysAsItWas(Database database)
      throws Exception {
    Map<String, String> before = Tree.of(home);
    Cli.Result result = cutover(database);
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(result.out()).startsWith("exact: ").contains("The way back");
    assertThat(Tree.of(home)).isEqualTo(before);
    assertThat(
            database.rows(
                "SELECT owner_person, owner_uid, count(*) FROM sessions GROUP BY 1, 2 ORDER BY 1"))
        .containsExactly("Ada Vermeer|1000|36", "Bram de Wit|1000|5");
    assertThat(
            database.value(
                "SELECT count(*) FROM sessions WHERE human_role = 'customer' AND owner_person <>"
                    + " 'Ada Vermeer'"))
        .isEqualTo("0");
    assertThat(root.resolve("etc/teleclaude/config.yml")).exists();
    assertThat(root.resolve("var/lib/teleclaude/godwit-cutover/report.html")).exists();
  }

  @Test
  void aDryRunTellsTheSamePlanAndWritesNothing(Database database) throws Exception {
    Map<String, String> before = Tree.of(folder);
    Cli.Result result = cutover(database, "--dry-run");
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(result.out()).startsWith("planned: ").contains("341 rows of 26 tables");
    assertThat(Tree.of(folder)).isEqualTo(before);
    assertThat(database.rows("SELECT relname FROM pg_class WHERE relname = 'sessions'")).isEmpty();
    assertThat(database.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'godwit'"))
        .isEmpty();
  }

  @Test
  void aSecondRunChangesNothing(Database database) throws Exception {
    assertThat(cutover(database).code()).isZero();
    Map<String, String> files = Tree.of(folder);
    List<String> rows = database.rows("SELECT sessions::text FROM sessions ORDER BY 1");
    for (String again : new String[] {"--resume", "--quiet"}) {
      Cli.Result second = cutover(database, again);
      assertThat(second.code()).as(second.everything()).isZero();
      assertThat(second.out()).contains("done before");
      assertThat(Tree.of(folder)).isEqualTo(files);
      assertThat(database.rows("SELECT sessions::text FROM sessions ORDER BY 1")).isEqualTo(rows);
    }
  }

  @Test
  void macosHasItsOwnFolders(Database database) {
    Cli.Result result = cutover(database, "--os", "macos", "--rewrite-references");
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(root.resolve("usr/local/etc/teleclaude/secrets.yml")).exists();
    assertThat(root.resolve("usr/local/var/lib/teleclaude/godwit-cutover/state.json")).exists();
    assertThat(root.resolve("usr/local/share/teleclaude/docs/general/concept/session.md"))
        .content()
        .contains("@/usr/local/share/teleclaude/docs/general/policy/autonomy.md");
    assertThat(result.out()).contains("sudo launchctl bootout system/ai.instrukt.teleclaude");
  }

  @Test
  void noSecretIsAnywhereButInItsOwnFile(Database database) throws Exception {
    Cli.Result result = cutover(database, "--report", folder.resolve("report.html").toString());
    assertThat(result.code()).as(result.everything()).isZero();
    List<String> secrets = secrets();
    assertThat(secrets).hasSizeGreaterThan(20);
    assertThat(secrets).allSatisfy(s -> assertThat(result.everything()).doesNotContain(s));
    int read = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(home) && !file.endsWith("secrets.yml")) {
          String text = Files.readString(file);
          assertThat(secrets)
              .allSatisfy(s -> assertThat(text).as(file.toString()).doesNotContain(s));
          read++;
        }
      }
    }
    assertThat(read).isGreaterThan(20);
    Path file = root.resolve("etc/teleclaude/secrets.yml");
    assertThat(Files.readString(file)).contains(secrets);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  /** The sample's secrets all begin so; people's names of keys do not. */
  private List<String> secrets() throws Exception {
    List<String> result = new ArrayList<>();
    Pattern fake = Pattern.compile("(?:[\\w:.-]*)FAKE[^'\"}\\n]*");
    for (String name :
        List.of(
            "teleclaude/.env",
            "teleclaude/config.yml",
            "teleclaude/teleclaude.yml",
            ".teleclaude/teleclaude.yml",
            ".teleclaude/people/ada/teleclaude.yml")) {
      Matcher matcher = fake.matcher(Files.readString(home.resolve(name)));
      while (matcher.find()) {
        result.add(matcher.group().replaceFirst("[,}].*", "").strip());
      }
    }
    return result.stream().distinct().toList();
  }

  @Test
  void theMessyInstallationArrivesWithWhatDidNotFitCountedAndBrokenLinksNamed(Database database)
      throws Exception {
    home = Files.createDirectory(folder.resolve("messy"));
    SampleHome.write(home, true);
    assertThat(cutover(database).out())
        .contains("2 migrations have not run: 031_add_session_tokens, 032_add_session_principal");
    SqliteFiles.create(
        home.resolve("teleclaude/teleclaude.db"),
        "INSERT INTO schema_migrations (version) VALUES ('031_add_session_tokens'),"
            + " ('032_add_session_principal')");
    Map<String, String> before = Tree.of(home);
    Cli.Result result = cutover(database);
    assertThat(result.code()).as(result.everything()).isEqualTo(3);
    assertThat(result.out()).startsWith("quarantined: ");
    assertThat(result.out()).contains("dangling link").contains("it leads to itself");
    assertThat(result.out()).contains("it leads back to").contains("and 14 of earlier generations");
    assertThat(Tree.of(home)).isEqualTo(before);
    assertThat(database.value("SELECT count(*) FROM sessions WHERE owner_uid IS NULL"))
        .isEqualTo("0");
  }

  @Test
  void undoTakesBackWhatItWroteAndKeepsWhatSomebodyChanged(Database database) throws Exception {
    assertThat(cutover(database).code()).isZero();
    Path changed = root.resolve("etc/teleclaude/config.yml");
    Files.writeString(changed, "# mine now\n", StandardOpenOption.APPEND);
    Path added = Files.writeString(root.resolve("etc/teleclaude/added"), "by somebody");
    Map<String, String> before = Tree.of(root);
    assertThat(undo("--dry-run").out()).startsWith("planned: ").contains("remove 19 files");
    assertThat(Tree.of(root)).isEqualTo(before);
    Cli.Result undone = undo();
    assertThat(undone.code()).as(undone.everything()).isZero();
    assertThat(undone.out()).contains("was changed since").contains("godwit rollback");
    try (Stream<Path> left = Files.walk(root)) {
      assertThat(left.filter(Files::isRegularFile)).containsExactlyInAnyOrder(changed, added);
    }
    assertThat(undo().err()).contains("no cutover is noted");
  }

  private Cli.Result undo(String... more) {
    List<String> args =
        new ArrayList<>(List.of("cutover", "--undo", "--profile", "teleclaude", "--from"));
    args.addAll(List.of(home.toString(), "--root", root.toString()));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void wrongRightsOfTheSecretsFailTheValidation(Database database) throws Exception {
    assertThat(cutover(database).code()).isZero();
    Path secrets = root.resolve("etc/teleclaude/secrets.yml");
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rw-r--r--"));
    Cli.Result result = cutover(database);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).startsWith("different: ").contains("chmod 600 " + secrets);
  }

  @Test
  void aUserWhoMayNotMakeTablesIsRefusedBeforeAnythingIsWritten(Database database)
      throws Exception {
    String role = "reader_" + database.name();
    database.run("CREATE ROLE " + role + " LOGIN PASSWORD 'reader'");
    try {
      Map<String, String> before = Tree.of(folder);
      String url = database.url().replaceFirst("//[^@]*@", "//" + role + ":reader@");
      Cli.Result result = cutover(url);
      assertThat(result.code()).as(result.everything()).isEqualTo(3);
      assertThat(result.out()).contains("may not make tables").contains("GRANT CREATE ON SCHEMA");
      assertThat(Tree.of(folder)).isEqualTo(before);
    } finally {
      database.run("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }
  }

  @Test
  void aPartlyMigratedInstallationIsRefusedNamingWhatIsMissing(Database database) throws Exception {
    SqliteFiles.create(
        home.resolve("teleclaude/teleclaude.db"),
        "DELETE FROM schema_migrations WHERE version = '031_add_session_tokens'");
    Map<String, String> before = Tree.of(folder);
    Cli.Result result = cutover(database);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("1 migrations have not run: 031_add_session_tokens");
    assertThat(Tree.of(folder)).isEqualTo(before);
  }

  @Test
  void anOccupiedTargetNeedsForceAndFilesInTheWayAreKeptAside(Database database) throws Exception {
    assertThat(cutover(database).code()).isZero();
    Path config = root.resolve("etc/teleclaude/config.yml");
    Files.writeString(config, "somebody: else\n");
    Path other = root;
    root = folder.resolve("other");
    assertThat(cutover(database).out()).startsWith("refused: ").contains("--force");
    root = other;
    Cli.Result forced = cutover(database, "--force");
    assertThat(forced.code()).as(forced.everything()).isZero();
    assertThat(root.resolve("etc/teleclaude/config.yml.before-cutover"))
        .content()
        .isEqualTo("somebody: else\n");
    assertThat(undo().code()).isZero();
    assertThat(config).content().isEqualTo("somebody: else\n");
  }

  @Test
  void aRunningDaemonIsSeenByItsProcessAndItsLock(Database database) throws Exception {
    Path checkout = home.resolve("teleclaude");
    Process daemon =
        new ProcessBuilder(
                "bash",
                "-c",
                "exec 9>teleclaude.pid; flock 9; printf %s $$ >teleclaude.pid;"
                    + " exec -a 'python -m teleclaude.daemon' sleep 100")
            .directory(checkout.toFile())
            .start();
    try {
      Path commandLine = Path.of("/proc", Long.toString(daemon.pid()), "cmdline");
      while (!Files.readString(commandLine).startsWith("python")) {
        Thread.onSpinWait();
      }
      Cli.Result result = cutover(database);
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out())
          .contains("the daemon runs as process " + daemon.pid())
          .contains("process " + daemon.pid() + " runs teleclaude.daemon")
          .contains(" holds " + checkout.resolve("teleclaude.pid"))
          .contains("sudo systemctl disable --now teleclaude");
      assertThat(root).doesNotExist();
    } finally {
      daemon.destroyForcibly().waitFor();
    }
    // What a killed daemon leaves behind stands in nobody's way.
    assertThat(cutover(database, "--dry-run").out()).contains("is left over");
  }

  @Test
  void theRunbooksCommandsRun(Database database) throws Exception {
    String page = Files.readString(Cli.root().resolve("docs/cutover.md"));
    Matcher blocks = Pattern.compile("(?s)```sh\\n(.*?)```").matcher(page);
    int run = 0;
    while (blocks.find()) {
      for (String line : blocks.group(1).strip().split("\n")) {
        Matcher words = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(line);
        List<String> args = new ArrayList<>();
        while (words.find()) {
          String word = words.group(1) == null ? words.group(2) : words.group(1);
          args.add(
              word.replaceFirst("^DIR", folder.resolve("runbook").toString())
                  .replaceFirst("^URL$", database.url()));
        }
        assertThat(args.remove(0)).isEqualTo("godwit");
        Cli.Result result = Cli.run(args.toArray(String[]::new));
        assertThat(result.code()).as(line + "\n" + result.everything()).isZero();
        run++;
      }
    }
    assertThat(run).isEqualTo(5);
  }
}
