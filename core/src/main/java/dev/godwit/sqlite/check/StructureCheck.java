package dev.godwit.sqlite.check;

import dev.godwit.btree.DatabaseFile;
import dev.godwit.btree.Demand;
import dev.godwit.btree.Malformed;
import dev.godwit.btree.PageCheck;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.Affinity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Tells whether {@code quick_check} would find nothing, by one pass over the file's pages. SQLite
 * goes through them twice, page by page, and runs a program for every row.
 */
final class StructureCheck {
  /** What the check of a row evaluates, or may: a word is enough. */
  private static final Pattern EVALUATED = Pattern.compile("\\bCHECK\\b", Pattern.CASE_INSENSITIVE);

  private final Connection connection;
  private final DatabaseFile file;
  private final Set<String> rest = new TreeSet<>();

  private record Tree(String type, String name, long root, String sort, boolean simple) {}

  private record Stored(String type, boolean notNull, boolean key, boolean hidden) {}

  /** {@code file} may be null: then nothing can be told. */
  StructureCheck(Connection connection, DatabaseFile file) {
    this.connection = connection;
    this.file = file;
  }

  /** False where anything is not as it should be, or cannot be told in this way. */
  boolean agrees() throws SQLException {
    if (file == null) {
      return false;
    }
    try {
      PageCheck check = new PageCheck(file);
      check.table(1);
      rest.add("sqlite_schema");
      for (Tree tree : trees()) {
        follow(check, tree);
      }
      check.rest();
      return true;
    } catch (Malformed e) {
      return false;
    }
  }

  /** Tables that {@code quick_check} has still to be asked about, known after {@link #agrees}. */
  Set<String> rest() {
    return rest;
  }

  private List<Tree> trees() throws SQLException {
    return Queries.list(
        connection,
        r ->
            new Tree(
                r.getString(1),
                r.getString(2),
                r.getLong(3),
                r.getString(4),
                !r.getBoolean(5) && !EVALUATED.matcher(r.getString(6)).find()),
        "SELECT s.type, coalesce(s.name, ''), s.rootpage, iif(l.wr, 'wr', coalesce(l.type, '')),"
            + " coalesce(l.strict, 1), coalesce(s.sql, '')"
            + " FROM sqlite_schema s LEFT JOIN pragma_table_list l"
            + " ON l.schema = 'main' AND l.name = s.name"
            + " WHERE s.type IN ('table', 'index')");
  }

  private void follow(PageCheck check, Tree tree) throws SQLException {
    if (tree.type().equals("index")) {
      check.index(tree.root());
      return;
    }
    boolean done =
        switch (tree.sort()) {
          // It has no pages of its own, and checks its tables in its own way.
          case "virtual" -> false;
          case "wr" -> {
            check.index(tree.root());
            yield false;
          }
          default -> isAsExpected(check, tree);
        };
    if (!done) {
      rest.add(tree.name());
    }
  }

  /** Follows a table with rowids; whether nothing is left to ask about it. */
  private boolean isAsExpected(PageCheck check, Tree tree) throws SQLException {
    List<Demand> demands = demands(tree);
    if (demands == null) {
      check.table(tree.root());
      return false;
    }
    return check.table(tree.root(), demands);
  }

  /** Of the values in the records of a table with rowids; null where that is not so simple. */
  private List<Demand> demands(Tree tree) throws SQLException {
    if (!tree.simple()) {
      return null;
    }
    List<Stored> columns =
        Queries.list(
            connection,
            r -> new Stored(r.getString(1), r.getBoolean(2), r.getInt(3) > 0, r.getInt(4) != 0),
            "SELECT type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?) ORDER BY cid",
            tree.name());
    if (columns.isEmpty() || columns.stream().anyMatch(Stored::hidden)) {
      return null;
    }
    boolean indexed =
        Queries.is(
            connection,
            "SELECT EXISTS (SELECT 1 FROM pragma_index_list(?) WHERE origin = 'pk')",
            tree.name());
    boolean one = columns.stream().filter(Stored::key).count() == 1;
    return columns.stream().map(c -> demand(c, one && !indexed && c.key())).toList();
  }

  /** {@code rowid}: the column is the rowid, and NULL is stored in its place. */
  private static Demand demand(Stored column, boolean rowid) {
    if (rowid && column.type().equalsIgnoreCase("INTEGER")) {
      return new Demand(false, false, false);
    }
    Affinity affinity = Affinity.of(column.type(), false);
    boolean text = affinity == Affinity.TEXT;
    return new Demand(column.notNull(), text, !text && affinity != Affinity.NONE);
  }
}
