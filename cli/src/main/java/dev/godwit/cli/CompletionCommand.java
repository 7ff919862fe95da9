package dev.godwit.cli;

import dev.godwit.cli.manual.Completions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Teaches a shell the verbs and options. */
@Command(
    name = "completion",
    description = "Prints what a shell has to read to complete verbs and options.",
    footer = {
      "",
      "Examples:",
      "  source <(godwit completion bash)",
      "  godwit completion zsh >\"${fpath[1]}/_godwit\"",
      "  godwit completion fish >~/.config/fish/completions/godwit.fish"
    })
final class CompletionCommand extends Verb {
  @Parameters(paramLabel = "bash|zsh|fish", description = "Which shell.")
  private Completions shell;

  @Override
  public Integer call() {
    main.surroundings().out().print(shell.text(main.commandLine("")));
    return Exit.EXACT;
  }
}
