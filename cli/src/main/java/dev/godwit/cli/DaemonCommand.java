package dev.godwit.cli;

import dev.godwit.cli.daemon.Daemon;
import dev.godwit.cli.daemon.StartCheck;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Shown;
import dev.godwit.startup.Application;
import dev.godwit.startup.DatabaseConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Serves TeleClaude's sessions from the database that a configuration names. */
@Command(
    name = "daemon",
    description = {
      "Serves TeleClaude's sessions over HTTP, on this machine only, from the SQLite or PostgreSQL"
          + " database that a configuration names: GET /health, GET /sessions, GET /sessions/ID,"
          + " POST /sessions. The tables are brought up to date first. Ends with SIGTERM."
    },
    footer = {"", "Example:", "  godwit daemon --config config.yml --check"})
final class DaemonCommand extends Verb {
  private static final String PORT = "8421";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description =
          "config.yml with a section database:, read with teleclaude.yml, .env and"
              + " secrets.yml beside it and the variables TELECLAUDE_DB_...")
  private Path config;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = PORT,
      description = "Where to listen, 0 for any port that is free; default " + PORT + ".")
  private int port;

  @Option(
      names = "--check",
      description = "Only say whether it could start: loads, connects, compares. Writes nothing.")
  private boolean check;

  @Override
  public Integer call() throws InterruptedException {
    if (port < 0 || port > 65_535) {
      throw GodwitException.usage("--port takes a number from 0 to 65535");
    }
    DatabaseConfig database =
        DatabaseConfig.load(Application.TELECLAUDE, config, main.surroundings().environment());
    if (database.server().password() != null) {
      main.secrets().add(database.server().password().reveal());
    }
    return check ? check(database) : serve(database);
  }

  private int check(DatabaseConfig database) {
    StartCheck result = StartCheck.of(database);
    result.findings().forEach(f -> main.surroundings().out().println(f));
    if (result.canStart()) {
      main.surroundings().out().println("the daemon can start");
      return Exit.EXACT;
    }
    result.problems().forEach(main::say);
    return Exit.REFUSED;
  }

  private int serve(DatabaseConfig database) throws InterruptedException {
    Daemon daemon = Daemon.start(database, port, this::log);
    Thread stop = new Thread(daemon::close, "godwit-stop");
    main.ending().leave();
    Runtime.getRuntime().addShutdownHook(stop);
    main.surroundings().out().println("ready on http://127.0.0.1:" + daemon.port());
    main.surroundings().out().flush();
    return daemon.await() ? Exit.EXACT : Exit.FAILED;
  }

  private void log(String line) {
    main.surroundings()
        .err()
        .println(
            Instant.now().truncatedTo(ChronoUnit.SECONDS)
                + " "
                + Shown.line(main.secrets().hide(line)));
    main.surroundings().err().flush();
  }
}
