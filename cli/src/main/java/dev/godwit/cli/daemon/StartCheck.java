package dev.godwit.cli.daemon;

import dev.godwit.startup.DatabaseConfig;
import dev.godwit.startup.Engine;
import dev.godwit.startup.InstanceLock;
import dev.godwit.startup.SchemaMigration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether the daemon could start: {@code findings} to read, {@code problems} in its way. */
public record StartCheck(List<String> findings, List<String> problems) {
  public StartCheck {
    findings = List.copyOf(findings);
    problems = List.copyOf(problems);
  }

  public boolean canStart() {
    return problems.isEmpty();
  }

  /**
   * Connects and looks; writes nothing.
   *
   * @throws dev.godwit.model.GodwitException where the database cannot be reached or read
   */
  public static StartCheck of(DatabaseConfig config) {
    List<String> findings = new ArrayList<>(config.warnings());
    findings.add("database: " + config.engine() + ", " + config);
    SchemaMigration.State state = SchemaMigration.state(config);
    if (state.isCurrent()) {
      findings.add("schema: up to date");
    }
    state.pending().forEach(p -> findings.add("schema, to come: " + p));
    findings.addAll(state.remarks());
    List<String> problems = new ArrayList<>(state.problems());
    if (config.engine() == Engine.SQLITE) {
      config.files().values().stream()
          .filter(f -> !isWritable(f))
          .forEach(f -> problems.add(f + " cannot be written; check who may write there"));
    }
    InstanceLock.holder(config)
        .ifPresentOrElse(
            h -> problems.add("lock: held by " + h + "; stop that instance first"),
            () -> findings.add("lock: free"));
    return new StartCheck(findings, problems);
  }

  private static boolean isWritable(Path file) {
    return Files.isWritable(file.getParent()) && (!Files.exists(file) || Files.isWritable(file));
  }
}
