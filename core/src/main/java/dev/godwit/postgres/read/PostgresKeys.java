package dev.godwit.postgres.read;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.postgres.encode.TextEncoder;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.KeyForm;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets the server itself say what the key of a row is: by a SELECT over rows that are sent along.
 * The table need not exist.
 */
public final class PostgresKeys implements KeyForm {
  private static final String SAVEPOINT = "godwit_key";

  private final Connection connection;
  private final Table table;
  private final List<Column> columns;
  private final String key;

  private PostgresKeys(Connection connection, Table table, List<Column> columns, String key) {
    this.connection = connection;
    this.table = table;
    this.columns = columns;
    this.key = key;
  }

  /** Nothing where cells that are equal by value are all that the index forbids. */
  public static Optional<KeyForm> of(
      Connection connection, Table table, Index index, List<Column> columns) {
    boolean plain =
        index.where() == null
            && index.parts().stream()
                .allMatch(
                    p ->
                        p.column() != null
                            && p.collation() == null
                            && isPlain(table.column(p.column()).orElseThrow()));
    if (plain) {
      return Optional.empty();
    }
    try {
      List<String> folding = folding(connection, table, index);
      String key = key(connection, table, columns, index, folding);
      return Optional.of(new PostgresKeys(connection, table, columns, key));
    } catch (SQLException e) {
      throw PostgresErrors.of("looking at collations", e);
    }
  }

  /** Whether the server takes two values of the column for one where they are equal by value. */
  public static boolean isPlain(Column column) {
    // A text of no family but without a length may be bpchar, to which blanks at the end are none.
    boolean blanks = column.type().kind() == Kind.TEXT && !column.type().name().equals("text");
    return column.type().kind() != Kind.NATIVE && !blanks && column.collation() == null;
  }

  /** Those of the index's collations under which different texts may be equal. */
  private static List<String> folding(Connection connection, Table table, Index index)
      throws SQLException {
    List<String> named =
        Stream.concat(
                index.parts().stream().map(Index.Part::collation),
                table.columns().stream().map(Column::collation))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    List<String> result = new ArrayList<>();
    for (String collation : named) {
      boolean folds =
          Queries.is(
              connection,
              "SELECT NOT pg_catalog.bool_and(collisdeterministic) FROM pg_catalog.pg_collation"
                  + " WHERE collname = ?",
              collation);
      if (folds) {
        result.add(collation);
      }
    }
    return result;
  }

  private static String key(
      Connection connection, Table table, List<Column> columns, Index index, List<String> folding)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    StringBuilder held = new StringBuilder("true");
    if (index.where() != null) {
      held.append(" AND (").append(index.where()).append(')');
    }
    for (Index.Part part : index.parts()) {
      String value = part.column() == null ? part.expression() : Sql.POSTGRES.name(part.column());
      String compared =
          part.collation() == null
              ? value
              : "(" + value + " COLLATE " + Sql.POSTGRES.name(part.collation()) + ")";
      texts.add(
          hashes(connection, columns, compared)
              ? hash(compared)
              : text(table, part, "(" + value + ")", folding));
      if (!index.nullsNotDistinct()) {
        held.append(" AND (").append(value).append(") IS NOT NULL");
      }
    }
    return "CASE WHEN " + held + " THEN ROW(" + String.join(", ", texts) + ")::text END";
  }

  /** Equal where the server calls values of this type equal, however they are spelled. */
  private static String hash(String value) {
    return "pg_catalog.hash_record_extended(ROW(%1$s), 0), pg_catalog.hash_record_extended(ROW(%1$s), 1)"
        .formatted(value);
  }

  /** Since PostgreSQL 14, and for most types. */
  private static boolean hashes(Connection connection, List<Column> columns, String value)
      throws SQLException {
    List<String> none =
        columns.stream().map(c -> cast("NULL", c) + Sql.POSTGRES.name(c.name())).toList();
    String sql = "SELECT %s FROM (SELECT %s) t".formatted(hash(value), String.join(", ", none));
    return Attempt.of(
            connection,
            SAVEPOINT,
            e -> !PostgresErrors.isOfTheSession(e),
            () -> Queries.run(connection, sql))
        == null;
  }

  private static String cast(String value, Column column) {
    return "CAST(%s AS %s)".formatted(value, column.type().name())
        + (column.collation() == null ? "" : " COLLATE " + Sql.POSTGRES.name(column.collation()))
        + " AS ";
  }

  private static String text(Table table, Index.Part part, String value, List<String> folding) {
    Optional<Column> column = Optional.ofNullable(part.column()).flatMap(table::column);
    String collation =
        part.collation() == null ? column.map(Column::collation).orElse(null) : part.collation();
    if (collation != null && folding.contains(collation)) {
      String collated = "(" + value + " COLLATE " + Sql.POSTGRES.name(collation) + ")";
      // The only functions that know what such a collation calls equal.
      return "pg_catalog.hashtextextended(%1$s, 0), pg_catalog.hashtextextended(%1$s, 1)"
          .formatted(collated);
    }
    String type = column.map(c -> c.type().nature().spelling()).orElse("");
    if (type.equals("citext")) {
      return "pg_catalog.lower(" + value + "::text)";
    }
    boolean decimal = column.map(c -> c.type().kind() == Kind.NUMERIC).orElse(false);
    return (decimal ? "pg_catalog.trim_scale(" + value + ")" : value) + "::text";
  }

  @Override
  public List<String> of(List<Row> rows) {
    StringBuilder select = new StringBuilder();
    StringBuilder arrays = new StringBuilder();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      select
          .append(i == 0 ? "" : ", ")
          .append(cast("v.c" + i, column))
          .append(Sql.POSTGRES.name(column.name()));
      arrays.append("?::text[], ");
      names.append("c" + i + ", ");
    }
    // The places of the rows come along as the last array: without columns there is one too.
    String sql =
        "SELECT %s FROM (SELECT %s FROM unnest(%s?::int[]) v(%sn) ORDER BY v.n) t"
            .formatted(key, select, arrays, names);
    return run(sql, arrays(rows));
  }

  private Object[] arrays(List<Row> rows) {
    Object[] result = new Object[columns.size() + 1];
    for (int i = 0; i < columns.size(); i++) {
      String[] texts = new String[rows.size()];
      for (int r = 0; r < texts.length; r++) {
        Row row = rows.get(r);
        byte[] text = row.isNull(i) ? null : TextEncoder.text(columns.get(i).type(), row, i);
        texts[r] = text == null ? null : new String(text, StandardCharsets.UTF_8);
      }
      result[i] = texts;
    }
    Integer[] places = new Integer[rows.size()];
    for (int r = 0; r < places.length; r++) {
      places[r] = r;
    }
    result[columns.size()] = places;
    return result;
  }

  /** What the server cannot compute must not end the transaction that others read in. */
  private List<String> run(String sql, Object[] arrays) {
    try {
      Queries.run(connection, "SAVEPOINT " + SAVEPOINT);
      try {
        for (int i = 0; i < arrays.length; i++) {
          String type = arrays[i] instanceof Integer[] ? "int4" : "text";
          arrays[i] = connection.createArrayOf(type, (Object[]) arrays[i]);
        }
        return Queries.texts(connection, sql, arrays);
      } finally {
        Attempt.undo(connection, SAVEPOINT);
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("comparing keys of " + table.displayName(), e);
    }
  }
}
