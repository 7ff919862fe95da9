package dev.godwit.cli.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs initdb and pg_ctl, as root too, which PostgreSQL itself refuses. */
final class Programs {
  private static final int PATIENCE_SECONDS = 120;

  private final Binaries binaries;
  private final Path folder;

  Programs(Binaries binaries, Path folder) {
    this.binaries = binaries;
    this.folder = folder;
  }

  /** Makes a cluster whose only superuser has the password of the given file. */
  void initialise(Path data, Path passwordFile) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binaries.program("initdb").toString());
    command.addAll(List.of("-D", data.toString(), "-U", Credentials.USER, "-E", "UTF8"));
    command.addAll(List.of("-A", "scram-sha-256", "--pwfile", passwordFile.toString()));
    command.addAll(
        binaries.major() >= 17
            ? List.of("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
            : List.of("--no-locale"));
    run("initdb", command);
    // Durable on purpose: people keep their data here.
    Files.writeString(
        data.resolve("postgresql.conf"),
        """

        # Written by Godwit.
        listen_addresses = 'localhost'
        unix_socket_directories = ''
        fsync = on
        synchronous_commit = on
        max_wal_size = 4GB
        """,
        StandardOpenOption.APPEND);
  }

  /** Starts the server, detached from this program and its terminal. */
  void start(Path data, int port) throws IOException {
    IOException failure = null;
    // After a kill -9 the old server's children take a moment to go.
    for (int attempt = 0; attempt < 3; attempt++) {
      try {
        run(
            "start",
            List.of(
                binaries.program("pg_ctl").toString(),
                "-D",
                data.toString(),
                "-l",
                folder.resolve("log").toString(),
                "-t",
                "60",
                "-w",
                "-o",
                "-p " + port,
                "start"));
        return;
      } catch (IOException e) {
        failure = e;
        pause(1000);
      }
    }
    throw failure;
  }

  private void run(String what, List<String> command) throws IOException {
    Path output = folder.resolve(what + ".out");
    boolean apart = isRoot() && System.getProperty("os.name").equals("Linux");
    List<String> full = new ArrayList<>(apart ? List.of("unshare", "-U") : List.of());
    full.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(full).redirectErrorStream(true);
    builder.environment().keySet().removeIf(k -> k.startsWith("PG"));
    // A pipe would stay open as long as the server lives.
    builder.redirectOutput(output.toFile()).directory(folder.toFile());
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(what + " did not end in " + PATIENCE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(what + " failed: " + tail(output) + asRoot());
    }
  }

  private String asRoot() throws IOException {
    return isRoot()
        ? " (PostgreSQL does not run as root, and this system may forbid the user namespace that"
            + " Godwit uses instead: run as another user)"
        : "";
  }

  private static String tail(Path output) throws IOException {
    String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
    return text.substring(Math.max(0, text.length() - 500)).replace('\n', ' ');
  }

  private boolean isRoot() throws IOException {
    boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    // The folder was made by this process: its owner is the user it really runs as.
    return !windows && Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
  }

  static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
