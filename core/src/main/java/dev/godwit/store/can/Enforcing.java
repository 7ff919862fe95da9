package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.store.Intent;
import dev.godwit.store.Judge;
import dev.godwit.store.Loading;
import dev.godwit.store.Reached;
import dev.godwit.store.Trial;
import java.util.List;
import java.util.Optional;

/**
 * Takes no row that breaks a rule of its own, even where its columns do not tell the rule: a row
 * may refer only to rows that are there.
 */
public interface Enforcing {
  /** What has to judge rows of these columns, which are its own; nothing where that is known. */
  Optional<Judge> judge(List<Column> columns);

  /**
   * A table to try rows on that are meant for one of the target's, which is neither written to nor
   * locked for longer than it takes to look at it. Those refused are told to {@code arrivals}.
   * Close it before another is asked for.
   */
  Trial trial(Intent intent, Loading.Arrivals arrivals);

  /**
   * What stands against a run by the target's catalog, such as names that are taken or rights that
   * lack: all of it, none where nothing is known. Asks only; writes and locks nothing.
   */
  List<Problem> objections(List<Intent> intents);

  /**
   * Tables beside these that cannot stay as they are where these are emptied, and what these reach
   * in turn: each once, those first that are nearest.
   */
  List<Reached> reach(List<Table> emptied);
}
