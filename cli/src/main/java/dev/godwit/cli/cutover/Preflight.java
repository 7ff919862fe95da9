package dev.godwit.cli.cutover;

import dev.godwit.cli.cutover.preflight.DaemonChecks;
import dev.godwit.cli.cutover.preflight.InstallationChecks;
import dev.godwit.cli.cutover.preflight.ServerChecks;
import dev.godwit.cli.cutover.preflight.Stillness;
import dev.godwit.cli.cutover.preflight.SystemChecks;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.GodwitException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All that is looked at before anything is written: first what is here, then the server. */
final class Preflight {
  private final Request request;
  private final InstallationChecks installation;
  private final List<Check> checks = new ArrayList<>();
  private Stillness before;

  Preflight(Request request) {
    this.request = request;
    this.installation = new InstallationChecks(request.profile(), request.places());
  }

  List<Path> databases() {
    return installation.databases();
  }

  List<Check> checks() {
    return checks;
  }

  boolean failed() {
    return checks.stream().anyMatch(Check::isFailed);
  }

  void local() {
    checks.addAll(installation.found());
    checks.addAll(new DaemonChecks(request.profile().daemon(), request.places()).all(databases()));
    checks.addAll(new SystemChecks(request.places()).all());
    if (failed()) {
      return;
    }
    try {
      before = Stillness.of(databases());
    } catch (GodwitException e) {
      checks.add(Check.failed("database", e.getMessage(), null));
      return;
    }
    if (request.profile().history() != null) {
      checks.add(installation.migrated());
    }
  }

  void server(Server server, boolean begun) {
    if (server == null) {
      checks.add(Check.ok("PostgreSQL", "one of your own is made and started"));
      return;
    }
    try (Connection connection = server.connect()) {
      checks.addAll(
          new ServerChecks(connection, request.force(), begun).all(server.importer().states()));
    } catch (SQLException e) {
      checks.add(
          Check.failed(
              "PostgreSQL",
              server.shown()
                  + " cannot be reached: "
                  + e.getMessage()
                  + " (SQLSTATE "
                  + e.getSQLState()
                  + ")",
              "see that it runs, that the database exists, and give the password with PGPASSWORD,"
                  + " .pgpass or --password-file"));
    }
  }

  /** After everything else has been looked at, so that time has passed. */
  void last(long bytesOfOutputs) {
    checks.add(installation.disk(bytesOfOutputs));
    if (before != null) {
      checks.add(before.again());
    }
  }
}
