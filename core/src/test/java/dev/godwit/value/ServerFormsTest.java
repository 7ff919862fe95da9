package dev.godwit.value;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.TypeSamples.Sample;
import dev.godwit.value.TypeSamples.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coercions to PostgreSQL's types, without a server; TypesTest asks one about the same values. */
class ServerFormsTest {
  private static final ColumnType ANY = ColumnType.of(Kind.ANY, "");

  private final Row from = new Row(1);
  private final Row to = new Row(1);

  private Outcome apply(ColumnType type, String text) {
    from.setText(0, text);
    return Coercions.of(ANY, type, CoercionRules.DEFAULT).apply(from, 0, to, 0);
  }

  @Test
  void eachSpellingBecomesWhatTheServerPrints() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (Value value : sample.values()) {
        Outcome outcome = apply(sample.known(), value.sent());
        boolean ours = !sample.known().nature().isJudged() || sample.known().kind() != Kind.NATIVE;
        String got =
            outcome.isMisfit()
                ? outcome.reason()
                : to.isNull(0) ? "NULL" : ServerText.of(sample.known(), to, 0);
        if (outcome.isMisfit() || ours && !got.equals(value.printed())) {
          wrong.add(sample.type() + ": " + value.sent() + " becomes " + got);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatTheServerPrintsIsTakenAsItIs() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (Value value : sample.values()) {
        if (sample.known().kind() == Kind.NATIVE
            && apply(sample.known(), value.printed()) != Outcome.SAME) {
          wrong.add(sample.type() + ": " + value.printed());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everythingElseIsAMisfit() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (String text : sample.misfits()) {
        if (!sample.isJudged() && !apply(sample.known(), text).isMisfit()) {
          wrong.add(sample.type() + ": " + text + " becomes " + to.value(0));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
