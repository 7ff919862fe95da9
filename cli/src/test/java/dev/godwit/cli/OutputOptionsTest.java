package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands beside a report. */
class OutputOptionsTest {
  @Test
  void aRemarkOfSeveralLinesStandsApartFromTheReport() {
    StringWriter out = new StringWriter();
    PrintWriter printer = new PrintWriter(out);
    new OutputOptions()
        .remark(
            Surroundings.of(printer, printer, false, 80, Map.of()),
            "PostgreSQL runs: x\u001b[2J\n  stop it: kill");
    assertThat(out.toString().lines())
        .containsExactly("PostgreSQL runs: x\\x1b[2J", "  stop it: kill", "");
  }
}
