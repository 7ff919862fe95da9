package dev.godwit.store;

import dev.godwit.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Computes expressions over rows, in the words and by the rules of an engine. Not thread-safe. */
public interface Computing extends AutoCloseable {
  /** What came of one row: the values, one an expression, or why there are none. */
  record Result(Row values, String refusal) {}

  /** What came of rows asked together: a result for each, or, where one has none, why. */
  record Answer(List<Result> results, String refusal) {
    /** All have values. */
    public static Answer of(List<Result> results) {
      return new Answer(results, null);
    }

    /** One of them has none; its results are null. */
    public static Answer refused(String why) {
      return new Answer(null, why);
    }
  }

  /**
   * One result for each row, in their order, in the forms of the columns asked for.
   *
   * @throws dev.godwit.model.GodwitException where an expression is none
   */
  List<Result> of(List<Row> rows);

  /** Halving finds the rows that an engine refuses; one question is enough for all the others. */
  static List<Result> halving(List<Row> rows, Function<List<Row>, Answer> ask) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Answer answer = ask.apply(rows);
    if (answer.refusal() == null) {
      return answer.results();
    }
    if (rows.size() == 1) {
      return List.of(new Result(null, answer.refusal()));
    }
    int half = rows.size() / 2;
    List<Result> result = new ArrayList<>(halving(rows.subList(0, half), ask));
    result.addAll(halving(rows.subList(half, rows.size()), ask));
    return result;
  }

  @Override
  void close();
}
