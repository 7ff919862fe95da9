package dev.godwit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Plan;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.nio.file.Path;
import java.util.List;

/** A whole move, as tests make it. */
public final class Moves {
  private Moves() {}

  public static Report migrate(Path file, Database database, Options options) {
    return migrate(file.toString(), database.url(), options);
  }

  /** Moves by rules written as YAML. */
  public static Report migrate(Path file, Database database, String rules) {
    return migrate(file, database, Options.DEFAULT.with(RulesFile.parse(rules, "rules")));
  }

  /** Between stores by their names, as the rules say. */
  public static Report migrate(String from, String to, Options options) {
    try (Source source = Stores.source(from, null, options.content().rules());
        Target target = Stores.target(to, null, options.content().rules())) {
      return new Godwit(Progress.NONE).migrate(source, target, options);
    }
  }

  /** The same, which has to end as exact. */
  public static Report exactly(String from, String to, Options options) {
    Report report = migrate(from, to, options);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    return report;
  }

  /** Compares two stores by their names. */
  public static Report verify(String one, String other, Options options) {
    try (Source source = Stores.source(one, null);
        Source target = Stores.source(other, null)) {
      return new Godwit(Progress.NONE).verify(source, target, options);
    }
  }

  /** Moves in one of the modes. */
  public static Report migrate(
      String from, String to, Options options, Mode mode, Progress progress) {
    try (Source source = Stores.source(from, null);
        Target target = Stores.target(to, null)) {
      Godwit godwit = new Godwit(progress);
      Plan plan = godwit.plan(source, target, options);
      return godwit.migrate(plan, source, target, options, mode);
    }
  }

  public static Report migrate(List<Path> files, String url, Options options) {
    List<String> names = files.stream().map(Path::toString).toList();
    try (Source source = Stores.sources(names, null);
        Target target = Stores.target(url, null)) {
      return new Godwit(Progress.NONE).migrate(source, target, options);
    }
  }

  /** What a run changed of a table. */
  public static Report.Change changed(Report report, String table) {
    return report.changes().stream().filter(c -> c.table().equals(table)).findFirst().orElseThrow();
  }

  public static void assertCounts(Report r, String table, long in, long up, long del) {
    assertThat(changed(r, table))
        .as(table)
        .extracting("inserts", "updates", "deletes")
        .containsExactly(in, up, del);
  }
}
