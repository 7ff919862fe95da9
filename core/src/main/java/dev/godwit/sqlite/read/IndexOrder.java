package dev.godwit.sqlite.read;

import dev.godwit.model.Index;
import dev.godwit.model.Row;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The order of an index's entries: by SQLite's storage classes, then by value and collation, then
 * by rowid. Remembers the entry before. Not thread-safe.
 */
final class IndexOrder {
  private static final Set<String> OWN = Set.of("BINARY", "NOCASE", "RTRIM");

  private final boolean unique;
  private final boolean[] descending;
  private final String[] collations;
  private Row previous;

  IndexOrder(Index index) {
    unique = index.unique();
    int parts = index.parts().size();
    descending = new boolean[parts];
    collations = new String[parts];
    for (int i = 0; i < parts; i++) {
      descending[i] = index.parts().get(i).descending();
      String collation = index.parts().get(i).collation();
      collations[i] = collation == null ? "BINARY" : collation.toUpperCase(Locale.ROOT);
    }
  }

  /** Whether SQLite itself has this collation. */
  static boolean knows(String collation) {
    return OWN.contains(collation.toUpperCase(Locale.ROOT));
  }

  /** Whether the entry, its rowid last, may stand after the one given before. */
  boolean follows(Row entry) {
    boolean result = previous == null || compareWith(entry);
    previous = previous == null ? entry.copy() : previous.take(entry);
    return result;
  }

  private boolean compareWith(Row entry) {
    boolean nulls = false;
    for (int i = 0; i < descending.length; i++) {
      int c = compare(previous, entry, i, collations[i]);
      if (c != 0) {
        return c < 0 != descending[i];
      }
      nulls |= entry.isNull(i);
    }
    int rowid = descending.length;
    return (nulls || !unique) && previous.integer(rowid) < entry.integer(rowid);
  }

  private static int compare(Row a, Row b, int i, String collation) {
    int byClass = Integer.compare(rank(a.storageClass(i)), rank(b.storageClass(i)));
    if (byClass != 0 || a.isNull(i)) {
      return byClass;
    }
    return switch (a.storageClass(i)) {
      case Row.TEXT -> text(a.bytes(i), b.bytes(i), collation);
      case Row.BLOB -> Arrays.compareUnsigned(a.bytes(i), b.bytes(i));
      default -> number(a, b, i);
    };
  }

  /** Integers and reals are ordered together. */
  private static int rank(byte storageClass) {
    return storageClass == Row.REAL ? Row.INTEGER : storageClass;
  }

  private static int number(Row a, Row b, int i) {
    if (a.storageClass(i) == Row.INTEGER && b.storageClass(i) == Row.INTEGER) {
      return Long.compare(a.integer(i), b.integer(i));
    }
    if (a.storageClass(i) == Row.REAL && b.storageClass(i) == Row.REAL) {
      return a.real(i) == b.real(i) ? 0 : Double.compare(a.real(i), b.real(i));
    }
    return a.storageClass(i) == Row.REAL
        ? -mixed(b.integer(i), a.real(i))
        : mixed(a.integer(i), b.real(i));
  }

  private static int mixed(long integer, double real) {
    return real >= 0x1p63
        ? -1
        : real < -0x1p63
            ? 1
            : integer != (long) real
                ? Long.compare(integer, (long) real)
                : Double.compare(0, real - Math.rint((double) (long) real));
  }

  private static int text(byte[] a, byte[] b, String collation) {
    return switch (collation) {
      case "NOCASE" -> folded(a, b);
      case "RTRIM" -> Arrays.compareUnsigned(a, 0, trimmed(a), b, 0, trimmed(b));
      default -> Arrays.compareUnsigned(a, b);
    };
  }

  private static int folded(byte[] a, byte[] b) {
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int c = Integer.compare(fold(a[i]), fold(b[i]));
      if (c != 0) {
        return c;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int fold(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b & 0xff;
  }

  private static int trimmed(byte[] text) {
    int length = text.length;
    while (length > 0 && text[length - 1] == ' ') {
      length--;
    }
    return length;
  }
}
