package dev.godwit.cli;

import dev.godwit.cli.manual.Group;
import dev.godwit.cli.report.RunList;
import dev.godwit.copy.Progress;
import dev.godwit.history.Folding;
import dev.godwit.model.GodwitException;
import dev.godwit.store.Target;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what ran on a target. */
@Command(
    name = "history",
    description = {
      "Says what ran on a target: when, from where, how it ended, and the id that rollback asks for."
    },
    footer = {"", "Example:", "  godwit history --to postgresql://me@localhost/app"})
final class HistoryCommand extends Verb {
  @Mixin private TargetArgument target;

  @Option(
      names = "--keep",
      paramLabel = "N|TIME",
      description = {
        "Fold the history first: all but the last N runs, or those that began longer ago than",
        "365d (or h, m, s). What later runs go on from stays; what is folded cannot be taken back."
      })
  private String keep;

  @Group("Output")
  @Option(names = "--json", description = "Print it as JSON, each run with its report.")
  private boolean json;

  @Override
  public Integer call() {
    Function<Folding, Folding.Folded> which = keep == null ? null : which();
    try (Target opened = target.open(main)) {
      if (which != null) {
        tell(main.engine(Progress.NONE).fold(opened, which));
      }
      RunList runs = RunList.of(main.engine(Progress.NONE).history(opened));
      main.surroundings().out().print(main.secrets().hide(json ? runs.json() : runs.text()));
      return Exit.EXACT;
    }
  }

  private Function<Folding, Folding.Folded> which() {
    if (keep.matches("[1-9]\\d{0,5}")) {
      int last = Integer.parseInt(keep);
      return f -> f.allBut(last);
    }
    Instant since =
        Patience.time(keep)
            .map(Instant.now()::minus)
            .orElseThrow(
                () ->
                    GodwitException.usage(
                        "--keep "
                            + keep
                            + ": a number of runs is wanted, or a time, 365d for example"));
    return f -> f.before(since);
  }

  private void tell(Folding.Folded folded) {
    List<String> closed = folded.closed();
    int runs = folded.runs().size();
    main.surroundings()
        .err()
        .println(
            (runs == 1 ? "1 run was folded" : runs + " runs were folded")
                + (closed.isEmpty()
                    ? ""
                    : "; not to be taken back any more, and their backups of no use: "
                        + String.join(", ", closed)));
  }
}
