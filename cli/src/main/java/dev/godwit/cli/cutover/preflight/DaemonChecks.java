package dev.godwit.cli.cutover.preflight;

import dev.godwit.cli.cutover.profile.CutoverProfile.Daemon;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the old daemon, or anything else, still uses the installation. Its own lock is a flock,
 * which Java's locks do not see: so the PID file, the processes, the kernel's list of locks and the
 * sockets are asked, each for itself.
 */
public final class DaemonChecks {
  private static final Path PROC = Path.of("/proc");
  private static final String STOP =
      "stop it, and keep its service manager from starting it again: ";

  private final Daemon daemon;
  private final Places places;

  public DaemonChecks(Daemon daemon, Places places) {
    this.daemon = daemon;
    this.places = places;
  }

  public List<Check> all(List<Path> databases) {
    List<Check> checks = new ArrayList<>();
    if (daemon != null) {
      checks.add(pidFile());
      checks.add(processes());
      checks.add(lock());
      for (String socket : daemon.sockets()) {
        checks.add(socket(places.source(socket)));
      }
    }
    checks.add(openFiles(databases));
    return checks;
  }

  private String stop() {
    return STOP + String.join("; ", places.layout().stop());
  }

  private Check pidFile() {
    Path file = places.source(daemon.pidFile());
    Optional<Long> pid = pid(file);
    if (!Files.exists(file)) {
      return Check.ok("daemon's PID file", "none: " + file);
    }
    if (pid.isEmpty()) {
      return Check.warning(
          "daemon's PID file", file + " holds no number", "see that no daemon runs");
    }
    if (isDaemon(pid.get())) {
      return Check.failed("daemon's PID file", "the daemon runs as process " + pid.get(), stop());
    }
    boolean reused = ProcessHandle.of(pid.get()).isPresent();
    return Check.ok(
        "daemon's PID file",
        file
            + " is left over: process "
            + pid.get()
            + (reused ? " is another program" : " is gone"));
  }

  private static Optional<Long> pid(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(Long.valueOf(Files.readString(file).strip()))
          : Optional.empty();
    } catch (IOException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isDaemon(long pid) {
    return ProcessHandle.of(pid).map(this::isDaemon).orElse(false);
  }

  /** Numbers are used again, so what runs under one must look like the daemon. */
  private boolean isDaemon(ProcessHandle process) {
    if (process.pid() == ProcessHandle.current().pid() || !process.isAlive()) {
      return false;
    }
    return commandLine(process).contains(daemon.commandLine());
  }

  /** May hold secrets: compared, never shown. */
  private static String commandLine(ProcessHandle process) {
    Path file = PROC.resolve(Long.toString(process.pid())).resolve("cmdline");
    try {
      if (Files.exists(file)) {
        return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
            .replace('\0', ' ');
      }
    } catch (IOException e) {
      // Gone in the meantime, or not ours to see: what Java knows is the rest.
      return process.info().commandLine().orElse("");
    }
    return process.info().commandLine().orElse("");
  }

  private Check processes() {
    List<Long> pids =
        ProcessHandle.allProcesses()
            .filter(this::isDaemon)
            .filter(p -> !isOurParent(p) && isOfThisCheckout(p))
            .map(ProcessHandle::pid)
            .toList();
    return pids.isEmpty()
        ? Check.ok("daemon's process", "no process runs " + daemon.commandLine())
        : Check.failed(
            "daemon's process", "process " + join(pids) + " runs " + daemon.commandLine(), stop());
  }

  /** Another person's daemon runs in another checkout; where nobody can tell, it counts. */
  private boolean isOfThisCheckout(ProcessHandle process) {
    Path folder = PROC.resolve(Long.toString(process.pid())).resolve("cwd");
    try {
      return commandLine(process).contains(places.project().toString())
          || folder.toRealPath().startsWith(places.project().toRealPath());
    } catch (IOException e) {
      return true;
    }
  }

  /** A shell or a test that started this program may name the daemon in its own command line. */
  private static boolean isOurParent(ProcessHandle process) {
    Optional<ProcessHandle> parent = ProcessHandle.current().parent();
    while (parent.isPresent()) {
      if (parent.get().pid() == process.pid()) {
        return true;
      }
      parent = parent.get().parent();
    }
    return false;
  }

  private Check lock() {
    Path file = places.source(daemon.pidFile());
    Path locks = PROC.resolve("locks");
    if (!Files.exists(file)) {
      return Check.ok("daemon's lock", "none: " + file);
    }
    if (!Files.exists(locks)) {
      return Check.ok("daemon's lock", "this system does not list its locks");
    }
    try {
      long inode = ((Number) Files.getAttribute(file, "unix:ino")).longValue();
      for (String line : Files.readAllLines(locks)) {
        String[] words = line.strip().split("\\s+");
        if (words.length > 5 && words[1].equals("FLOCK") && words[5].endsWith(":" + inode)) {
          return Check.failed("daemon's lock", "process " + words[4] + " holds " + file, stop());
        }
      }
      return Check.ok("daemon's lock", "nobody holds " + file);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return Check.warning("daemon's lock", "the locks cannot be read", "see that no daemon runs");
    }
  }

  /** A socket's file may be left over: only an answer counts. */
  private Check socket(Path path) {
    if (!Files.exists(path)) {
      return Check.ok("daemon's socket", "none: " + path);
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return channel.isConnected()
          ? Check.failed("daemon's socket", "somebody answers at " + path, stop())
          : Check.ok("daemon's socket", "nobody answers at " + path);
    } catch (IOException | UnsupportedOperationException e) {
      return Check.ok("daemon's socket", path + " is left over: nobody answers");
    }
  }

  /** Hooks and tools write into the databases too, without the daemon. */
  private static Check openFiles(List<Path> databases) {
    if (!Files.isDirectory(PROC.resolve("self/fd"))) {
      return Check.ok("other writers", "this system does not tell who has a file open");
    }
    Set<String> users = new LinkedHashSet<>();
    try (Stream<Path> all = Files.list(PROC)) {
      for (Path process : all.filter(p -> p.getFileName().toString().matches("\\d+")).toList()) {
        if (!process.getFileName().toString().equals("" + ProcessHandle.current().pid())
            && hasOpen(process, databases)) {
          users.add(process.getFileName() + " (" + program(process) + ")");
        }
      }
    } catch (IOException e) {
      return Check.warning("other writers", "the processes cannot be listed", "see for yourself");
    }
    return users.isEmpty()
        ? Check.ok("other writers", "no process has the databases open")
        : Check.failed(
            "other writers",
            "process " + String.join(", ", users) + " has a database open",
            "end it: hooks and tools write there without the daemon");
  }

  private static boolean hasOpen(Path process, List<Path> databases) {
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path link : files.toList()) {
        String target = target(link);
        if (databases.stream().anyMatch(d -> target.equals(d.toString()))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // Processes of others cannot be looked into, and may be gone by now.
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }

  private static String program(Path process) {
    try {
      return Files.readString(process.resolve("comm")).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  private static String join(List<Long> pids) {
    return String.join(", ", pids.stream().map(String::valueOf).toList());
  }
}
