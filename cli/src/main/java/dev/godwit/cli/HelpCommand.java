package dev.godwit.cli;

import dev.godwit.model.GodwitException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says how a verb is called. */
@Command(
    name = "help",
    description = "Says how the program, or a verb of it, is called.",
    footer = {"", "Example:", "  godwit help migrate"})
final class HelpCommand extends Verb {
  @Parameters(paramLabel = "VERB", arity = "0..1", description = "Which; else all of them.")
  private String verb;

  @Override
  public Integer call() {
    CommandLine all = main.commandLine("");
    CommandLine asked = verb == null ? all : all.getSubcommands().get(verb);
    if (asked == null) {
      throw GodwitException.usage(Usage.meant(all.getCommandSpec(), all.getCommandSpec(), verb));
    }
    asked.usage(main.surroundings().out());
    return Exit.EXACT;
  }
}
