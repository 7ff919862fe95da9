package dev.godwit.cli;

import dev.godwit.cli.progress.Watch;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.store.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes a migration back. */
@Command(
    name = "rollback",
    description = {
      "Takes a migration back: its tables are what they were before it, proved by digest, or nothing"
          + " is changed. After an import through Flyway its version can run again."
    },
    footer = {
      "",
      "Example:",
      "  godwit rollback --to postgresql://me@localhost/app --migration-id 20261121-091502-3fa2"
    })
final class RollbackCommand extends Verb {
  @Mixin private TargetArgument target;

  @Option(
      names = "--migration-id",
      required = true,
      paramLabel = "ID",
      description = "Which one: migrate says it at its end, history lists them all.")
  private String migrationId;

  @Option(names = "--tables", split = ",", paramLabel = "NAME", description = "Only these tables.")
  private Set<String> tables = Set.of();

  @Option(
      names = "--force",
      description = "Also where the target has changed since: the changes are lost.")
  private boolean force;

  @Option(
      names = "--backup",
      paramLabel = "DIR",
      description = "Where the run's backup is now (default: where it was written).")
  private Path backup;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    main.leaves("what was not committed was not changed");
    Errand errand = new Errand(main, output, "rollback");
    return errand.run(watch -> rollback(errand, watch));
  }

  private Report rollback(Errand errand, Watch watch) {
    if (backup != null && !Files.exists(backup)) {
      throw GodwitException.usage("--backup " + backup + " does not exist");
    }
    watch.phase("connecting");
    try (Target opened = target.open(main)) {
      errand.between("migration " + migrationId, opened.name());
      errand.at(opened);
      Scope scope = new Scope(tables, Set.of());
      return main.engine(watch).rollback(opened, migrationId, scope, force, backup);
    }
  }
}
