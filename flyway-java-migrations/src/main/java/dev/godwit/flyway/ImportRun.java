package dev.godwit.flyway;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Trace;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Rules;
import dev.godwit.plan.Scope;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.run.Safety;
import dev.godwit.store.Ledger;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.verify.Depth;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.api.migration.Context;

/** One import on Flyway's connection, which is neither closed nor, in a transaction, committed. */
final class ImportRun {
  private final ImportSettings settings;
  private final Told told;
  private final long start = System.nanoTime();

  ImportRun(ImportSettings settings, Told told) {
    this.settings = settings;
    this.told = told;
  }

  /** There is no SQLite database, and the user said so. */
  void nothing() {
    ImportLog.nothing();
    finished(report(Verdict.EXACT, "none", "", List.of()));
  }

  void migrate(Context context, Rules rules, Ledger history) {
    // A source may be another PostgreSQL; its URL's password is for nobody's eyes.
    String from = String.join(", ", settings.sources()).replaceAll("(//[^:/@,]*):[^@/,]*@", "$1@");
    Connection connection = context.getConnection();
    try {
      new Transaction(context).run(() -> run(connection, rules, history));
    } catch (GodwitException e) {
      Verdict verdict =
          switch (e.reason()) {
            case FAILED, UNANSWERED -> Verdict.FAILED;
            case REFUSED, USAGE -> Verdict.REFUSED;
          };
      failed(report(verdict, from, url(connection), e.problems()), e);
      throw e;
    }
  }

  private Report run(Connection connection, Rules rules, Ledger history) {
    if (settings.report() != null) {
      JsonReportFile.tryOut(Path.of(settings.report()));
    }
    try (Source source = Stores.sources(settings.sources(), null, rules);
        Trace trace = settings.debug() == null ? null : new Trace(Path.of(settings.debug()));
        Target target = PostgresStore.on(connection, settings.schema())) {
      Options options =
          Options.DEFAULT
              .with(rules.withOnMisfit(settings.onMisfit()).withZone(settings.zone()))
              .with(without(history.table(), source))
              .with(settings.owner())
              .with(settings.verify() == null ? Depth.DIGEST : settings.verify())
              .emptying(settings.emptying())
              .with(Safety.USUAL.keeping(settings.backup()).notedIn(in(history, connection)))
              .with(Pace.ofBatches(settings.batchRows()))
              .tracing(trace);
      List<Report> report = new ArrayList<>();
      // A listener that does not like the report undoes the rows, too.
      target.atomically(
          () -> {
            Godwit godwit = new Godwit(told.progress());
            told.begins(godwit);
            report.add(godwit.migrate(source, target, options));
            ImportLog.report(report.get(0));
            finished(report.get(0));
          });
      return report.get(0);
    }
  }

  private static Ledger in(Ledger history, Connection connection) {
    try {
      return history.schema().isEmpty()
          ? new Ledger(connection.getSchema(), history.table(), history.version())
          : history;
    } catch (SQLException e) {
      throw GodwitException.failed("the connection's schema is not known", e);
    }
  }

  /** A source that Flyway looked after has a history of its own, which must not reach this one. */
  private Scope without(String historyTable, Source source) {
    Scope scope = settings.scope();
    Optional<String> history =
        source.catalog().tables().stream()
            .map(Table::name)
            .filter(historyTable::equalsIgnoreCase)
            .findFirst();
    if (history.isEmpty()) {
      return scope;
    }
    Set<String> exclude = new HashSet<>(scope.exclude());
    exclude.add(history.get());
    return new Scope(scope.tables(), exclude);
  }

  private static String url(Connection connection) {
    try {
      return connection.getMetaData().getURL().replaceFirst("\\?.*", "");
    } catch (SQLException e) {
      // The connection broke; what broke it is being reported already.
      return "";
    }
  }

  private Report report(Verdict verdict, String from, String to, List<Problem> problems) {
    return ReportBuilder.of(null, "migrate", "full", from, to)
        .verdict(verdict)
        .seconds((System.nanoTime() - start) / 1e9)
        .problems(problems)
        .build();
  }

  /** What cannot be told any more must not hide what went wrong. */
  private void failed(Report report, GodwitException why) {
    try {
      finished(report);
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  private void finished(Report report) {
    if (settings.report() != null) {
      JsonReportFile.write(report, Path.of(settings.report()));
    }
    told.finished(report);
  }
}
