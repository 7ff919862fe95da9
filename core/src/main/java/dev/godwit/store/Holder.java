package dev.godwit.store;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who runs a migration: for whoever finds a target in use. {@code since} is when it was begun, in
 * UTC, as its id tells.
 */
public record Holder(String migrationId, String host, long pid, Instant since) {
  private static final Pattern TEXT = Pattern.compile("(\\S+) (\\d+)@(\\S*)");
  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)(-.*)?");

  /** This process, for a run of the given id. */
  public static Holder current(String migrationId) {
    return new Holder(
        migrationId,
        hostName(),
        ProcessHandle.current().pid(),
        time(migrationId).orElseGet(Instant::now));
  }

  /** Reads what {@link #text} wrote; nothing where it is something else. */
  public static Optional<Holder> parse(String text) {
    Matcher match = TEXT.matcher(text == null ? "" : text.strip());
    return match.matches()
        ? Optional.of(
            new Holder(
                match.group(1),
                match.group(3),
                Long.parseLong(match.group(2)),
                time(match.group(1)).orElse(Instant.EPOCH)))
        : Optional.empty();
  }

  /** One line; the host comes last, because it is what may be cut. */
  public String text() {
    return migrationId + " " + pid + "@" + host;
  }

  /**
   * Whether the process has ended, as far as can be told from here: never of another host's. A
   * process that began after the run only has its number.
   */
  public boolean isDead() {
    if (!host.equals(hostName())) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty()
        || process
            .flatMap(p -> p.info().startInstant())
            .filter(start -> start.isAfter(since.plus(Duration.ofSeconds(2))))
            .isPresent();
  }

  /** The refusal for whoever comes second. {@code wayOut} may be empty. */
  public GodwitException refusal(String target, String wayOut) {
    return GodwitException.inUse(
        target
            + " is in use by migration "
            + migrationId
            + " (process "
            + pid
            + (host.isEmpty() ? "" : " on " + host)
            + ", since "
            + since
            + "); nothing was written. "
            + (wayOut.isEmpty() ? "Wait for its end, or end it, then run again" : wayOut));
  }

  private static Optional<Instant> time(String migrationId) {
    Matcher m = TIME.matcher(migrationId);
    return m.matches()
        ? Optional.of(
            Instant.parse(
                m.group(1)
                    + "-"
                    + m.group(2)
                    + "-"
                    + m.group(3)
                    + "T"
                    + m.group(4)
                    + ":"
                    + m.group(5)
                    + ":"
                    + m.group(6)
                    + "Z"))
        : Optional.empty();
  }

  /** Asking the name service can take seconds where none answers; the kernel knows. */
  private static String hostName() {
    Path kernel = Path.of("/proc/sys/kernel/hostname");
    try {
      return Files.isReadable(kernel)
          ? Files.readString(kernel).strip()
          : InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    } catch (IOException e) {
      return "";
    }
  }
}
