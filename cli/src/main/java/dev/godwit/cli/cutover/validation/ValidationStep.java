package dev.godwit.cli.cutover.validation;

import dev.godwit.cli.cutover.profile.CutoverProfile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.cli.cutover.transfer.Importer;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Owner;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Looks at everything that the other steps made, as if it did not know how they ended. */
public final class ValidationStep implements Step {
  private final CutoverProfile profile;
  private final Places places;
  private final List<Path> databases;
  private final Importer importer;
  private final Owner migrating;
  private final Callable<Connection> connect;
  private Report compared;

  public ValidationStep(
      CutoverProfile profile,
      Places places,
      List<Path> databases,
      Importer importer,
      Owner migrating,
      Callable<Connection> connect) {
    this.profile = profile;
    this.places = places;
    this.databases = databases;
    this.importer = importer;
    this.migrating = migrating;
    this.connect = connect;
  }

  @Override
  public String name() {
    return "validation";
  }

  @Override
  public StepPlan plan() {
    return StepPlan.of(
        "compare every table's rows and digests with the sources; look at times, sequences,"
            + " orphans, owners, secrets and logs; see whether the daemon can start");
  }

  /** The tables as they were compared last, or null. */
  public Report compared() {
    return compared;
  }

  @Override
  public StepResult run(StepPlan plan) {
    List<Check> checks = new ArrayList<>();
    compared = importer.verify();
    checks.add(tables());
    compared.problems().forEach(p -> checks.add(Check.failed("tables", p.toString(), null)));
    try (Connection connection = connect.call()) {
      DataChecks data = new DataChecks(connection);
      checks.add(DateSurvey.of(databases, connection));
      checks.add(data.sequences());
      if (profile.validation() != null) {
        checks.addAll(data.orphans(profile.validation()));
      }
      if (profile.ownership() != null) {
        checks.addAll(data.owners(profile.ownership(), migrating));
      }
    } catch (SQLException e) {
      throw GodwitException.failed(
          "the database could not be asked: "
              + e.getMessage()
              + " (SQLSTATE "
              + e.getSQLState()
              + ")",
          e);
    } catch (GodwitException e) {
      throw e;
    } catch (Exception e) {
      throw GodwitException.failed("the database could not be asked: " + e, e);
    }
    if (profile.config() != null
        && Files.exists(places.target(profile.config().secrets().path()))) {
      checks.add(FileChecks.secrets(profile, places));
    }
    if (profile.daemon() != null) {
      if (profile.daemon().application() != null && profile.config() != null) {
        checks.add(DaemonStart.check(profile, places));
      }
      checks.add(FileChecks.logs(profile.daemon(), places));
      if (profile.daemon().check() != null) {
        checks.add(OwnCheck.run(profile.daemon().check(), places));
      }
    }
    return new StepResult(facts(checks), checks);
  }

  private Check tables() {
    long different =
        compared.tables().stream()
            .filter(
                t ->
                    t.digest() == Match.DIFFERENT
                        || t.targetRows() != t.sourceRows() - t.rejected())
            .count();
    String evidence =
        String.format(
            Locale.ROOT,
            "%d tables, %,d rows, %d in quarantine",
            compared.tables().size(),
            compared.sourceRows(),
            compared.rejected());
    return different == 0
        ? Check.ok("tables", evidence + ": the same on both sides")
        : Check.failed(
            "tables",
            evidence + "; " + different + " tables differ",
            "godwit verify names the rows");
  }

  private List<String> facts(List<Check> checks) {
    long failed = checks.stream().filter(Check::isFailed).count();
    List<String> facts = new ArrayList<>();
    facts.add(
        failed == 0
            ? "everything that was looked at is as it should be"
            : failed + " of " + checks.size() + " checks failed");
    if (profile.validation() != null) {
      profile.validation().byHand().forEach(h -> facts.add("by hand: " + h));
    }
    return facts;
  }
}
