package dev.godwit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.report.Report;
import dev.godwit.report.ReportBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparedTextTest {
  @Test
  void aRowThatTakesSecondsToBeFoundIsNotSaidToTakeForever() {
    Report report =
        ReportBuilder.of("1", "migrate", "full", "a.json", "b.db")
            .readSpeed(List.of(new Report.ReadSpeed("t", "lookup", 0.49, 12_345.6)))
            .build();
    List<String> lines = new ArrayList<>();

    ComparedText.speeds(report, lines::add);

    assertThat(lines).last().isEqualTo("  t, by key: source 0.5, target 12,346");
  }
}
