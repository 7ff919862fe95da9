package dev.godwit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes the tables of docs/problems.md, with {@code -Dgodwit.rewrite=true}; else compares. */
class ProblemKindTest {
  private static final Path PAGE = Path.of("../docs/problems.md");

  @Test
  void theManualSaysWhatEachKindMeansAndTheWaysOut() throws IOException {
    StringBuilder kinds = new StringBuilder("| kind | means | ways out |\n|---|---|---|\n");
    for (ProblemKind kind : ProblemKind.values()) {
      String ways = kind.ways() == null ? "" : kind.ways();
      kinds.append("| `%s` | %s | %s |\n".formatted(kind, kind.means(), ways));
    }
    isInTheManual("<!-- kinds, written by ProblemKindTest -->\n", kinds.toString());
  }

  @Test
  void theManualSaysWhichExitCodeEachVerdictHas() throws IOException {
    StringBuilder verdicts =
        new StringBuilder("| verdict | exit code | with `--require exact` |\n|---|---|---|\n");
    for (Verdict v : Verdict.values()) {
      verdicts.append("| `%s` | %d | %d |\n".formatted(v, v.exitCode(false), v.exitCode(true)));
    }
    isInTheManual("<!-- verdicts, written by ProblemKindTest -->\n", verdicts.toString());
  }

  private static void isInTheManual(String mark, String table) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(mark) + mark.length();
    int to = page.indexOf("<!-- end -->\n", from);
    if (Boolean.getBoolean("godwit.rewrite")) {
      Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(table);
    }
  }
}
