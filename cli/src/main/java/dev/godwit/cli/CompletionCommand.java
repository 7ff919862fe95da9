package dev.godwit.cli;

import dev.godwit.cli.manual.Completions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Teaches a shell the verbs and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = "Prints what a shell has to read to complete verbs and options.",
    footer = {
      "",
      "Examples:",
      "  source <(godwit completion bash)",
      "  godwit completion zsh >\"${fpath[1]}/_godwit\"",
      "  godwit completion fish >~/.config/fish/completions/godwit.fish"
    })
final class CompletionCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "bash|zsh|fish", description = "Which shell.")
  private Completions shell;

  @Override
  public Integer call() {
    main.surroundings().out().print(shell.text(main.commandLine("")));
    return Exit.EXACT;
  }
}
