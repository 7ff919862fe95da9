package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Index;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.Collation;
import org.sqlite.Function;

/**
 * Stands in for collations and functions that the application brings along, where SQLite reads
 * nothing without them. What a stand-in orders or computes means nothing.
 */
public final class Missing {
  private static final Pattern COLLATION =
      Pattern.compile("no such collation sequence: (.+?)\\)?$");
  private static final Pattern FUNCTION = Pattern.compile("unknown function: (.+)\\(\\)");

  private final Connection connection;
  private final Set<String> collations = new HashSet<>();
  private final Set<String> functions = new HashSet<>();

  public Missing(Connection connection) {
    this.connection = connection;
  }

  /** Those that stand-ins were made for, in lower case. */
  public Set<String> functions() {
    return functions;
  }

  /** Makes what this error misses; false where it misses nothing, or nothing new. */
  public boolean standIn(SQLException e) throws SQLException {
    String message = SqliteErrors.plain(e);
    Matcher collation = COLLATION.matcher(message);
    Matcher function = FUNCTION.matcher(message);
    if (collation.find() && collations.add(SqliteKeys.fold(collation.group(1)))) {
      Collation.create(connection, collation.group(1), new ByteOrder());
      return true;
    } else if (function.find() && functions.add(SqliteKeys.fold(function.group(1)))) {
      int flags = Function.FLAG_DETERMINISTIC;
      Function.create(connection, function.group(1), new Nothing(), -1, flags);
      return true;
    }
    return false;
  }

  /**
   * Lets a table be read whose key is in an order that only the application knows, and tells
   * whether it is one.
   */
  public boolean ordersKey(List<Index> indexes) throws SQLException {
    boolean result = false;
    for (Index index : indexes) {
      for (Index.Part part : index.parts()) {
        if (index.origin() == Index.Origin.PRIMARY_KEY && part.collation() != null) {
          result |= isMissing(part.collation());
        }
      }
    }
    return result;
  }

  private boolean isMissing(String collation) throws SQLException {
    if (!collations.contains(SqliteKeys.fold(collation))) {
      try {
        String sql = "SELECT 'a' < 'b' COLLATE " + Sql.SQLITE.name(collation);
        Queries.list(connection, r -> r.getInt(1), sql);
        return false;
      } catch (SQLException e) {
        standIn(e);
      }
    }
    return true;
  }

  /** Why a computed column cannot be read, or null where it can. */
  static String whyUnreadable(Connection connection, String table, String column) {
    String sql =
        "SELECT %s FROM %s LIMIT 0".formatted(Sql.SQLITE.name(column), Sql.SQLITE.name(table));
    try {
      Queries.list(connection, r -> r.getInt(1), sql);
      return null;
    } catch (SQLException e) {
      Matcher function = FUNCTION.matcher(SqliteErrors.plain(e));
      return function.find()
          ? "the function " + function.group(1) + " belongs to the application"
          : SqliteErrors.plain(e);
    }
  }

  private static final class ByteOrder extends Collation {
    @Override
    protected int xCompare(String a, String b) {
      return a.compareTo(b);
    }
  }

  private static final class Nothing extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result();
    }
  }
}
