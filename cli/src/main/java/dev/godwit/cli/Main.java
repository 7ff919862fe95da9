package dev.godwit.cli;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.cli.manual.Groups;
import dev.godwit.cli.settings.Settings;
import dev.godwit.cli.settings.SettingsFile;
import dev.godwit.cli.settings.StoreVariables;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program {@code godwit}. */
@Command(
    name = "godwit",
    description = "Moves an application's data from SQLite to PostgreSQL, exactly or not at all.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "VERB",
    usageHelpAutoWidth = false,
    footer = {
      "",
      "A STORE is a path, sqlite:PATH, json:PATH, postgresql://user@host:port/database?schema=s, a"
          + " JDBC URL, or env:NAME for one that a variable holds. json:- and csv:- are standard input"
          + " and output.",
      "",
      "Options may also stand in godwit.yml in the folder, and in variables: GODWIT_ON_MISFIT is"
          + " --on-misfit. godwit config says what comes from where.",
      "",
      "Examples:",
      "  godwit                                     asks what to do, at a terminal",
      "  godwit plan --from app.db --to env:DATABASE_URL",
      "  godwit help migrate"
    })
public final class Main implements Runnable {
  /** Answered at once: who asks may do so before each run. */
  private static final Set<String> VERSION_ASKED = Set.of("--version", "-V");

  /** Verbs that settings are no options of. */
  private static final Set<String> ABOUT_ITSELF = Set.of("config", "doctor", "completion", "help");

  private static final List<Class<?>> VERBS =
      List.of(
          InspectCommand.class,
          SchemaCommand.class,
          PlanCommand.class,
          MigrateCommand.class,
          VerifyCommand.class,
          DiffCommand.class,
          ExportCommand.class,
          ProfilesCommand.class,
          HistoryCommand.class,
          RollbackCommand.class,
          CutoverCommand.class,
          SampleCommand.class,
          DaemonCommand.class,
          ConfigCommand.class,
          DoctorCommand.class,
          CompletionCommand.class,
          HelpCommand.class);

  /** Those whose standard output is a report for people, and not what somebody asked to have. */
  private static final Set<String> REPORTING =
      Set.of("plan", "migrate", "verify", "diff", "rollback", "cutover");

  /** As many options as a synopsis can name. */
  private static final int FEW = 8;

  private static final String[] EXIT_CODES = {
    "",
    "Exit codes:",
    "  0  done: exact, or merged by a rule",
    "  1  failed: something broke; nothing was kept",
    "  2  usage: the call was wrong",
    "  3  refused, different, or done with rows rejected",
    "  130, 143, 129  ended by INT, TERM or HUP; what was not committed was undone"
  };

  private Surroundings surroundings;
  private final Secrets secrets = new Secrets();
  private final Ending ending = new Ending();
  private final Streams streams = new Streams(this);
  private String kept = "";
  private List<String> typed = List.of();
  @Spec private CommandSpec spec;

  @Option(names = "--yes", description = "Ask nothing, at a terminal either.")
  @SuppressWarnings("UnusedVariable") // Whoever writes it has said more than nothing.
  private boolean yes;

  @Option(
      names = "--trace",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Write the stack trace of a failure to this file: for a report of a defect.")
  private Path trace;

  private static final Pattern STACK =
      Pattern.compile("[\\w.$]+(Exception|Error|Death|Throwable)\\b");

  Main(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
    // What a person has to know is in the report and in messages; libraries only chatter.
    LogManager.getLogManager().reset();
    Logger.getLogger("").setLevel(Level.OFF);
    if (args.length == 1 && VERSION_ASKED.contains(args[0])) {
      Surroundings.ofProcess().out().println(String.join(System.lineSeparator(), Version.lines()));
      return;
    }
    if (args.length > 1) {
      prepare();
    }
    Main main = new Main(Surroundings.ofProcess());
    main.ending.watch(main.surroundings.err());
    int code = main.execute(args);
    main.ending.over();
    System.exit(code);
  }

  /** A verb with something to work on: what it needs loads while the command line is read. */
  private static void prepare() {
    Thread thread = new Thread(Stores::prepare, "godwit-prepare");
    thread.setDaemon(true);
    thread.start();
  }

  /** Runs one command line; returns its exit code. */
  public static int run(Surroundings surroundings, String... args) {
    return new Main(surroundings).execute(args);
  }

  /** The program with all its verbs, to be looked at. */
  public static CommandLine program() {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Main(Surroundings.of(nowhere, nowhere, false, 80, Map.of())).commandLine("");
  }

  private int execute(String... args) {
    if (args.length == 0 && surroundings.answers() != null) {
      try {
        return new Dialog(surroundings).lead(this::execute);
      } catch (GodwitException e) {
        return failed(e);
      }
    }
    String verb = args.length == 0 ? "" : args[0];
    typed = List.of(args);
    int code;
    try (streams) {
      CommandLine line = commandLine(verb);
      Settings.Line completed =
          ABOUT_ITSELF.contains(verb)
              ? new Settings.Line(List.of(args), List.of(), null)
              : settings(line).complete(args);
      say(completed);
      List<String> words = StoreVariables.resolved(completed.words(), surroundings.environment());
      code = line.execute(words.toArray(String[]::new));
    } catch (GodwitException | Error e) {
      code = failed(e);
    }
    surroundings.out().flush();
    surroundings.err().flush();
    return code;
  }

  /** What a command line may leave out; {@code line} knows its verb. */
  Settings settings(CommandLine line) {
    SettingsFile file = SettingsFile.in(surroundings.folder());
    // Only who has a file needs to know the options of every verb.
    CommandSpec program = (file.isEmpty() ? line : commandLine("")).getCommandSpec();
    return new Settings(file, surroundings.environment(), program);
  }

  /** Names the file that was used, where a person reads: beside a report, or on standard error. */
  private void say(Settings.Line line) {
    if (!line.remark().isEmpty()) {
      List<String> words = line.words();
      boolean report =
          REPORTING.contains(words.get(0))
              && !words.contains("--json")
              && words.stream().noneMatch(Streams::isNamedBy);
      (report ? surroundings.out() : surroundings.err()).println(Shown.line(line.remark()));
    }
  }

  /**
   * All verbs; or, where one is called by its name, that one alone: each takes its time to read.
   */
  CommandLine commandLine(String verb) {
    CommandLine line = new CommandLine(this);
    List<Class<?>> called = VERBS.stream().filter(c -> name(c).equals(verb)).toList();
    (called.isEmpty() ? VERBS : called).forEach(line::addSubcommand);
    line.getSubcommands().values().forEach(v -> complete(v.getCommandSpec()));
    append(line.getCommandSpec(), EXIT_CODES);
    line.setOut(surroundings.out()).setErr(surroundings.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setParameterExceptionHandler(this::misused);
    line.setExecutionStrategy(
        parsed -> {
          Usage.requireWords(parsed);
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setExecutionExceptionHandler((e, l, parsed) -> failed(e));
    return line;
  }

  private static void complete(CommandSpec verb) {
    Groups.show(verb);
    verb.usageMessage().abbreviateSynopsis(verb.options().size() > FEW);
    append(verb, EXIT_CODES);
  }

  private static void append(CommandSpec spec, String... lines) {
    List<String> footer = new ArrayList<>(List.of(spec.usageMessage().footer()));
    footer.addAll(List.of(lines));
    spec.usageMessage().footer(footer.toArray(String[]::new));
  }

  private static String name(Class<?> verb) {
    return verb.getAnnotation(Command.class).name();
  }

  private int misused(CommandLine.ParameterException e, String[] args) {
    String verb = e.getCommandLine().getCommandSpec().qualifiedName(" ");
    CommandLine all = commandLine("");
    String meant = Usage.meant(e.getCommandLine().getCommandSpec(), all.getCommandSpec(), args);
    say(Shown.lines(meant == null ? e.getMessage() : meant) + "\nSee: " + verb + " --help");
    return Exit.USAGE;
  }

  private int failed(Throwable e) {
    traced(e);
    if (ending.isAsked()) {
      say("ended by a signal" + (kept.isEmpty() ? "" : ": " + kept));
      return Exit.FAILED;
    }
    if (e instanceof GodwitException known) {
      say(Shown.lines(known.getMessage()));
      return Exit.of(known.reason());
    }
    if (e instanceof CommandLine.ParameterException misuse) {
      return misused(misuse, new String[0]);
    }
    if (e instanceof InvalidPathException name) {
      say(
          Shown.line(
              name.getInput()
                  + " cannot be the name of a file here: this locale (LANG, LC_ALL) lacks signs of"
                  + " it; LC_ALL=C.UTF-8 has them all"));
      return Exit.USAGE;
    }
    say(
        Shown.line(
            "a defect of Godwit: "
                + e
                + ". Please report it on the page of issues where you got Godwit, with this line,"
                + " what godwit doctor says"
                + (trace == null
                    ? ", and the file of a second run with --trace FILE"
                    : ", and " + trace)));
    return Exit.FAILED;
  }

  /** What went wrong, for those who mend it; passwords are hidden there as well. */
  private void traced(Throwable e) {
    if (trace == null) {
      return;
    }
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    try {
      OwnFile.requireOurs(trace, STACK);
      Files.deleteIfExists(trace);
      OwnFile.create(trace);
      Files.writeString(trace, secrets.hide(text.toString()));
    } catch (IOException | GodwitException problem) {
      say(Shown.line("--trace: " + trace + " cannot be written: " + problem.getMessage()));
    }
  }

  /** Tells the person why it ends. */
  void say(String message) {
    surroundings.err().println("godwit: " + secrets.hide(message));
  }

  /** What a verb leaves behind where a signal ends it, in a few words. */
  void leaves(String what) {
    kept = what;
  }

  /** The command line as a person wrote it. */
  List<String> typed() {
    return typed;
  }

  /** Standard input and output, where they are stores. */
  Streams streams() {
    return streams;
  }

  /** Leaves standard output to rows. */
  void sayBeside() {
    surroundings = surroundings.beside();
  }

  /** What ends it in order. */
  Ending ending() {
    return ending;
  }

  /** The engine. */
  Godwit engine(Progress progress) {
    return ending.engine(progress);
  }

  Surroundings surroundings() {
    return surroundings;
  }

  Secrets secrets() {
    return secrets;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which verb?");
  }
}
