package dev.godwit.cli.settings;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.Nearest;
import dev.godwit.postgres.session.PostgresUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that a command line leaves out and a variable or the folder's file has. What is
 * written goes before the variable, the variable before the file.
 */
public final class Settings {
  /** What somebody has to write each time: it empties tables, answers questions, runs code. */
  private static final Set<String> NEVER =
      Set.of("force", "yes", "salvage", "password", "allow-url-parameter", "help", "version");

  /** What says where rows come from and go to; no variable says that by itself. */
  private static final Set<String> STORES =
      Set.of("from", "to", "sqlite-path", "json-path", "connection-url");

  /** Options that exclude each other: where one is written, none of the others is taken. */
  private static final List<Set<String>> EXCLUSIVE =
      List.of(Set.of("profile", "locations"), Set.of("mode", "incremental", "resume", "since"));

  private final SettingsFile file;
  private final Map<String, String> environment;
  private final CommandSpec program;

  /** {@code program} has all verbs: it knows which options there are. */
  public Settings(SettingsFile file, Map<String, String> environment, CommandSpec program) {
    this.file = file;
    this.environment = environment;
    this.program = program;
  }

  /**
   * A command line, with what is to be taken from elsewhere.
   *
   * @param words the line, profiles of the file taken out
   * @param taken what was added to it
   * @param profile the file's profile that the line names, or null
   */
  public record Line(List<String> words, List<Setting> taken, String profile) {
    /** What is said of it in the first line of output; empty where nothing is. */
    public String remark() {
      List<String> origins = taken.stream().map(Setting::origin).distinct().toList();
      return origins.isEmpty() ? "" : "with settings of " + String.join(" and of ", origins);
    }
  }

  /** Fills in a command line, which begins with a verb. */
  public Line complete(String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    CommandLine verb = words.isEmpty() ? null : program.subcommands().get(words.get(0));
    if (verb == null) {
      return new Line(words, List.of(), null);
    }
    requireKnown();
    String profile = takeProfile(words);
    Map<String, Setting> all = new LinkedHashMap<>(file.settings(profile));
    List<Setting> taken = new ArrayList<>();
    Set<String> written = written(words);
    for (OptionSpec option : verb.getCommandSpec().options()) {
      String name = name(option);
      boolean open = !written.contains(name) && !option.usageHelp() && !option.versionHelp();
      Setting setting = open ? of(name, all) : null;
      if (setting != null && !setting.values().isEmpty()) {
        words.addAll(1, setting.words(option.arity().max() == 0));
        taken.add(setting);
      }
    }
    return new Line(words, taken, profile);
  }

  /** A variable's, else the file's; null where neither has it. */
  private Setting of(String name, Map<String, Setting> fromFile) {
    String variable = variable(name);
    String value = environment.get(variable);
    boolean none = value == null || value.isEmpty();
    if (none || name.equals("profile") && file.profiles().contains(value)) {
      return fromFile.get(name);
    }
    if (STORES.contains(name)) {
      throw GodwitException.usage(
          variable
              + " is set, and no variable chooses a store by itself; write --"
              + name
              + " env:"
              + variable);
    }
    if (NEVER.contains(name)) {
      throw GodwitException.usage(
          variable + " is set, and --" + name + " has to be written on the command line");
    }
    return new Setting(name, value.equals("false") ? List.of() : List.of(value), variable);
  }

  /** The variable that stands for an option. */
  public static String variable(String option) {
    return "GODWIT_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private void requireKnown() {
    Set<String> known = known();
    for (Setting setting : file.everything()) {
      String name = setting.name();
      if (NEVER.contains(name)) {
        throw GodwitException.usage(
            setting.origin()
                + ": "
                + name
                + " is never taken from a file; write it on the command"
                + " line"
                + (name.equals("password") ? ", or use PGPASSWORD or .pgpass" : ""));
      }
      if (!known.contains(name)) {
        throw GodwitException.usage(
            setting.origin()
                + ": there is no option "
                + name
                + "; did you mean "
                + Nearest.to(name, known)
                + "?");
      }
      if (STORES.contains(name) && setting.values().stream().anyMatch(Settings::hasPassword)) {
        throw GodwitException.usage(
            setting.origin()
                + ": "
                + name
                + " holds a password, which is never taken from a file;"
                + " use PGPASSWORD, .pgpass, --password-file, or env:NAME_OF_A_VARIABLE");
      }
    }
  }

  private static boolean hasPassword(String store) {
    return PostgresUrl.recognises(store) && !PostgresUrl.withoutPasswords(store).equals(store);
  }

  private Set<String> known() {
    Set<String> names = new TreeSet<>();
    for (CommandLine verb : program.subcommands().values()) {
      verb.getCommandSpec().options().forEach(o -> names.add(name(o)));
    }
    return names;
  }

  /** A profile that the file has is not one of an application's: the word is used up here. */
  private String takeProfile(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      boolean apart = words.get(i).equals("--profile") && i + 1 < words.size();
      String named =
          apart
              ? words.get(i + 1)
              : words.get(i).startsWith("--profile=") ? words.get(i).substring(10) : null;
      if (named != null && file.profiles().contains(named)) {
        words.remove(i);
        if (apart) {
          words.remove(i);
        }
        return named;
      }
      if (named != null) {
        return null;
      }
    }
    String variable = environment.getOrDefault(variable("profile"), "");
    return file.profiles().contains(variable) ? variable : null;
  }

  /** The options that are on the line, and those that these exclude. */
  private static Set<String> written(List<String> words) {
    Set<String> written = new TreeSet<>();
    for (String word : words.subList(1, words.size())) {
      if (word.equals("--")) {
        break;
      }
      if (word.startsWith("--")) {
        written.add(word.substring(2).split("=", 2)[0]);
      }
    }
    for (Set<String> options : EXCLUSIVE) {
      if (options.stream().anyMatch(written::contains)) {
        written.addAll(options);
      }
    }
    return written;
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
