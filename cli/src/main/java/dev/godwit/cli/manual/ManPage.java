package dev.godwit.cli.manual;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code man godwit}: what {@code --help} says of all verbs, as a page for {@code man}. */
public final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /** The page of the program and its verbs, in version {@code version}. */
  public static String text(CommandSpec program, String version) {
    ManPage page = new ManPage();
    page.program(program, version);
    return page.page.toString();
  }

  private void program(CommandSpec program, String version) {
    line(".TH GODWIT 1 \"\" \"godwit " + escaped(version) + "\" \"Godwit\"");
    line(".SH NAME");
    line("godwit \\- " + escaped(sentence(program)));
    line(".SH SYNOPSIS");
    line(".B godwit\n.I VERB\n.RI [ options ]");
    line(".SH DESCRIPTION");
    description(program);
    line(".SH VERBS");
    for (CommandLine verb : program.subcommands().values()) {
      if (!verb.getCommandSpec().usageMessage().hidden()) {
        verb(verb.getCommandSpec());
      }
    }
    footer(program);
  }

  private void verb(CommandSpec verb) {
    line(".SS godwit " + escaped(verb.name()));
    description(verb);
    for (PositionalParamSpec parameter : verb.positionalParameters()) {
      line(".TP\n.I " + escaped(parameter.paramLabel()));
      line(escaped(String.join(" ", parameter.description())));
    }
    for (Map.Entry<String, List<OptionSpec>> group : Groups.of(verb).entrySet()) {
      line(".PP\n" + escaped(group.getKey()) + ":");
      group.getValue().forEach(this::option);
    }
    footer(verb);
  }

  private void option(OptionSpec option) {
    String value = option.arity().max() == 0 ? "" : "=\\fI" + escaped(option.paramLabel()) + "\\fR";
    line(".TP\n\\fB" + escaped(String.join("\\fR, \\fB", option.names())) + "\\fR" + value);
    line(escaped(String.join(" ", option.description())));
  }

  private void description(CommandSpec spec) {
    line(escaped(String.join(" ", spec.usageMessage().description())));
  }

  /** What follows the options: paragraphs that end in a colon are headings of what is indented. */
  private void footer(CommandSpec spec) {
    line(".PP\n.nf");
    for (String text : spec.usageMessage().footer()) {
      line(escaped(text));
    }
    line(".fi");
  }

  private static String sentence(CommandSpec spec) {
    String first = spec.usageMessage().description()[0].replaceFirst("\\.$", "");
    return first.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + first.substring(1);
  }

  private void line(String text) {
    page.append(text).append('\n');
  }

  /** As roff wants text: its escapes doubled, minus signs that can be searched for. */
  private static String escaped(String text) {
    String plain = text.replace("\\fR", "\u0001").replace("\\fB", "\u0002");
    plain = plain.replace("\\", "\\e").replace("-", "\\-");
    plain = plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    return plain.replace("\u0001", "\\fR").replace("\u0002", "\\fB");
  }
}
