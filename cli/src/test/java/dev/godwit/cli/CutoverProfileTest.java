package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Another application is another file: nothing of TeleClaude is in the program. */
@ExtendWith(FreshDatabase.class)
@Timeout(120)
class CutoverProfileTest {
  @TempDir Path folder;
  private Path app;
  private Path profile;

  @BeforeEach
  void install() throws Exception {
    app = Files.createDirectories(folder.resolve("home/.notes"));
    SqliteFiles.create(
        app.resolve("notes.db"),
        "CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT, mail TEXT)",
        "INSERT INTO notes (body, mail) VALUES ('a', 'Bo@example.org'), ('b', NULL)");
    Files.writeString(
        app.resolve("settings.yml"),
        """
        # What everybody sees.
        people:
          - {name: Al, email: al@example.org}
          - {name: Bo, email: bo@example.org}   # on leave
        server:
          # Where it listens.
          address: 0.0.0.0
          botToken: abc-123-secret
          store: redis://me:abc-456-secret@host:1
          keys: [plain, sk-abcdefghijkl]
        colours: {text: black}
        mystery: yes
        """);
    Path resources = Cli.root().resolve("cli/src/test/resources/notes");
    Path copy = Files.createDirectories(folder.resolve("profile/sql"));
    Files.copy(resources.resolve("sql/V1__schema.sql"), copy.resolve("V1__schema.sql"));
    profile = folder.resolve("profile/profile.yml");
    Files.writeString(
        profile,
        Files.readString(resources.resolve("profile.yml"))
            .replace("@SYSTEM@", folder.resolve("system").toString()));
  }

  private Cli.Result cutover(Database database, String... more) {
    List<String> args = new ArrayList<>(List.of("cutover", "--profile", profile.toString()));
    args.addAll(List.of("--from", folder.resolve("home").toString(), "--to", database.url()));
    args.addAll(List.of("--owner-person", "Al", "--owner-uid", "5", "--uid", "Bo=6"));
    args.addAll(List.of("--os", "linux"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray(String[]::new));
  }

  @Test
  void aSecondApplicationMovesByItsOwnFile(Database database) throws Exception {
    Path root = folder.resolve("root");
    Map<String, String> before = Tree.of(app);
    Cli.Result result = cutover(database, "--root", root.toString());
    assertThat(result.code()).as(result.everything()).isZero();
    assertThat(Tree.of(app)).isEqualTo(before);
    assertThat(database.rows("SELECT body, owner, uid FROM notes ORDER BY id"))
        .containsExactly("a|Bo|6", "b|Al|5");
    Path etc = root.resolve(folder.relativize(folder).toString()).resolve(under("system/etc"));
    assertThat(etc.resolve("settings.yml"))
        .content()
        .contains("# What everybody sees.")
        .contains("# Where it listens.")
        .contains("# on leave")
        .contains("botToken: '${SERVER_BOT_TOKEN}'")
        .contains("keys: [plain, '${SERVER_KEYS_2}']")
        .contains("mystery: yes")
        .doesNotContain("secret@");
    assertThat(etc.resolve("secrets.yml"))
        .content()
        .contains("server_bot_token: \"abc-123-secret\"")
        .contains("server_store: \"redis://me:abc-456-secret@host:1\"");
    assertThat(root.resolve(under("home/.notes/mine.yml"))).content().contains("text: black");
    assertThat(result.out()).contains("unknown key: mystery").doesNotContain("abc-123");
    assertThat(result.out()).contains("daemon's own check: test is content");
  }

  private String under(String path) {
    return folder.resolve(path).toString().substring(1);
  }

  @Test
  void withoutARootTheSystemMustBeThereAndFilesAreGivenToItsUser(Database database)
      throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root may give files away");
    Files.writeString(profile, Files.readString(profile).replace("user: root", "user: nobody"));
    Cli.Result refused = cutover(database);
    assertThat(refused.code()).isEqualTo(3);
    assertThat(refused.out()).contains("install the system first");
    for (String name : List.of("etc", "data", "log", "run", "share")) {
      Files.createDirectories(folder.resolve("system").resolve(name));
    }
    Cli.Result result = cutover(database);
    assertThat(result.code()).as(result.everything()).isZero();
    Path secrets = folder.resolve("system/etc/secrets.yml");
    assertThat(Files.getOwner(secrets).getName()).isEqualTo("nobody");
  }

  @Test
  void aSocketThatAnswersMeansThatTheDaemonRuns(Database database) throws Exception {
    Path path = app.resolve("notes.sock");
    String root = folder.resolve("root").toString();
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      Cli.Result result = cutover(database, "--root", root);
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).contains("somebody answers at " + path);
    }
    assertThat(path).exists();
    assertThat(cutover(database, "--root", root, "--dry-run").out()).contains("left over");
  }

  @Test
  void anotherProgramThatHasTheDatabaseOpenIsNamed(Database database) throws Exception {
    Process other =
        new ProcessBuilder("sleep", "100").redirectInput(app.resolve("notes.db").toFile()).start();
    try {
      Cli.Result result = cutover(database, "--root", folder.resolve("root").toString());
      assertThat(result.code()).isEqualTo(3);
      assertThat(result.out()).contains("process " + other.pid() + " (sleep) has a database open");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStepThatFailsSaysWhatIsDoneAndResumeGoesOn(Database database) throws Exception {
    Path root = folder.resolve("root");
    Path blocked = root.resolve(under("home/.notes"));
    Files.createDirectories(blocked.getParent());
    Files.writeString(blocked, "a file where a folder must be");
    Cli.Result failed = cutover(database, "--root", root.toString());
    assertThat(failed.code()).as(failed.everything()).isEqualTo(1);
    assertThat(failed.out())
        .startsWith("failed: the step config did not succeed; done so far: transfer, ownership")
        .contains("cannot be written")
        .contains("--resume");
    Files.delete(blocked);
    Cli.Result resumed = cutover(database, "--root", root.toString(), "--resume");
    assertThat(resumed.code()).as(resumed.everything()).isZero();
    assertThat(resumed.out()).contains("Transfer, done before");
  }

  @Test
  void brokenYamlIsRefusedByLineWithoutShowingIt(Database database) throws Exception {
    Files.writeString(app.resolve("settings.yml"), "server:\n  token: abc-secret\n bad: [\n");
    Cli.Result result = cutover(database, "--root", folder.resolve("root").toString());
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).contains("settings.yml is no valid YAML (line 3)");
    assertThat(result.everything()).doesNotContain("abc-secret");
    assertThat(folder.resolve("root")).doesNotExist();
  }
}
