package dev.godwit.flyway;

import dev.godwit.model.Shell;
import dev.godwit.model.Shown;
import dev.godwit.report.Report;
import dev.godwit.report.TableReport;
import java.util.Locale;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogFactory;

/** Tells the reader of Flyway's log what the import did. Never a value of a row. */
final class ImportLog {
  private static final Log LOG = LogFactory.getLog(SqliteImport.class);

  private ImportLog() {}

  static void nothing() {
    LOG.info("Godwit: flyway.godwit.source is none, so there was nothing to import");
  }

  static void ownTransaction() {
    LOG.warn(
        "Godwit: flyway.executeInTransaction is false, so the rows commit in a transaction of their"
            + " own, before Flyway's history row");
  }

  static void notForgotten(Exception e) {
    LOG.warn("Godwit: its history of the cleaned schema is still there: " + e.getMessage());
  }

  static void report(Report report) {
    report.tables().forEach(t -> LOG.info("Godwit: " + table(t)));
    report
        .filled()
        .forEach(
            f ->
                LOG.info(
                    "Godwit: "
                        + f.table()
                        + "."
                        + f.column()
                        + " filled in "
                        + Shown.count(f.rows(), "row")
                        + " that had none"));
    report.leftOut().forEach(l -> LOG.info("Godwit: left out " + l.table() + ": " + l.why()));
    report.warnings().forEach(w -> LOG.warn("Godwit: " + w));
    if (report.rejected() > 0) {
      LOG.warn(
          "Godwit: "
              + Shown.count(report.rejected(), "row")
              + " did not fit and went to godwit.quarantine, whole and with the reason: SELECT *"
              + " FROM godwit.quarantine WHERE migration_id = '"
              + report.migrationId()
              + "'");
    }
    LOG.info(
        String.format(
            Locale.ROOT,
            "Godwit: %s in %d tables, %s, in %.1f s (migration %s)",
            Shown.count(report.copied(), "row"),
            report.tables().size(),
            report.verdict(),
            report.seconds(),
            report.migrationId()));
    LOG.info("Godwit: " + Shell.rollback(report.to(), report.migrationId()) + " takes it back");
  }

  private static String table(TableReport t) {
    return t.name()
        + (t.name().equals(t.target()) ? "" : " -> " + t.target())
        + ": "
        + Shown.count(t.copied(), "row")
        + (t.rejected() == 0 ? "" : ", " + t.rejected() + " quarantined")
        + ", digest "
        + t.digest();
  }
}
