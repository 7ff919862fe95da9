package dev.godwit.startup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The process that has the lock, and since when. */
public record Holder(long pid, String host, Instant since) {
  private static final Pattern TEXT = Pattern.compile("(?:.*\\s)?(\\d+)@(\\S+) (\\S+)\\s*");

  /** PostgreSQL keeps no more of an application's name. */
  private static final int MOST_BYTES = 63;

  /** This process, from now on. */
  static Holder self() {
    return new Holder(
        ProcessHandle.current().pid(), hostName(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** {@code NAME PID@HOST SINCE}, short enough for PostgreSQL; a long host name is cut. */
  String written(String name) {
    String start = name + " " + pid + "@";
    String end = " " + since;
    int room = Math.max(1, MOST_BYTES - start.length() - end.length());
    return start + host.substring(0, Math.min(room, host.length())) + end;
  }

  static Optional<Holder> parse(String written) {
    Matcher matcher = TEXT.matcher(written == null ? "" : written);
    try {
      return matcher.matches()
          ? Optional.of(
              new Holder(
                  Long.parseLong(matcher.group(1)),
                  matcher.group(2),
                  Instant.parse(matcher.group(3))))
          : Optional.empty();
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Somebody who did not say who. */
  static Holder unknown() {
    return new Holder(0, "unknown", Instant.EPOCH);
  }

  @Override
  public String toString() {
    return pid == 0
        ? "a process that left no name"
        : "pid " + pid + " on " + host + ", since " + since;
  }
}
