package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.startup.SchemaMigration.Done;
import dev.godwit.startup.SchemaMigration.State;
import java.util.ArrayList;
import java.util.List;

/** The schemas of all of an application's SQLite files. */
final class SqliteSchemas implements SchemaMigration.Steps {
  private final DatabaseConfig config;
  private final List<SqliteFileSchema> files;

  SqliteSchemas(DatabaseConfig config) {
    this.config = config;
    this.files =
        config.application().files().stream()
            .map(f -> new SqliteFileSchema(config, f, config.files().get(f.name())))
            .toList();
  }

  @Override
  public State state() {
    List<String> pending = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    for (SqliteFileSchema file : files) {
      SqliteFileSchema.Plan plan = file.plan();
      pending.addAll(plan.pending());
      plan.problems().forEach(p -> problems.add(p.toString()));
      remarks.addAll(plan.remarks());
    }
    return new State(pending, problems, remarks);
  }

  /** Looks at every file before it touches the first. */
  @Override
  public Done migrate() {
    List<SqliteFileSchema.Plan> plans = files.stream().map(SqliteFileSchema::plan).toList();
    List<Problem> problems = plans.stream().flatMap(p -> p.problems().stream()).toList();
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          config + " cannot be taken into use; nothing was written:", problems);
    }
    int executed = 0;
    List<String> remarks = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      executed += files.get(i).migrate(plans.get(i), remarks::add);
      remarks.addAll(plans.get(i).remarks());
    }
    return new Done(executed, remarks);
  }
}
