package dev.godwit.cli.manual;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A verb's options by their headings. */
public final class Groups {
  private static final String OTHER = "Options";
  private static final String HELP = "Help";

  private Groups() {}

  /** Makes help show them so. */
  public static void show(CommandSpec verb) {
    verb.usageMessage()
        .sectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, help -> text(help, verb));
  }

  private static String text(Help help, CommandSpec verb) {
    StringBuilder text = new StringBuilder();
    of(verb)
        .forEach(
            (heading, options) -> {
              Help.Layout layout = help.createDefaultLayout();
              layout.addOptions(options, help.parameterLabelRenderer());
              text.append(System.lineSeparator()).append(heading).append(':');
              text.append(System.lineSeparator()).append(layout);
            });
    return text.toString();
  }

  /** The options that are shown, by heading, in the order in which they are declared. */
  public static Map<String, List<OptionSpec>> of(CommandSpec verb) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    for (OptionSpec option : verb.options()) {
      if (!option.hidden()) {
        groups.computeIfAbsent(heading(option), h -> new ArrayList<>()).add(option);
      }
    }
    List<OptionSpec> help = groups.remove(HELP);
    if (help != null) {
      groups.put(HELP, help);
    }
    return groups;
  }

  private static String heading(OptionSpec option) {
    if (option.usageHelp() || option.versionHelp()) {
      return HELP;
    }
    if (option.userObject() instanceof AnnotatedElement member) {
      Group own = member.getAnnotation(Group.class);
      Group all = ((Member) member).getDeclaringClass().getAnnotation(Group.class);
      return own != null ? own.value() : all != null ? all.value() : OTHER;
    }
    return OTHER;
  }
}
