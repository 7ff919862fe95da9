package dev.godwit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Move;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.List;

/** What a plan says of a run, and what becomes of it: both have to say the same. */
public final class Agreement {
  private Agreement() {}

  /** Runs what a plan was made of, and whether both say that it works. */
  public static boolean of(String from, String to, Options options, Mode mode) {
    List<String> problems = plan(from, to, options, mode);
    String why = "";
    try {
      Moves.migrate(from, to, options, mode, Progress.NONE);
    } catch (GodwitException e) {
      why = e.getMessage();
    }
    assertThat(problems.isEmpty())
        .as("plan says " + problems + " of a run to " + to + ", " + mode + ", and it: " + why)
        .isEqualTo(why.isEmpty());
    return why.isEmpty();
  }

  /** What a plan says against a run; nothing where it works. */
  public static List<String> plan(String from, String to, Options options, Mode mode) {
    try (Source source = Stores.source(from, null, options.content().rules());
        Target target = Stores.target(to, null, options.content().rules())) {
      Move move = new Godwit(Progress.NONE).move(source, target, options);
      List<Problem> planned = move.plan().problems();
      boolean later = !mode.equals(Mode.FULL);
      List<Problem> problems =
          !planned.isEmpty()
              ? planned
              : later ? move.preview(mode).problems() : move.check().problems();
      return problems.stream().map(Problem::toString).toList();
    } catch (GodwitException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(GodwitException.Reason.REFUSED);
      return List.of(e.getMessage());
    }
  }
}
