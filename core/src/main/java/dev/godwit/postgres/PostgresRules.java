package dev.godwit.postgres;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.postgres.check.Objections;
import dev.godwit.postgres.check.PostgresJudge;
import dev.godwit.postgres.check.Reach;
import dev.godwit.postgres.check.TemporaryCopy;
import dev.godwit.postgres.read.Computation;
import dev.godwit.postgres.read.PostgresKeys;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Computing;
import dev.godwit.store.Intent;
import dev.godwit.store.Judge;
import dev.godwit.store.KeyForm;
import dev.godwit.store.Loading;
import dev.godwit.store.Reached;
import dev.godwit.store.Trial;
import dev.godwit.store.can.Calculating;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Keyed;
import java.util.List;
import java.util.Optional;

/** What the server itself has to say: of rows, of keys, of a run that is planned. */
final class PostgresRules implements Enforcing, Keyed, Calculating {
  private final PostgresSession session;

  PostgresRules(PostgresSession session) {
    this.session = session;
  }

  @Override
  public Optional<Judge> judge(List<Column> columns) {
    return PostgresErrors.asking(
        "looking at types", () -> PostgresJudge.of(session.connection(), columns));
  }

  @Override
  public Trial trial(Intent intent, Loading.Arrivals arrivals) {
    return new TemporaryCopy(session.connection(), session.mayEnd(), intent, arrivals);
  }

  @Override
  public List<Problem> objections(List<Intent> intents) {
    return Objections.of(session.connection(), session.schema(), intents);
  }

  @Override
  public List<Reached> reach(List<Table> emptied) {
    return PostgresErrors.asking(
        "looking for what refers to the tables", () -> Reach.of(session.connection(), emptied));
  }

  @Override
  public Optional<KeyForm> keyForm(Table table, Index key, List<Column> columns) {
    return PostgresKeys.of(session.connection(), table, key, columns);
  }

  @Override
  public Computing computing(List<Column> given, List<Column> wanted) {
    return new Computation(session.connection(), given, wanted);
  }
}
