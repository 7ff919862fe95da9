package dev.godwit.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The downloads, unpacked and used. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DownloadsIT {
  private static final String TRACE = "-Xshare:on -Xlog:class+load:file=%s";

  @TempDir Path folder;

  private Path unpacked(String place) throws Exception {
    Path to = Files.createDirectories(folder.resolve(place));
    Path archive = Shell.download(Platform.here().label() + ".tar.gz");
    new Shell(folder).run("tar", "-xzf", archive, "-C", to).fine();
    try (Stream<Path> all = Files.list(to)) {
      List<Path> found = all.toList();
      assertThat(found).as("one folder").hasSize(1);
      assertThat(found.get(0).getFileName().toString()).startsWith("godwit-");
      return found.get(0);
    }
  }

  private Path sample() throws IOException {
    return Files.copy(Shell.root().resolve("docs/sample/teleclaude.db"), folder.resolve("a.db"));
  }

  @Test
  void theArchiveIsSmallAndHasOneFolder() throws Exception {
    assertThat(Shell.download(Platform.here().label() + ".tar.gz"))
        .satisfies(f -> assertThat(Files.size(f)).isLessThan(80_000_000L));
    Path program = unpacked("here");
    assertThat(program.resolve("man/man1/godwit.1")).content().contains(".SS godwit migrate");
    assertThat(program.resolve("licences/THIRD-PARTY.txt")).content().contains("jmustache");
    assertThat(program.resolve("licences/postgresql-server.txt")).exists();
    assertThat(program.resolve("licences/postgresql/META-INF/LICENSE")).exists();
    assertThat(program.resolve("completions/godwit.bash")).exists();
    assertThat(program.resolve("completions/_godwit")).exists();
    assertThat(program.resolve("completions/godwit.fish")).exists();
    try (Stream<Path> files = Files.walk(program)) {
      assertThat(files.map(Path::toString)).noneMatch(f -> f.matches(".*\\.(dll|dylib|jnilib)"));
    }
  }

  @Test
  void itMovesADatabaseWithoutAnyJava() throws Exception {
    Shell shell = new Shell(folder);
    Path godwit = unpacked("with blanks").resolve("bin/godwit");
    Path sample = sample();
    assertThat(shell.run(godwit, "--version").fine().text())
        .startsWith("godwit " + System.getProperty("godwit.version"));
    shell.run(godwit, "migrate", "--from", sample, "--to", "b.db").fine();
    shell.run(godwit, "verify", "--from", sample, "--to", "b.db").fine();
  }

  @Test
  void itsClassArchiveIsUsedWhereverItLiesAndCannotBeWritten() throws Exception {
    Shell shell = new Shell(folder);
    Path program = Files.move(unpacked("first"), folder.resolve("moved"));
    shell.run("chmod", "-R", "a-w", program).fine();
    try {
      Path log = folder.resolve("classes.log");
      Map<String, String> traced = Map.of("GODWIT_OPTS", TRACE.formatted(log));
      shell.run(traced, program.resolve("bin/godwit"), "help").fine();
      assertThat(Files.readString(log))
          .containsPattern("dev\\.godwit\\.cli\\.Main source: shared objects file");
    } finally {
      shell.run("chmod", "-R", "u+w", program);
    }
  }

  @Test
  void itBringsAPostgresqlAndTheProfilesMigrations() throws Exception {
    Shell shell = new Shell(folder);
    Path godwit = unpacked("here").resolve("bin/godwit");
    try {
      String said =
          shell.run(godwit, "migrate", "--profile", "teleclaude", "--from", sample()).fine().text();
      assertThat(said).contains("exact: ");
    } finally {
      Path pid = folder.resolve("home/.local/share/godwit/postgres/data/postmaster.pid");
      if (Files.exists(pid)) {
        shell.run("kill", "-INT", Files.readAllLines(pid).get(0));
        for (int i = 0; i < 300 && Files.exists(pid); i++) {
          Thread.sleep(100);
        }
      }
    }
  }

  @Test
  void thoseForOtherSystemsHaveTheirLibrariesAndScripts() throws Exception {
    for (Platform other :
        List.of(Platform.MACOS_X64, Platform.MACOS_AARCH64, Platform.WINDOWS_X64)) {
      Path to = Files.createDirectories(folder.resolve(other.label()));
      new Shell(folder).run("unzip", "-q", Shell.download(other.label() + ".zip"), "-d", to).fine();
      Path program;
      try (Stream<Path> all = Files.list(to)) {
        program = all.findFirst().orElseThrow();
      }
      assertThat(program.resolve(other.isWindows() ? "bin/godwit.cmd" : "bin/godwit")).exists();
      try (ZipFile jar = new ZipFile(program.resolve("lib/godwit.jar").toFile())) {
        assertThat(jar.stream().map(e -> e.getName()))
            .contains(other.postgres())
            .noneMatch(other::isForeign);
        assertThat(jar.stream().map(e -> e.getName()).filter(n -> n.startsWith(other.sqlite())))
            .hasSize(1);
      }
    }
  }

  /** The jar in them is one for this system too, but for its libraries: it starts. */
  @Test
  void theScriptWithoutARuntimeUsesTheJavaOfTheMachine() throws Exception {
    Shell shell = new Shell(folder);
    Path archive = Shell.download(Platform.MACOS_X64.label() + ".zip");
    shell.run("unzip", "-q", archive, "-d", folder).fine();
    Path godwit;
    try (Stream<Path> all = Files.list(folder)) {
      godwit =
          all.filter(f -> f.getFileName().toString().startsWith("godwit-"))
              .findFirst()
              .orElseThrow()
              .resolve("bin/godwit");
    }
    Map<String, String> java = Map.of("JAVA_HOME", System.getProperty("java.home"));
    assertThat(shell.run(java, godwit, "--version").fine().text()).startsWith("godwit ");
  }

  @Test
  void theDebianPackageHasItWhereDebianLooks() throws Exception {
    assumeTrue(Debian.isPossible(), "dpkg-deb is needed");
    Shell shell = new Shell(folder);
    Path deb = Shell.download(".deb");
    assertThat(shell.run("dpkg-deb", "--field", deb, "Package").fine().text()).contains("godwit");
    Path root = folder.resolve("root");
    shell.run("dpkg-deb", "-x", deb, root).fine();
    assertThat(root.resolve("usr/share/man/man1/godwit.1")).content().startsWith(".TH GODWIT");
    assertThat(shell.run(root.resolve("usr/bin/godwit"), "--version").fine().text())
        .startsWith("godwit ");
  }

  @Test
  void theContainerImageHoldsAllThatItNeeds() throws Exception {
    Shell shell = new Shell(folder);
    Path image = Files.createDirectories(folder.resolve("image"));
    Path root = Files.createDirectories(folder.resolve("rootfs"));
    shell.run("tar", "-xf", Shell.download("-image.tar"), "-C", image).fine();
    try (Stream<Path> layers = Files.list(image)) {
      for (Path layer : layers.filter(l -> l.toString().endsWith(".gz")).toList()) {
        shell.run("tar", "-xzf", layer, "-C", root).fine();
      }
    }
    assumeTrue(
        shell.run("unshare", "-Ur", "true").code() == 0, "this system has no user namespaces");
    Files.copy(Shell.root().resolve("docs/sample/teleclaude.db"), root.resolve("data/a.db"));
    List<Object> command = new java.util.ArrayList<>(List.of("unshare", "-Ur", "chroot", root));
    command.addAll(entrypoint(image));
    command.addAll(List.of("migrate", "--from", "/data/a.db", "--to", "/data/b.db"));
    Map<String, String> place =
        Map.of("HOME", "/data", "LD_LIBRARY_PATH", "/opt/godwit/runtime/lib");
    assertThat(shell.run(place, command.toArray()).fine().text()).contains("exact: ");
  }

  private static List<String> entrypoint(Path image) throws IOException {
    try (Stream<Path> files = Files.list(image)) {
      Path config =
          files
              .filter(f -> f.getFileName().toString().matches("config\\.json"))
              .findFirst()
              .orElseThrow();
      try (InputStream in = Files.newInputStream(config)) {
        var words = tools.jackson.databind.json.JsonMapper.shared().readTree(in);
        return words
            .path("config")
            .path("Entrypoint")
            .valueStream()
            .map(n -> n.asString())
            .toList();
      }
    }
  }
}
