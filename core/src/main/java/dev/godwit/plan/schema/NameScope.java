package dev.godwit.plan.schema;

import dev.godwit.model.Column;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Gives out names that an engine accepts, each one once: in PostgreSQL at most 63 bytes and never
 * empty, in SQLite not one that differs from another in case only.
 */
public final class NameScope {
  private static final int LONGEST = 63;

  /** What SQLite keeps for itself, and what Godwit does for its notes in a file. */
  private static final Pattern RESERVED =
      Pattern.compile(
          "(?i)sqlite_.*|godwit_(runs|checkpoints|base|quarantine|scaffold|aside_.*)",
          Pattern.DOTALL);

  private static final Set<String> SYSTEM_COLUMNS =
      Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid");

  private final Set<String> taken;
  private final int longest;
  private final Set<String> meant;

  private NameScope(Set<String> taken, int longest, Collection<String> meant) {
    this.taken = taken;
    this.longest = longest;
    this.meant = Set.copyOf(meant);
  }

  /** Names of tables, indexes and sequences, which share one scope. */
  static NameScope relations() {
    return new NameScope(new HashSet<>(), LONGEST, Set.of());
  }

  /**
   * Names of the columns of one table, the system's own among them; what one of {@code all} is
   * called is made up for no other.
   */
  static NameScope columns(List<Column> all) {
    List<String> names = all.stream().map(Column::name).toList();
    return new NameScope(new HashSet<>(SYSTEM_COLUMNS), LONGEST, names);
  }

  /** Whether this is a name that no table of this scope is given. */
  boolean isReserved(String table) {
    return longest != LONGEST && RESERVED.matcher(table).matches();
  }

  /** The name for a table. */
  String takeTable(String wanted) {
    return take(isReserved(wanted) ? "_" + wanted : wanted);
  }

  /** Names that SQLite tells apart: it ignores the case of letters. */
  static NameScope sqlite() {
    return new NameScope(new TreeSet<>(String.CASE_INSENSITIVE_ORDER), Integer.MAX_VALUE, Set.of());
  }

  /** This name, or the nearest one that is free. */
  String take(String wanted) {
    boolean nameless = wanted.isEmpty() && longest == LONGEST;
    String base = nameless ? "unnamed" : cut(wanted, longest);
    String name = base;
    for (int i = 2; !name.equals(wanted) && meant.contains(name) || !taken.add(name); i++) {
      String suffix = "_" + i;
      name = cut(base, longest - suffix.length()) + suffix;
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
