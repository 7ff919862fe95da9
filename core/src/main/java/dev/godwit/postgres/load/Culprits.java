package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.store.Load;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a table over which the server cannot build an index or a CHECK for another reason
 * than that they break it: an expression that fails, a key that is too long. They are found by
 * halving, on a temporary table that has nothing else.
 */
final class Culprits {
  private static final String NAME = "pg_temp.godwit_culprits";
  private static final String SAVEPOINT = "godwit_culprits";
  private static final Pattern INDEX = Pattern.compile("^CREATE .+? USING (.*)$", Pattern.DOTALL);

  private final Connection connection;
  private final Piece piece;
  private final String columns;
  private final List<String> found = new ArrayList<>();

  private Culprits(Connection connection, Load load, Piece piece) {
    this.connection = connection;
    this.piece = piece;
    this.columns = stored(load);
  }

  private static String stored(Load load) {
    return Sql.POSTGRES.names(
        load.table().columns().stream().filter(c -> !c.isGenerated()).map(Column::name).toList());
  }

  /**
   * Writes the table anew. The server looks at rows that this transaction deleted when it builds an
   * index, and would fail over them again.
   */
  static void forget(Connection connection, Load load) throws SQLException {
    String table = Sql.POSTGRES.name(load.table());
    Queries.run(
        connection,
        ("CREATE TEMPORARY TABLE godwit_kept AS SELECT %2$s FROM ONLY %1$s; TRUNCATE ONLY %1$s;"
                + " INSERT INTO %1$s (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM"
                + " pg_temp.godwit_kept; DROP TABLE pg_temp.godwit_kept")
            .formatted(table, stored(load)));
  }

  /**
   * A condition on the table, aliased {@code t}, that holds for them; null where there are none.
   */
  static String of(Connection connection, Load load, Piece piece) throws SQLException {
    Culprits culprits = new Culprits(connection, load, piece);
    Queries.run(
        connection,
        "CREATE TEMPORARY TABLE "
            + NAME.substring("pg_temp.".length())
            + " (LIKE "
            + piece.qualifiedTable()
            + " INCLUDING GENERATED); "
            + culprits.alike());
    long pages =
        Queries.number(
            connection,
            "SELECT pg_catalog.pg_relation_size(?::regclass)"
                + " / pg_catalog.current_setting('block_size')::bigint",
            piece.qualifiedTable());
    culprits.halve(0, Math.max(1, pages));
    Queries.run(connection, "DROP TABLE " + NAME);
    return culprits.found.isEmpty()
        ? null
        : "t.ctid = ANY ('{" + String.join(",", culprits.found) + "}'::tid[])";
  }

  /** The same on the temporary table, where keys need not be unique. */
  private String alike() {
    if (piece.type() == Piece.Type.CHECK) {
      return "ALTER TABLE " + NAME + " ADD " + piece.definition();
    }
    Matcher index = INDEX.matcher(piece.definition());
    String parts =
        index.matches()
            ? " USING " + index.group(1).replace(" NULLS NOT DISTINCT", "")
            : " (" + String.join(", ", piece.terms()) + ")";
    return "CREATE INDEX ON " + NAME + parts;
  }

  private void halve(long first, long end) throws SQLException {
    if (fits("ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid".formatted(first, end))) {
      return;
    }
    if (end - first > 1) {
      long middle = (first + end) / 2;
      halve(first, middle);
      halve(middle, end);
      return;
    }
    List<String> rows =
        Queries.texts(
            connection,
            "SELECT ctid::text FROM %s WHERE ctid >= '(%d,0)'::tid AND ctid < '(%d,0)'::tid"
                .formatted(piece.qualifiedTable(), first, end));
    for (String row : rows) {
      if (!fits("ctid = '" + row + "'::tid")) {
        found.add("\"" + row + "\"");
      }
    }
  }

  private boolean fits(String where) throws SQLException {
    String sql =
        "INSERT INTO %s (%s) SELECT %s FROM %s WHERE %s"
            .formatted(NAME, columns, columns, piece.qualifiedTable(), where);
    return Attempt.fits(connection, SAVEPOINT, () -> Queries.run(connection, sql));
  }
}
