package dev.godwit.run.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.plan.Conflicts;
import dev.godwit.run.sync.Referee.Changed;
import dev.godwit.run.sync.Referee.Where;
import dev.godwit.verify.Fate;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Who wins when; writes the table of docs/strategies.md, with {@code -Dgodwit.rewrite=true}. */
class RefereeTest {
  private static final Path PAGE = Path.of("../docs/strategies.md");
  private static final String MARK = "<!-- who wins, written by RefereeTest -->\n";

  private static Fate differential(Conflicts rule, Changed changed, Where where) {
    return new Referee(rule, true, true).of(changed, where);
  }

  private static Fate incremental(Conflicts rule, Changed changed, Where where) {
    return new Referee(rule, false, false).of(changed, where);
  }

  @Test
  void whatOneSideChangedGoesToTheOtherOnlyWhereThatIsTheSource() {
    for (Conflicts rule : Conflicts.values()) {
      for (Where where : Where.values()) {
        assertThat(differential(rule, Changed.SOURCE, where)).isEqualTo(Fate.TAKE);
      }
      assertThat(incremental(rule, Changed.SOURCE, Where.TARGET)).isEqualTo(Fate.LEAVE);
    }
    assertThat(incremental(Conflicts.FAIL, Changed.TARGET, Where.BOTH)).isEqualTo(Fate.LEAVE);
    assertThat(differential(Conflicts.FAIL, Changed.TARGET, Where.BOTH)).isEqualTo(Fate.CONFLICT);
    assertThat(differential(Conflicts.TARGET, Changed.TARGET, Where.BOTH)).isEqualTo(Fate.KEEP);
  }

  @Test
  void whatIsSettledStaysUnlessTheSourceIsToWin() {
    for (Conflicts rule : Conflicts.values()) {
      Fate fate = rule == Conflicts.SOURCE ? Fate.TAKE : Fate.KEEP;
      assertThat(differential(rule, Changed.NEITHER, Where.BOTH)).isEqualTo(fate);
    }
  }

  @Test
  void nobodyGuessesWhereNothingIsKnown() {
    assertThat(differential(Conflicts.FAIL, Changed.UNKNOWN, Where.BOTH)).isEqualTo(Fate.CONFLICT);
    assertThat(differential(Conflicts.FAIL, Changed.UNKNOWN, Where.SOURCE)).isEqualTo(Fate.TAKE);
    assertThat(differential(Conflicts.FAIL, Changed.UNKNOWN, Where.TARGET))
        .isEqualTo(Fate.CONFLICT);
  }

  @Test
  void theManualSaysWhoWins() throws IOException {
    StringBuilder table = new StringBuilder("| since the last run |");
    for (Conflicts rule : Conflicts.values()) {
      table.append(" `").append(rule).append("` |");
    }
    table.append("\n|---|").append("---|".repeat(Conflicts.values().length)).append('\n');
    row(table, "the source changed a row", Changed.SOURCE, Where.BOTH);
    row(table, "the source made a row", Changed.SOURCE, Where.SOURCE);
    row(table, "the source deleted a row (1)", Changed.SOURCE, Where.TARGET);
    row(table, "the target changed a row (2)", Changed.TARGET, Where.BOTH);
    row(table, "the target made a row (2)", Changed.TARGET, Where.TARGET);
    row(table, "the target deleted a row", Changed.TARGET, Where.SOURCE);
    row(table, "both changed a row, or made one of the same key", Changed.BOTH, Where.BOTH);
    row(table, "the source changed it, the target deleted it", Changed.BOTH, Where.SOURCE);
    row(table, "the source deleted it, the target changed it (1)", Changed.BOTH, Where.TARGET);
    row(table, "neither: an earlier run settled it", Changed.NEITHER, Where.BOTH);
    row(table, "not known, and the rows differ", Changed.UNKNOWN, Where.BOTH);
    row(table, "not known, and only the target has it (1)", Changed.UNKNOWN, Where.TARGET);
    table.append(
        """

        (1) In an incremental run it stays, and is counted. (2) An incremental run by `fail` leaves it to the target, and names it.
        """);
    said(MARK, table.toString());
  }

  /** The file is written by NightsTest, see there. */
  @Test
  void theManualSaysHowManyNightsWereTried() throws IOException {
    Properties tried = new Properties();
    try (Reader file = Files.newBufferedReader(PAGE.resolveSibling("nights.properties"))) {
      tried.load(file);
    }
    said(
        "<!-- nights, written by RefereeTest -->\n",
        """
        Tried so far: %s rounds of eight nights, %s runs, %s more killed, at commit %s; `docs/nights.properties` says which seeds.
        """
            .formatted(
                tried.getProperty("rounds"),
                tried.getProperty("runs"),
                tried.getProperty("kills"),
                tried.getProperty("commit")));
  }

  private static void said(String mark, String text) throws IOException {
    String page = Files.readString(PAGE);
    int from = page.indexOf(mark) + mark.length();
    int to = page.indexOf("<!-- end -->\n", from);
    if (Boolean.getBoolean("godwit.rewrite")) {
      Files.writeString(PAGE, page.substring(0, from) + text + page.substring(to));
    } else {
      assertThat(page.substring(from, to)).isEqualTo(text);
    }
  }

  private static void row(StringBuilder table, String what, Changed changed, Where where) {
    table.append("| ").append(what).append(" |");
    for (Conflicts rule : Conflicts.values()) {
      table.append(' ').append(words(differential(rule, changed, where), where)).append(" |");
    }
    table.append('\n');
  }

  private static String words(Fate fate, Where where) {
    return switch (fate) {
      case TAKE -> where == Where.TARGET ? "it goes" : "source";
      case KEEP, LEAVE -> where == Where.SOURCE ? "it stays away" : "target";
      case LATER -> "the later";
      case MERGE -> "both, by column";
      case CONFLICT -> "refused";
      case SAME -> "";
    };
  }
}
