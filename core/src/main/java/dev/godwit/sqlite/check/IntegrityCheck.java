package dev.godwit.sqlite.check;

import dev.godwit.btree.DatabaseFile;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.read.IndexSums;
import dev.godwit.sqlite.schema.Missing;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.store.Slack;
import dev.godwit.store.Threads;
import dev.godwit.store.can.Checking.Integrity;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code PRAGMA integrity_check}, its lines sorted into damage (pages, trees, indexes) and remarks:
 * about values (NULL in NOT NULL, CHECK, a value of another class than its column's), about search
 * indexes, whose rows are elsewhere, and about what only the application could check.
 */
public final class IntegrityCheck {
  private static final Pattern VALUES =
      Pattern.compile(
          "NULL value in .*|CHECK constraint failed in .*"
              + "|(NUMERIC|TEXT|INTEGER|REAL|BLOB|INT|non-\\w+) value in .*"
              + "|.* value (missing|stored) .*",
          Pattern.DOTALL);
  private static final Pattern SEARCH =
      Pattern.compile(
          "(unable to validate the|malformed) inverted index for FTS.*", Pattern.DOTALL);
  private static final Pattern INDEX =
      Pattern.compile(
          "(?:.* (?:missing from|in|of entries in) index |.*values differ from index "
              + "|rowid not at end-of-record for row \\d+ of index )(.+)",
          Pattern.DOTALL);
  private static final Pattern ORDER =
      Pattern.compile("row not in PRIMARY KEY order for (.+)", Pattern.DOTALL);

  private static final Pattern CALL =
      Pattern.compile("(?i)\\b(?!(?:in|and|or|not|on|when|then|else)\\b)[a-z_]\\w*\\s*\\(");

  private static final long LARGE = 8L << 20;

  private final Connection connection;
  private final Slack slack;
  private final Missing missing;

  IntegrityCheck(Connection connection, Slack slack) {
    this.connection = connection;
    this.slack = slack;
    this.missing = new Missing(connection);
  }

  /**
   * {@code sums} are of rows of these tables that were read already, or are before the slack ends.
   */
  public static Integrity run(Snapshot snapshot, List<Table> tables, IndexSums sums, Slack slack) {
    if (snapshot.pages() == null) {
      // SQLite's own checks cannot pause.
      slack.awaitEnd();
    }
    try (Connection connection = snapshot.another()) {
      IntegrityCheck check = new IntegrityCheck(connection, slack);
      Integrity quick = check.isLarge() ? check.quick(snapshot, tables, sums) : null;
      return quick == null ? check.whole() : quick;
    } catch (SQLException e) {
      throw SqliteErrors.reading(snapshot.original(), e);
    }
  }

  /** Where both ways take no time, the one that says what is wrong is taken at once. */
  private boolean isLarge() throws SQLException {
    String size = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
    return Queries.number(connection, size) >= LARGE;
  }

  /** What a {@link #run} finds in a large file where nothing is wrong; null where something is. */
  Integrity quick(Snapshot snapshot, List<Table> tables, IndexSums sums) {
    // Pages and indexes are looked at side by side.
    FutureTask<Set<String>> indexes = new FutureTask<>(() -> indexes(snapshot, tables, sums));
    Thread thread = new Thread(indexes, "godwit-check indexes");
    thread.setDaemon(true);
    thread.start();
    try {
      List<String> lines = quickLines(snapshot);
      Set<String> rest = indexes.get();
      if (!sort(lines, Set.of()).damage().isEmpty() || rest == null) {
        return null;
      }
      for (String table : rest) {
        lines.addAll(lines("PRAGMA integrity_check(" + Sql.SQLITE.name(table) + ")"));
      }
      Integrity found = sort(lines.stream().distinct().toList(), unverifiable());
      return found.damage().isEmpty() ? found : null;
    } catch (SQLException | GodwitException | ExecutionException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    } finally {
      Threads.join(thread);
    }
  }

  private List<String> quickLines(Snapshot snapshot) throws SQLException {
    StructureCheck check = new StructureCheck(connection, pages(snapshot));
    boolean agrees = check.agrees();
    slack.awaitEnd();
    if (!agrees) {
      return new ArrayList<>(lines("PRAGMA quick_check"));
    }
    List<String> lines = new ArrayList<>();
    for (String table : check.rest()) {
      lines.addAll(lines("PRAGMA quick_check(" + Sql.SQLITE.name(table) + ")"));
    }
    return lines;
  }

  /**
   * The tables whose indexes are still to be looked at; null where an index is not as its table.
   */
  private Set<String> indexes(Snapshot snapshot, List<Table> tables, IndexSums sums)
      throws SQLException {
    try (Connection own = snapshot.another()) {
      IndexCheck check =
          new IndexCheck(own, snapshot.original(), pages(snapshot), tables, sums, slack::awaitEnd);
      return check.agrees() ? check.rest() : null;
    }
  }

  /** The file's pages, or null, to be read when there is time. */
  private DatabaseFile pages(Snapshot snapshot) {
    DatabaseFile pages = snapshot.pages();
    return pages == null ? null : pages.inTurn(slack::await);
  }

  private Integrity whole() throws SQLException {
    slack.await();
    try {
      return sort(lines("PRAGMA integrity_check"), unverifiable());
    } catch (SQLException e) {
      if (isDamage(e)) {
        return new Integrity(List.of(SqliteErrors.plain(e)), List.of());
      } else if ((e.getErrorCode() & 0xff) != 1) {
        throw e;
      }
      return tables(SqliteErrors.plain(e));
    }
  }

  /** Where something of the application stops the check of the whole, each table is checked. */
  private Integrity tables(String why) throws SQLException {
    List<String> damage = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    remarks.add("only the tables could be checked, one by one, not the free pages: " + why);
    for (String table : tables()) {
      try {
        String pragma = "PRAGMA integrity_check(" + Sql.SQLITE.name(table) + ")";
        Integrity found = sort(lines(pragma), unverifiable());
        damage.addAll(found.damage());
        remarks.addAll(found.remarks());
      } catch (SQLException e) {
        (isDamage(e) ? damage : remarks).add(table + ": " + SqliteErrors.plain(e));
      }
    }
    return new Integrity(damage, remarks);
  }

  private List<String> tables() throws SQLException {
    return Queries.texts(
        connection, "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0");
  }

  private List<String> lines(String pragma) throws SQLException {
    while (true) {
      try {
        return Queries.texts(connection, pragma);
      } catch (SQLException e) {
        if (isDamage(e) || !missing.standIn(e)) {
          throw e;
        }
      }
    }
  }

  private static boolean isDamage(SQLException e) {
    int code = e.getErrorCode() & 0xff;
    return code == 11 || code == 26;
  }

  /** Indexes and tables in an order that only the application knows nobody else can check. */
  private Set<String> unverifiable() throws SQLException {
    Set<String> result = new HashSet<>();
    // The key of a table WITHOUT ROWID is no index of the schema: the table itself is in its order.
    result.addAll(
        Queries.texts(
            connection,
            "SELECT n.value FROM sqlite_schema t, pragma_index_list(t.name) l,"
                + " pragma_index_xinfo(l.name) x,"
                + " json_each(iif(l.origin = 'pk', json_array(l.name, t.name), json_array(l.name))) n"
                + " WHERE t.type = 'table' AND upper(x.coll) NOT IN ('BINARY', 'NOCASE', 'RTRIM')"));
    result.addAll(changeable());
    for (String function : missing.functions()) {
      result.addAll(
          Queries.texts(
              connection,
              "SELECT i.name FROM sqlite_schema i, sqlite_schema t WHERE i.type = 'index'"
                  + " AND t.type = 'table' AND t.name = i.tbl_name AND (instr(lower(i.sql), ?1)"
                  + " OR (instr(lower(t.sql), ?1) AND EXISTS (SELECT 1"
                  + " FROM pragma_table_xinfo(t.name) WHERE hidden = 2)))",
              function));
    }
    return result;
  }

  /** Functions such as round() and printf() do not give the same in every version of SQLite. */
  private List<String> changeable() throws SQLException {
    List<String> result = new ArrayList<>();
    Queries.list(
        connection,
        r ->
            CALL.matcher(r.getString(2).replaceFirst("(?s)^[^(]*\\(", "")).find()
                ? result.add(r.getString(1))
                : null,
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    result.addAll(
        Queries.texts(
            connection,
            "SELECT i.name FROM sqlite_schema i, pragma_index_xinfo(i.name) x,"
                + " pragma_table_xinfo(i.tbl_name) c"
                + " WHERE i.type = 'index' AND x.cid = c.cid AND c.hidden = 2"));
    return result;
  }

  /** Lines of integrity_check; {@code unverifiable} are the indexes and tables not to be judged. */
  static Integrity sort(List<String> lines, Set<String> unverifiable) {
    List<String> damage = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (String line : lines) {
      if (line.equals("ok")) {
        continue;
      }
      boolean harmless = VALUES.matcher(line).matches() || SEARCH.matcher(line).matches();
      if (harmless) {
        remarks.add(line.strip());
      } else if (names(INDEX, line, unverifiable) || names(ORDER, line, unverifiable)) {
        remarks.add(
            line.strip()
                + " (or not: that takes what only the application has, or its version of SQLite)");
      } else {
        damage.add(line.strip());
      }
    }
    return new Integrity(damage, remarks);
  }

  private static boolean names(Pattern pattern, String line, Set<String> unverifiable) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() && unverifiable.contains(matcher.group(1));
  }
}
