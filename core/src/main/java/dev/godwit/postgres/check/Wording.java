package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.Repertoire;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Names and definitions of tables to be made that the database's encoding cannot spell. */
final class Wording {
  private static final String SPELL =
      "SELECT pg_catalog.convert(?, 'UTF8', pg_catalog.getdatabaseencoding())";

  private final Connection connection;

  private Wording(Connection connection) {
    this.connection = connection;
  }

  /** One problem for each column, else one for its table; none in a database that has all signs. */
  static List<Problem> problems(Connection connection, List<Table> made) throws SQLException {
    List<Problem> result = new ArrayList<>();
    if (!made.isEmpty() && Repertoire.of(connection).isPart()) {
      Wording wording = new Wording(connection);
      for (Table table : made) {
        wording.look(table, result);
      }
    }
    return result;
  }

  private void look(Table table, List<Problem> problems) throws SQLException {
    if (isSpelled(table.toString())) {
      return;
    }
    int before = problems.size();
    for (Column column : isSpelled(table.name()) ? table.columns() : List.<Column>of()) {
      if (!isSpelled(column.toString())) {
        problems.add(problem(table, column.name()));
      }
    }
    if (problems.size() == before) {
      problems.add(problem(table, null));
    }
  }

  private static Problem problem(Table table, String column) {
    return Problem.of(ProblemKind.ENCODING)
        .at(table.displayName(), column)
        .says(
            "its name or definition has a sign that the target's encoding lacks",
            "rule: rename: NAME, mend it in the source, or move into a database in UTF8");
  }

  private boolean isSpelled(String text) throws SQLException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Attempt.of(
            connection,
            "godwit_wording",
            PostgresErrors::isOfAValue,
            () -> Queries.one(connection, r -> r.getBytes(1), SPELL, (Object) bytes))
        == null;
  }
}
