package dev.godwit.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The Debian package: the same folder as in the archive, and links from where Debian looks for
 * programs, manuals and completions.
 */
final class Debian {
  private static final String HOME = "usr/lib/godwit";

  private Debian() {}

  /** Whether this system can make one. */
  static boolean isPossible() {
    return Program.exists("dpkg-deb");
  }

  /** Makes it from the archive's folder. */
  static void make(Path program, String version, String contact, Path work, Path out)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(work.resolve("deb"));
    Tree.copy(program, root.resolve(HOME));
    link(root, "usr/bin/godwit", "../lib/godwit/bin/godwit");
    link(root, "usr/share/man/man1/godwit.1", "../../../lib/godwit/man/man1/godwit.1");
    link(
        root,
        "usr/share/bash-completion/completions/godwit",
        "../../../lib/godwit/completions/godwit.bash");
    link(
        root,
        "usr/share/zsh/vendor-completions/_godwit",
        "../../../lib/godwit/completions/_godwit");
    link(
        root,
        "usr/share/fish/vendor_completions.d/godwit.fish",
        "../../../lib/godwit/completions/godwit.fish");
    Path control = Files.createDirectories(root.resolve("DEBIAN")).resolve("control");
    Files.writeString(control, control(version, contact, kilobytes(program)));
    Program.run(
        work,
        "dpkg-deb",
        "--root-owner-group",
        "-Zgzip",
        "--build",
        root.toString(),
        out.toString());
  }

  private static void link(Path root, String at, String to) throws IOException {
    Path link = root.resolve(at);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of(to));
  }

  private static String control(String version, String contact, long kilobytes) {
    return String.join(
        "\n",
        "Package: godwit",
        // A tilde sorts before the release that a snapshot comes before.
        "Version: " + version.replace("-SNAPSHOT", "~SNAPSHOT"),
        "Architecture: " + (Platform.here() == Platform.LINUX_AARCH64 ? "arm64" : "amd64"),
        "Maintainer: The Godwit authors <"
            + (contact.isEmpty() ? "nobody@localhost" : contact)
            + ">",
        "Installed-Size: " + kilobytes,
        "Depends: libc6, libstdc++6, zlib1g",
        "Section: database",
        "Priority: optional",
        "Description: moves an application's data from SQLite to PostgreSQL, exactly",
        " A value arrives exactly, or its row does not arrive and is named.",
        " Brings its own Java runtime and a PostgreSQL to try things with.",
        "");
  }

  private static long kilobytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum() / 1024;
    }
  }
}
