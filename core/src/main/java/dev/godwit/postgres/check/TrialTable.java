package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.Repertoire;
import dev.godwit.store.Intent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What makes a temporary table that decides about rows as one of the target's does: by CHECKs,
 * domains, generated columns, exclusion constraints, index expressions and partitions.
 */
final class TrialTable {
  static final String NAME = "godwit_trial";
  private static final String ENCODING = "characters that its encoding may lack";

  /** A table of more partitions takes too long to copy. */
  private static final int MOST_PARTITIONS = 2000;

  private static final Pattern INDEX = Pattern.compile("^CREATE .+? USING (.*)$", Pattern.DOTALL);

  private static final String EXCLUSIONS =
      """
      SELECT conname, pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint k
       WHERE conrelid = pg_catalog.to_regclass(?)::oid AND (contype = 'x' OR (pg_catalog.to_jsonb(k)->>'conperiod'::text)::boolean)
         AND contype <> 'f' ORDER BY conname""";

  /** Indexes that compute something, or hold what may be too long. */
  private static final String INDEXES =
      """
      SELECT pg_catalog.pg_get_indexdef(i.indexrelid),
             i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
        FROM pg_catalog.pg_index i
       WHERE i.indrelid = pg_catalog.to_regclass(?)::oid AND NOT EXISTS (
             SELECT 1 FROM pg_catalog.pg_constraint k
              WHERE k.conindid = i.indexrelid
                AND (k.contype = 'x' OR (pg_catalog.to_jsonb(k)->>'conperiod'::text)::boolean))
       ORDER BY i.indexrelid""";

  private static final String PARTITIONS =
      """
      SELECT p.relid::text, p.parentrelid::text, pg_catalog.pg_get_expr(c.relpartbound, c.oid),
             pg_catalog.pg_get_partkeydef(c.oid),
             ARRAY(SELECT 'CONSTRAINT ' || pg_catalog.quote_ident(k.conname) || ' '
                            || pg_catalog.pg_get_constraintdef(k.oid)
                     FROM pg_catalog.pg_constraint k
                    WHERE k.conrelid = c.oid AND k.contype = 'c' AND k.coninhcount = 0)
        FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(?)) p
        JOIN pg_catalog.pg_class c ON c.oid = p.relid
       ORDER BY p.level, c.relname""";

  private final Connection connection;
  private final Intent intent;
  private final Table table;
  private final List<String> subjects = new ArrayList<>();
  private final StringBuilder sql = new StringBuilder();
  private boolean keeps;

  TrialTable(Connection connection, Intent intent) {
    this.connection = connection;
    this.intent = intent;
    this.table = intent.table();
  }

  /** What but keys and lengths decides about rows, as far as {@link #look} has seen. */
  List<String> subjects() {
    return subjects;
  }

  /** Whether rows depend on those before them. */
  boolean keeps() {
    return keeps;
  }

  /** Of a table that is still to be made only its columns' types count. */
  void look() throws SQLException {
    if (!intent.made()) {
      ofTheTable();
    } else if (intent.columns().stream().noneMatch(c -> c.type().kind() == Kind.NATIVE)) {
      encoding();
    }
  }

  private void encoding() throws SQLException {
    if (Repertoire.of(connection).isPart()) {
      subjects.add(ENCODING);
    }
  }

  private void ofTheTable() throws SQLException {
    if (!table.checks().isEmpty()) {
      subjects.add("its CHECKs");
    }
    if (table.traits().partitioned()) {
      subjects.add("its partitions");
    }
    if (table.columns().stream().anyMatch(Column::isGenerated)) {
      subjects.add("its generated columns");
    }
    encoding();
    Queries.list(
        connection,
        r -> subjects.add(r.getString(1)),
        """
        SELECT 'its exclusion constraints' WHERE EXISTS (
          SELECT 1 FROM pg_catalog.pg_constraint k
           WHERE conrelid = pg_catalog.to_regclass(?)::oid
             AND (contype = 'x' OR contype <> 'f' AND (pg_catalog.to_jsonb(k)->>'conperiod'::text)::boolean))
        UNION ALL
        SELECT 'its index expressions' WHERE EXISTS (
          SELECT 1 FROM pg_catalog.pg_index
           WHERE indrelid = pg_catalog.to_regclass(?)::oid AND (indexprs IS NOT NULL OR indpred IS NOT NULL))""",
        qualified(),
        qualified());
  }

  /** The statements; asks the catalog for what they say. */
  String creation() throws SQLException {
    if (intent.made()) {
      return "CREATE TEMPORARY TABLE %s (%s)"
          .formatted(
              NAME,
              intent.columns().stream()
                  .map(c -> Sql.POSTGRES.name(c.name()) + " " + c.type().name())
                  .collect(Collectors.joining(", ")));
    }
    if (table.traits().partitioned()) {
      partitions();
      loosen();
    } else {
      sql.append(like(NAME, qualified(), "")).append(";\n");
      loosen();
      exclusions();
      indexes();
    }
    return sql.toString();
  }

  private String qualified() {
    return Sql.POSTGRES.name(table);
  }

  private static String like(String name, String of, String partitioning) {
    return "CREATE TEMPORARY TABLE "
        + name
        + " (LIKE "
        + of
        + " INCLUDING CONSTRAINTS INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE)"
        + partitioning;
  }

  /** Columns that nobody fills get no default that could do anything, such as count on. */
  private void loosen() {
    Set<String> filled = new HashSet<>(intent.columns().stream().map(Column::name).toList());
    for (Column column : table.columns()) {
      if (filled.contains(column.name()) || column.isGenerated()) {
        continue;
      }
      String alter = "ALTER TABLE pg_temp." + NAME + " ALTER " + Sql.POSTGRES.name(column.name());
      String value = column.defaultValue();
      if (value == null || value.contains("(")) {
        sql.append(alter).append(" DROP DEFAULT;\n");
        sql.append(alter).append(" DROP NOT NULL;\n");
      }
    }
  }

  private void exclusions() throws SQLException {
    Queries.list(
        connection,
        r ->
            sql.append("ALTER TABLE pg_temp." + NAME + " ADD CONSTRAINT ")
                .append(Sql.POSTGRES.name(r.getString(1)))
                .append(' ')
                .append(r.getString(2).replaceFirst(" DEFERRABLE( INITIALLY DEFERRED)?$", ""))
                .append(";\n"),
        EXCLUSIONS,
        qualified());
    keeps = sql.indexOf(" EXCLUDE ") >= 0;
  }

  private void indexes() throws SQLException {
    Queries.list(
        connection,
        r -> {
          Matcher index = INDEX.matcher(r.getString(1));
          if (index.matches()) {
            sql.append("CREATE INDEX ON pg_temp." + NAME + " USING ")
                .append(index.group(1).replace(" NULLS NOT DISTINCT", ""))
                .append(";\n");
          }
          return r;
        },
        INDEXES,
        qualified());
  }

  private record Part(String id, String parent, String bound, String key, List<String> checks) {}

  private void partitions() throws SQLException {
    List<Part> parts =
        Queries.list(
            connection,
            r ->
                new Part(
                    r.getString(1),
                    r.getString(2),
                    r.getString(3),
                    r.getString(4),
                    Queries.array(r, 5)),
            PARTITIONS,
            qualified());
    if (parts.size() > MOST_PARTITIONS) {
      throw new SQLException("it has " + parts.size() + " partitions", "0A000");
    }
    List<String> ids = parts.stream().map(Part::id).toList();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      String by = part.key() == null ? "" : " PARTITION BY " + part.key();
      if (i == 0) {
        sql.append(like(NAME, qualified(), by)).append(";\n");
        continue;
      }
      int parent = ids.indexOf(part.parent());
      sql.append("CREATE TEMPORARY TABLE " + NAME + i + " PARTITION OF pg_temp." + NAME)
          .append(parent == 0 ? "" : String.valueOf(parent))
          .append(' ')
          .append(part.bound())
          .append(by)
          .append(";\n");
      for (String check : part.checks()) {
        sql.append("ALTER TABLE pg_temp." + NAME + i + " ADD " + check + ";\n");
      }
    }
  }
}
