package dev.godwit.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** What the program can be asked to do; gives the exit code. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
abstract class Verb implements Callable<Integer> {
  @ParentCommand protected Main main;
}
