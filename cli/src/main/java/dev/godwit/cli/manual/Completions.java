package dev.godwit.cli.manual;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What a shell has to be told to complete verbs, options and their words. */
public enum Completions {
  BASH(program -> AutoComplete.bash("godwit", program)),
  ZSH(Completions::zsh),
  FISH(Completions::fish);

  private static final int LONGEST = 80;

  @SuppressWarnings("ImmutableEnumChecker") // Methods without a state.
  private final Function<CommandLine, String> script;

  Completions(Function<CommandLine, String> script) {
    this.script = script;
  }

  /** The script, for the program with all its verbs. */
  public String text(CommandLine program) {
    return script.apply(program);
  }

  private static String zsh(CommandLine program) {
    StringBuilder text = new StringBuilder("#compdef godwit\n\n_godwit() {\n  local -a verbs\n");
    text.append("  verbs=(\n");
    for (CommandSpec verb : verbs(program)) {
      text.append("    ").append(quoted(verb.name() + ":" + shortened(said(verb)))).append('\n');
    }
    text.append("  )\n  if (( CURRENT == 2 )); then\n    _describe verb verbs\n    return\n  fi\n");
    text.append("  case $words[2] in\n");
    for (CommandSpec verb : verbs(program)) {
      text.append("    ").append(verb.name()).append(")\n      _arguments");
      for (OptionSpec option : options(verb)) {
        text.append(" \\\n        ").append(quoted(zsh(option)));
      }
      text.append(" \\\n        '*:store:_files'\n      ;;\n");
    }
    return text.append("  esac\n}\n\n_godwit \"$@\"\n").toString();
  }

  private static String zsh(OptionSpec option) {
    String description = shortened(said(option)).replaceAll("[\\[\\]:]", " ");
    String begin = "*" + option.longestName();
    if (option.arity().max() == 0) {
      return begin + "[" + description + "]";
    }
    List<String> words = words(option);
    String values = words.isEmpty() ? "_files" : "(" + String.join(" ", words) + ")";
    return begin + "=[" + description + "]:" + option.paramLabel().replace(":", " ") + ":" + values;
  }

  private static String fish(CommandLine program) {
    StringBuilder text = new StringBuilder();
    for (CommandSpec verb : verbs(program)) {
      text.append("complete -c godwit -n __fish_use_subcommand -f -a ").append(verb.name());
      text.append(" -d ").append(quoted(shortened(said(verb)))).append('\n');
      for (OptionSpec option : options(verb)) {
        text.append("complete -c godwit -n '__fish_seen_subcommand_from ").append(verb.name());
        text.append("' -l ").append(option.longestName().substring(2));
        if (option.arity().max() > 0) {
          text.append(" -r");
        }
        if (!words(option).isEmpty()) {
          text.append(" -f -a ").append(quoted(String.join(" ", words(option))));
        }
        text.append(" -d ").append(quoted(shortened(said(option)))).append('\n');
      }
    }
    return text.toString();
  }

  private static Collection<CommandSpec> verbs(CommandLine program) {
    return program.getSubcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(v -> !v.usageMessage().hidden())
        .toList();
  }

  private static List<OptionSpec> options(CommandSpec verb) {
    return verb.options().stream()
        .filter(o -> !o.hidden() && o.longestName().startsWith("--"))
        .toList();
  }

  /** The words that an option takes; none where it takes any. */
  private static List<String> words(OptionSpec option) {
    String label = option.paramLabel();
    if (option.completionCandidates() != null) {
      return StreamSupport.stream(option.completionCandidates().spliterator(), false).toList();
    }
    boolean words = label.contains("|") && label.matches("[a-z|]+");
    return words ? Stream.of(label.split("\\|")).collect(Collectors.toList()) : List.of();
  }

  private static String said(CommandSpec verb) {
    return Arrays.stream(verb.usageMessage().description()).collect(Collectors.joining(" "));
  }

  private static String said(OptionSpec option) {
    return String.join(" ", option.description());
  }

  private static String shortened(String text) {
    String sentence = text.replaceFirst("(?<=[.;:]) .*", "").replaceFirst("[.;:]$", "");
    return sentence.length() <= LONGEST ? sentence : sentence.substring(0, LONGEST - 1) + "…";
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
