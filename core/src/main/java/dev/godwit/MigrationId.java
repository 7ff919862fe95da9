package dev.godwit;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Names of runs, sortable: {@code 20261121-091502-3fa2}. Thread-safe. */
final class MigrationId {
  /**
   * One after the other from a random number on: a history has one run of an id, and by chance
   * alone two runs of one second would share theirs sooner or later.
   */
  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(1 << 16));

  private MigrationId() {}

  /** Another than any of the last 65 535 that this process has made. */
  static String next() {
    String time =
        LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return time + "-" + HexFormat.of().toHexDigits((short) NEXT.getAndIncrement());
  }
}
