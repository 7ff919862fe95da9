package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Row;
import dev.godwit.postgres.load.Refusals;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Halving;
import dev.godwit.store.Judge;
import dev.godwit.value.text.ServerText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks the server about values of types that only it can read, and about the CHECKs of domains, by
 * casts. What it spells otherwise is taken only of types that are known to lose nothing.
 */
public final class PostgresJudge implements Judge {
  private static final String CHANGED = "the server would keep it as something else than it is";

  private final Connection connection;
  private final List<Column> columns;

  /** The places of the columns that are judged. */
  private final List<Integer> places;

  private PostgresJudge(Connection connection, List<Column> columns, List<Integer> places) {
    this.connection = connection;
    this.columns = columns;
    this.places = places;
  }

  /** Nothing where no column needs it, or its type is not there yet. */
  public static Optional<Judge> of(Connection connection, List<Column> columns)
      throws SQLException {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ColumnType type = columns.get(i).type();
      if (type.nature().isJudged() && exists(connection, type)) {
        places.add(i);
      }
    }
    return places.isEmpty()
        ? Optional.empty()
        : Optional.of(new PostgresJudge(connection, columns, places));
  }

  private static boolean exists(Connection connection, ColumnType type) throws SQLException {
    return Queries.is(
        connection,
        "SELECT pg_catalog.to_regtype(?) IS NOT NULL",
        type.name().replaceAll("\\(.*?\\)", ""));
  }

  /** A row, and its place among those that were given. */
  private record Placed(Row row, int place) {}

  @Override
  public void judge(List<Row> rows, Refusals refusals) {
    try {
      for (int c : places) {
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
          if (columns.get(c).type().nature().checked() || !rows.get(i).isNull(c)) {
            placed.add(new Placed(rows.get(i), i));
          }
        }
        Halving.of(
            placed,
            some -> ask(c, some, refusals),
            (one, why) -> refusals.refused(one.place(), c, why));
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("asking about values", e);
    }
  }

  /** Why the server does not take one of them; null where it took all. */
  private String ask(int c, List<Placed> rows, Refusals refusals) throws SQLException {
    ColumnType type = columns.get(c).type();
    List<String> sent = rows.stream().map(p -> text(type, p.row(), c)).toList();
    Family family = type.nature().judgedAs();
    List<String> spelled = new ArrayList<>();
    List<String> again = new ArrayList<>();
    SQLException refusal =
        Attempt.of(
            connection,
            "godwit_judge",
            PostgresErrors::isOfAValue,
            () -> {
              spelled.addAll(spell(type, sent));
              again.addAll(family == Family.LISTED ? spell(type, spelled) : sent);
            });
    if (refusal != null) {
      return refusal(type, refusal);
    }
    for (int i = 0; family != Family.NONE && i < sent.size(); i++) {
      take(c, rows.get(i), spelled.get(i), again.get(i), refusals);
    }
    return null;
  }

  private static String refusal(ColumnType type, SQLException e) {
    boolean check = PostgresErrors.CHECK_VIOLATION.equals(e.getSQLState());
    return check ? "against the CHECK of the domain " + type : "not a value of type " + type;
  }

  private static void take(
      int c, Placed placed, String spelled, String expected, Refusals refusals) {
    if (spelled == null) {
      return;
    }
    if (spelled.equals(expected)) {
      placed.row().setText(c, spelled);
    } else {
      refusals.refused(placed.place(), c, CHANGED);
    }
  }

  private static String text(ColumnType type, Row row, int c) {
    return row.isNull(c) ? null : ServerText.of(type, row, c);
  }

  private List<String> spell(ColumnType type, List<String> values) throws SQLException {
    return Queries.texts(
        connection,
        "SELECT CAST(CAST(u.v AS "
            + type.name()
            + ") AS text) FROM pg_catalog.unnest(?::text[]) WITH ORDINALITY u(v, i) ORDER BY u.i",
        connection.createArrayOf("text", values.toArray()));
  }
}
