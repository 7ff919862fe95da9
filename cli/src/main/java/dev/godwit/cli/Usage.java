package dev.godwit.cli;

import dev.godwit.plan.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What a command line got wrong, before anything is done by it. */
final class Usage {
  private static final Set<String> FILES = Set.of("FILE", "FILE.yml", "DIR", "DIR|none", "PATH");

  private Usage() {}

  /**
   * Refuses words that are empty, which a shell makes of a variable that is not set, and a dash
   * where a file is meant.
   */
  static void requireWords(ParseResult parsed) {
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      List<ArgSpec> given = new ArrayList<>(at.matchedOptions());
      given.addAll(at.matchedPositionals());
      for (ArgSpec arg : given) {
        for (String value : words(arg)) {
          String wrong = wrong(arg, value);
          if (wrong != null) {
            throw new ParameterException(at.commandSpec().commandLine(), wrong);
          }
        }
      }
    }
  }

  private static List<String> words(ArgSpec arg) {
    List<String> result = new ArrayList<>(arg.originalStringValues());
    result.addAll(arg.stringValues());
    return result;
  }

  private static String wrong(ArgSpec arg, String value) {
    if (value.isBlank()) {
      return name(arg) + " is empty; write " + arg.paramLabel();
    }
    boolean json = arg instanceof OptionSpec o && o.longestName().equals("--json-path");
    return value.equals("-") && FILES.contains(arg.paramLabel()) && !json
        ? name(arg) + " - is no file, and no stream either; write ./- for a file of that name"
        : null;
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec o ? o.longestName() : arg.paramLabel();
  }

  /**
   * What was probably meant by the first word that {@code called} does not know, as a sentence, or
   * null where it knows all. {@code all} is the program with every verb.
   */
  static String meant(CommandSpec called, CommandSpec all, String... words) {
    if (called.parent() == null && words.length > 0 && !words[0].startsWith("-")) {
      return words[0] + " is no verb; did you mean " + nearest(words[0], all.subcommands()) + "?";
    }
    for (String word : words) {
      String option = word.split("=", 2)[0];
      if (option.matches("-+\\p{Alpha}.*") && !called.optionsMap().containsKey(option)) {
        return other(called, all, option);
      }
    }
    return null;
  }

  private static String other(CommandSpec called, CommandSpec all, String option) {
    String verb = called.parent() == null ? "" : called.name() + " has no ";
    for (Map.Entry<String, picocli.CommandLine> e : all.subcommands().entrySet()) {
      if (e.getValue().getCommandSpec().optionsMap().containsKey(option) && !verb.isEmpty()) {
        return verb
            + option
            + "; "
            + e.getKey()
            + " has, and nearest here is "
            + nearest(option, called.optionsMap());
      }
    }
    String begin = verb.isEmpty() ? "there is no " : verb;
    return begin + option + "; did you mean " + nearest(option, called.optionsMap()) + "?";
  }

  private static String nearest(String word, Map<String, ?> known) {
    return Nearest.to(word, known.keySet());
  }
}
