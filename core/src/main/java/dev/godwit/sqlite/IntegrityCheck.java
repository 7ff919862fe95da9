package dev.godwit.sqlite;

import dev.godwit.jdbc.Queries;
import dev.godwit.store.Source.Integrity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.Collation;

/**
 * {@code PRAGMA integrity_check}, its lines sorted into damage (pages, trees, indexes) and remarks
 * about values (NULL in NOT NULL, CHECK, a value of another class than its column's).
 */
final class IntegrityCheck {
  private static final Pattern VALUES =
      Pattern.compile(
          "NULL value in .*|CHECK constraint failed in .*"
              + "|(NUMERIC|TEXT|INTEGER|REAL|BLOB|INT|non-\\w+) value in .*|.* value (missing|stored) .*",
          Pattern.DOTALL);
  private static final Pattern UNKNOWN_COLLATION =
      Pattern.compile("no such collation sequence: ([^\\s)]+)");
  private static final Pattern INDEX =
      Pattern.compile(
          "(?:.* (?:missing from|in|of entries in) index |.*values differ from index )(.+)");

  private IntegrityCheck() {}

  static Integrity run(Snapshot snapshot) {
    try (Connection connection = snapshot.another()) {
      Set<String> stubs = new HashSet<>();
      while (true) {
        try {
          return sort(lines(connection), unverifiable(connection, stubs));
        } catch (SQLException e) {
          Matcher unknown = UNKNOWN_COLLATION.matcher(e.getMessage());
          if (!unknown.find() || !stubs.add(unknown.group(1))) {
            if (isDamage(e)) {
              return new Integrity(List.of(SqliteErrors.plain(e)), List.of());
            }
            throw e;
          }
          Collation.create(connection, unknown.group(1), new ByteOrder());
        }
      }
    } catch (SQLException e) {
      throw SqliteErrors.reading(snapshot.original(), e);
    }
  }

  private static List<String> lines(Connection connection) throws SQLException {
    return Queries.list(connection, r -> r.getString(1), "PRAGMA integrity_check");
  }

  private static boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == 11 || code == 26;
  }

  /** Indexes in an order that only the application knows cannot be checked by anybody else. */
  private static Set<String> unverifiable(Connection connection, Set<String> collations)
      throws SQLException {
    Set<String> result = new HashSet<>();
    for (String collation : collations) {
      result.addAll(
          Queries.list(
              connection,
              r -> r.getString(1),
              "SELECT i.name FROM sqlite_schema i, pragma_index_xinfo(i.name) x"
                  + " WHERE i.type = 'index' AND x.coll = ? COLLATE NOCASE",
              collation));
    }
    return result;
  }

  private static Integrity sort(List<String> lines, Set<String> unverifiable) {
    List<String> damage = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("ok")) {
        continue;
      }
      Matcher index = INDEX.matcher(line);
      boolean harmless =
          VALUES.matcher(line).matches()
              || (index.matches() && unverifiable.contains(index.group(1)))
              || line.startsWith("unable to validate the inverted index for FTS");
      (harmless ? remarks : damage).add(line.strip());
    }
    return new Integrity(damage, remarks);
  }

  private static final class ByteOrder extends Collation {
    @Override
    protected int xCompare(String a, String b) {
      return a.compareTo(b);
    }
  }
}
