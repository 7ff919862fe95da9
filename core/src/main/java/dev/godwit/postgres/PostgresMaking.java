package dev.godwit.postgres;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.postgres.check.Citus;
import dev.godwit.postgres.schema.PostgresDdl;
import dev.godwit.postgres.schema.PostgresDetails;
import dev.godwit.postgres.schema.PostgresGrowth;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.store.can.Describing;
import dev.godwit.store.can.Making;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a schema holds beside rows, and the statements that make more of it. */
final class PostgresMaking implements Making, Describing {
  private final PostgresSession session;
  private final Runnable refresh;

  PostgresMaking(PostgresSession session, Runnable refresh) {
    this.session = session;
    this.refresh = refresh;
  }

  @Override
  public Engine language() {
    return Engine.POSTGRESQL;
  }

  @Override
  public String schema() {
    return session.schema();
  }

  @Override
  public void refresh() {
    refresh.run();
  }

  @Override
  public List<String> creation(Catalog made, Map<String, Map<String, String>> comments) {
    requireNodes(made);
    List<String> statements = new ArrayList<>(new PostgresDdl(made, comments).all());
    statements.add(0, "CREATE SCHEMA IF NOT EXISTS " + Sql.POSTGRES.name(schema()));
    return schemaExists() ? statements.subList(1, statements.size()) : statements;
  }

  private void requireNodes(Catalog made) {
    boolean spread = made.details().stream().anyMatch(d -> d.kind() == Detail.Kind.DISTRIBUTION);
    try {
      if (spread && !Citus.isOn(session.connection())) {
        throw GodwitException.refused(
            "a rule distributes tables, and the target has no extension citus; nothing was written."
                + " CREATE EXTENSION citus there, or take out the rule distribute");
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for Citus", e);
    }
  }

  private boolean schemaExists() {
    return PostgresErrors.asking(
        "looking for the schema " + schema(),
        () -> SourceSession.exists(session.connection(), schema()));
  }

  @Override
  public Statements growth(Table table, Table grown) {
    return PostgresGrowth.of(table, grown);
  }

  @Override
  public List<String> completion(Catalog made) {
    return new PostgresDdl(made, Map.of()).completion();
  }

  @Override
  public List<String> definitions(Engine other, List<Table> tables) {
    return List.of();
  }

  @Override
  public List<Detail> details(List<Table> tables) {
    return PostgresErrors.asking(
        "reading what else the catalog holds",
        () -> PostgresDetails.of(session.connection(), schema(), tables));
  }
}
