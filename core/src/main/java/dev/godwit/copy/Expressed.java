package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.ExpressionTypes;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Computing;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Calculating;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.coerce.Coercions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A source's rows with the values of the rules' expressions behind their cells, computed by the
 * target batch by batch, each twice. Not thread-safe; asks through the target's own connection.
 */
final class Expressed implements Rows {
  private static final int BATCH = 500;
  private static final long BYTES = 4L << 20;
  private static final byte[] NONE = new byte[0];
  private static final Outcome FAILS =
      Outcome.misfit("the expression cannot be computed for its row");

  /** A row with its values, and where it stands. */
  private record Waiting(Row row, Position position) {}

  private final Rows rows;
  private final TableCopy copy;
  private final List<ColumnCopy> wanted;
  private final List<Column> read;
  private final List<Column> given;
  private final List<Coercion> coercions;
  private final Computing computing;
  private List<Waiting> batch = new ArrayList<>();
  private int at = -1;
  private boolean ended;

  private Expressed(Rows rows, TableCopy copy, Computing computing, List<Column> given) {
    this.rows = rows;
    this.copy = copy;
    this.computing = computing;
    this.given = given;
    this.wanted = copy.expressed();
    this.read = copy.sourceColumns();
    this.coercions = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      coercions.add(Coercions.of(read.get(i).type(), given.get(i).type(), CoercionRules.DEFAULT));
    }
  }

  /** The rows themselves where no rule has an expression. */
  static Rows over(Rows rows, TableCopy copy, Source target) {
    if (copy.expressed().isEmpty()) {
      return rows;
    }
    List<Column> given = ExpressionTypes.given(copy);
    List<Column> wanted = ExpressionTypes.wanted(copy);
    Optional<Computing> computing =
        Optional.ofNullable(target)
            .flatMap(t -> t.as(Calculating.class))
            .map(c -> c.computing(given, wanted));
    if (computing.isEmpty()) {
      ColumnCopy first = copy.expressed().get(0);
      throw refused(copy, first, "rule expression: this target computes none", "use another rule");
    }
    return new Expressed(rows, copy, computing.get(), given);
  }

  /** The coercion of an expression's value, which counts as made by it. */
  static Coercion coercion(ColumnCopy column) {
    Coercion rest =
        Coercions.of(ExpressionTypes.wide(column.to().type()), column.to().type(), column.rules());
    return (from, i, to, j) -> {
      if (from.storageClass(i) == Row.BLOB && from.bytes(i) == NONE) {
        return FAILS;
      }
      Outcome outcome = rest.apply(from, i, to, j);
      return outcome.isMisfit() ? outcome : Outcome.by(Conversion.EXPRESSION).and(outcome);
    };
  }

  private static GodwitException refused(
      TableCopy copy, ColumnCopy column, String message, String hint) {
    return GodwitException.refused(
        "an expression of the rules cannot be used:",
        List.of(
            Problem.of(ProblemKind.RULE)
                .at(copy.from().name(), column.name())
                .says(message, hint)));
  }

  @Override
  public boolean next() {
    if (++at < batch.size()) {
      return true;
    }
    fill();
    at = 0;
    return !batch.isEmpty();
  }

  private void fill() {
    batch = new ArrayList<>();
    List<Row> asked = new ArrayList<>();
    long bytes = 0;
    while (batch.size() < BATCH && bytes < BYTES && !ended) {
      ended = !rows.next();
      if (!ended) {
        bytes += rows.row().length();
        Row wide = new Row(read.size() + wanted.size());
        for (int i = 0; i < read.size(); i++) {
          wide.copy(i, rows.row(), i);
        }
        batch.add(new Waiting(wide, rows.position()));
        asked.add(asked(wide));
      }
    }
    if (!batch.isEmpty()) {
      compute(asked);
    }
  }

  /** The row as the expression sees it; null where one of its values is not of its type. */
  private Row asked(Row row) {
    Row result = new Row(given.size());
    for (int i = 0; i < given.size(); i++) {
      if (coercions.get(i).apply(row, i, result, i).isMisfit()) {
        return null;
      }
    }
    return result;
  }

  private void compute(List<Row> asked) {
    List<Row> known = asked.stream().filter(r -> r != null).toList();
    List<Row> first = computed(known);
    List<Row> second = computed(known);
    int next = 0;
    for (int r = 0; r < asked.size(); r++) {
      Row values = null;
      if (asked.get(r) != null) {
        values = first.get(next);
        requireSame(values, second.get(next++));
      }
      for (int i = 0; i < wanted.size(); i++) {
        if (values == null) {
          batch.get(r).row().setBlob(read.size() + i, NONE);
        } else {
          batch.get(r).row().copy(read.size() + i, values, i);
        }
      }
    }
  }

  private List<Row> computed(List<Row> known) {
    try {
      return computing.of(known);
    } catch (GodwitException e) {
      throw refused(copy, wanted.get(0), "rule expression: " + e.getMessage(), "mend it");
    }
  }

  private void requireSame(Row first, Row second) {
    for (int i = 0; i < wanted.size(); i++) {
      boolean same = first == null ? second == null : second != null && first.same(i, second, i);
      if (!same) {
        String message = "rule expression: it gives another value the second time";
        throw refused(copy, wanted.get(i), message, "let it depend on the row alone");
      }
    }
  }

  @Override
  public Row row() {
    return batch.get(at).row();
  }

  @Override
  public Position position() {
    return batch.get(at).position();
  }

  @Override
  public void close() {
    try {
      rows.close();
    } finally {
      computing.close();
    }
  }
}
