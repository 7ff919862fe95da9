package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.RunList;
import dev.godwit.copy.Progress;
import dev.godwit.store.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Says what ran on a target. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Says what ran on a target: when, from where, how it ended, and the id that rollback asks for."
    },
    footer = {"", "Example:", "  godwit history --to postgresql://me@localhost/app"})
final class HistoryCommand implements Callable<Integer> {
  @ParentCommand private Main main;
  @Mixin private TargetArgument target;

  @Group("Output")
  @Option(names = "--json", description = "Print it as JSON, each run with its report.")
  private boolean json;

  @Override
  public Integer call() {
    try (Target opened = target.open(main)) {
      RunList runs = RunList.of(main.engine(Progress.NONE).history(opened));
      main.surroundings().out().print(main.secrets().hide(json ? runs.json() : runs.text()));
      return Exit.EXACT;
    }
  }
}
