package dev.godwit.cli;

import dev.godwit.cli.settings.Setting;
import dev.godwit.cli.settings.SettingsFile;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/** What is asked of a person who starts the program at a terminal and says nothing else. */
final class Dialog {
  private final Surroundings surroundings;

  Dialog(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Asks, shows each command before it is run by {@code runs}, and returns the last's code. */
  int lead(ToIntFunction<String[]> runs) {
    Map<String, Setting> settings = SettingsFile.in(surroundings.folder()).settings(null);
    say("Moves a database, exactly or not at all. Three questions; Ctrl-C ends it.");
    String from = needed("Where is the data? A file, or postgresql://user@host/database", settings);
    String to =
        place(
            asked(
                "Where is it to go? The same, or nothing for a PostgreSQL of your own",
                known(settings.get("to"))));
    boolean first = yes("Try it first? Nothing is written then", true);
    List<String> stores = new ArrayList<>(List.of("--from", from));
    if (!to.isEmpty()) {
      stores.addAll(List.of("--to", to));
    }
    if (first) {
      int code = run(runs, "plan", stores);
      if (code != Exit.EXACT || !yes("Do it now?", false)) {
        return code;
      }
    }
    if (Files.isWritable(surroundings.folder().toAbsolutePath())) {
      stores.addAll(List.of("--report", page()));
    }
    return run(runs, "migrate", stores);
  }

  /** A page to look at afterwards, beside whatever is there already. */
  private String page() {
    Path folder = surroundings.folder();
    String name = "godwit-report.html";
    for (int i = 2; Files.exists(folder.resolve(name)); i++) {
      name = "godwit-report-" + i + ".html";
    }
    boolean here = folder.toAbsolutePath().equals(Path.of("").toAbsolutePath());
    return here ? name : folder.resolve(name).toString();
  }

  private int run(ToIntFunction<String[]> runs, String verb, List<String> stores) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(stores);
    say("");
    say(
        "godwit "
            + words.stream()
                .map(Ahead::withoutPassword)
                .map(Shell::word)
                .collect(Collectors.joining(" ")));
    say("");
    return runs.applyAsInt(words.toArray(String[]::new));
  }

  private String needed(String question, Map<String, Setting> settings) {
    while (true) {
      String answer = place(asked(question, known(settings.get("from"))));
      if (answer.isEmpty()) {
        throw GodwitException.usage("no source is named; godwit help says what else it can do");
      }
      boolean path = !answer.contains(":") && !answer.contains(",");
      if (!path || Files.exists(surroundings.folder().resolve(answer))) {
        return answer;
      }
      say("  " + answer + " is not there; a path from " + Path.of("").toAbsolutePath() + " on?");
    }
  }

  /** As a shell would have read it. */
  private static String place(String answer) {
    String plain = answer.replaceFirst("^(['\"])(.*)\\1$", "$2");
    return plain.startsWith("~/") ? System.getProperty("user.home") + plain.substring(1) : plain;
  }

  private static String known(Setting setting) {
    return setting == null ? "" : String.join(",", setting.values());
  }

  private boolean yes(String question, boolean usual) {
    String answer = asked(question + (usual ? " [Y/n]" : " [y/N]"), "");
    return answer.isEmpty() ? usual : answer.toLowerCase(java.util.Locale.ROOT).startsWith("y");
  }

  private String asked(String question, String usual) {
    surroundings.err().print(question + (usual.isEmpty() ? ": " : " [" + usual + "]: "));
    surroundings.err().flush();
    try {
      String line = surroundings.answers().readLine();
      if (line == null) {
        throw GodwitException.usage("nobody answers; name a verb, see godwit --help");
      }
      return line.isBlank() ? usual : line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String line) {
    surroundings.err().println(line);
  }
}
