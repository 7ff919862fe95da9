package dev.godwit.plan;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** Gives out names that PostgreSQL accepts, each one once: at most 63 bytes, never empty. */
final class NameScope {
  private static final int LONGEST = 63;
  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private final Set<String> taken = new HashSet<>();

  private NameScope(Set<String> taken) {
    this.taken.addAll(taken);
  }

  /** Names of tables, indexes and sequences, which share one scope. */
  static NameScope relations() {
    return new NameScope(Set.of());
  }

  /** Names of the columns of one table, the system's own among them. */
  static NameScope columns() {
    return new NameScope(SYSTEM_COLUMNS);
  }

  /** This name, or the nearest one that is free. */
  String take(String wanted) {
    String base = wanted.isEmpty() ? "unnamed" : cut(wanted, LONGEST);
    String name = base;
    for (int i = 2; !taken.add(name); i++) {
      String suffix = "_" + i;
      name = cut(base, LONGEST - suffix.length()) + suffix;
    }
    return name;
  }

  /** The name that PostgreSQL itself would give to a part of a table, such as its key. */
  String take(String table, String part, String suffix) {
    String end = "_" + suffix;
    String middle = part.isEmpty() ? "" : "_" + cut(part, 25);
    return take(cut(table, LONGEST - middle.length() - end.length()) + middle + end);
  }

  private static String cut(String name, int bytes) {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    if (utf8.length <= bytes) {
      return name;
    }
    int end = bytes;
    while (end > 0 && (utf8[end] & 0xc0) == 0x80) {
      end--;
    }
    return new String(utf8, 0, end, StandardCharsets.UTF_8);
  }
}
