package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.plan.Scope;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say which tables a verb is about. */
@Group("Which tables")
final class ScopeOptions {
  @Option(names = "--tables", split = ",", paramLabel = "NAME", description = "Only these tables.")
  private Set<String> tables = Set.of();

  @Option(names = "--exclude", split = ",", paramLabel = "NAME", description = "Not these tables.")
  private Set<String> exclude = Set.of();

  Scope scope() {
    return new Scope(tables, exclude);
  }
}
