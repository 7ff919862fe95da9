package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.cli.progress.Watch;
import dev.godwit.cli.report.Metrics;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import dev.godwit.report.TableReportBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job that runs every night asks of the command line. */
class NightlyTest {
  @TempDir Path folder;

  private static Report report(Verdict verdict) {
    return ReportBuilder.of("1", "migrate", "differential", "a", "b")
        .verdict(verdict)
        .tables(
            List.of(
                TableReportBuilder.of("a \"b\"\u001b", "t").rows(3, 2, 1).found(2, null).build()))
        .build();
  }

  @Test
  void aFailedRunKeepsTheTimeOfTheLastSuccess() throws IOException {
    Path file = folder.resolve("m.prom");
    new Metrics(file).write(report(Verdict.EXACT));
    String success = line(file, "godwit_last_success_timestamp_seconds ");
    assertThat(success).doesNotEndWith(" 0");
    new Metrics(file).write(report(Verdict.FAILED));
    assertThat(line(file, "godwit_last_success_timestamp_seconds ")).isEqualTo(success);
    assertThat(Files.readAllLines(file))
        .contains(
            "godwit_run_verdict{verdict=\"failed\",mode=\"differential\"} 1",
            "godwit_run_verdict{verdict=\"exact\",mode=\"differential\"} 0",
            "godwit_source_rows{table=\"a \\\"b\\\"\\\\x1b\"} 3",
            "godwit_lag_rows{table=\"a \\\"b\\\"\\\\x1b\"} 1");
  }

  private static String line(Path file, String begin) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(l -> l.startsWith(begin))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aRunWaitsForAnotherToEndAndNoLonger() {
    int[] tries = {0};
    Report done = report(Verdict.EXACT);
    assertThat(
            Patience.of("1m")
                .until(
                    () -> {
                      if (tries[0]++ == 0) {
                        throw GodwitException.inUse("in use");
                      }
                      return done;
                    },
                    Watch.silent()))
        .isSameAs(done);
    assertThatThrownBy(
            () ->
                Patience.of(null)
                    .until(
                        () -> {
                          throw GodwitException.inUse("in use");
                        },
                        Watch.silent()))
        .hasMessage("in use");
    assertThatThrownBy(() -> Patience.of("soon")).hasMessageContaining("10m for example");
  }
}
