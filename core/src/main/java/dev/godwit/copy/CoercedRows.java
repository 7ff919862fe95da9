package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.OnMisfit;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Enforcing;
import dev.godwit.value.Coercion;
import dev.godwit.value.Conversion;
import dev.godwit.value.Outcome;
import dev.godwit.value.coerce.Coercions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source's rows, each cell in its target kind's form. Rows that do not fit are handed to the
 * {@link TableRun}; once one has been refused for good, no further row comes out, but all are still
 * looked at, so that everything that is wrong is known at the end.
 */
class CoercedRows implements Rows {
  private static final int TICK = 5000;
  private static final String IS_NULL = "NULL in a NOT NULL column";
  private static final Outcome DEFAULTED = Outcome.by(Conversion.DEFAULT);

  private final Rows rows;
  private final TableRun run;
  private final Heard heard;
  private final Trace trace;
  private final List<ColumnCopy> copies;
  private final List<Column> sourceColumns;
  private final Coercion[] coercions;
  private final int[] from;
  private final Row constants;
  private final Row defaults;
  private final Remedies[] remedies;
  private final Row out;

  /** Rows that wait for the target's judgement; null where none is needed. */
  private final Undecided judged;

  private boolean ended;

  /** Tells somebody, every few thousand rows, how far a table is. */
  private static final class Heard {
    private final Progress progress;
    private final String table;
    private long ticked;
    private long bytes;

    Heard(Progress progress, String table) {
      this.progress = progress;
      this.table = table;
    }

    void row(long read) {
      if (read - ticked == TICK) {
        tick(read);
      }
    }

    void tick(long read) {
      progress.rows(table, read - ticked, bytes);
      ticked = read;
      bytes = 0;
    }
  }

  /** {@code trace} may be null, {@code target} too: nobody judges then what only it understands. */
  CoercedRows(Rows rows, TableRun run, Progress progress, Trace trace, Source target) {
    this.judged =
        Optional.ofNullable(target)
            .flatMap(t -> t.as(Enforcing.class))
            .flatMap(e -> e.judge(run.copy.targetColumns()))
            .map(Undecided::new)
            .orElse(null);
    this.rows = Expressed.over(rows, run.copy, target);
    this.run = run;
    this.heard = new Heard(progress, run.copy.from().name());
    this.trace = trace;
    this.copies = run.copy.columns();
    this.sourceColumns = run.copy.sourceColumns();
    this.coercions = new Coercion[copies.size()];
    this.from = new int[copies.size()];
    this.constants = new Row(copies.size());
    this.defaults = new Row(copies.size());
    this.remedies = new Remedies[copies.size()];
    this.out = new Row(copies.size());
    int next = 0;
    int computed = sourceColumns.size();
    for (int i = 0; i < copies.size(); i++) {
      ColumnCopy copy = copies.get(i);
      if (copy.ifNull() != null) {
        read(copy.ifNull(), copy, defaults, i);
      }
      if (copy.expression() != null) {
        next += copy.from() == null ? 0 : 1;
        from[i] = computed++;
        coercions[i] = Expressed.coercion(copy);
      } else if (copy.constant() == null) {
        from[i] = next++;
        coercions[i] = Coercions.of(copy.from().type(), copy.to().type(), copy.rules());
      } else {
        next += copy.from() == null ? 0 : 1;
        from[i] = -1;
        constants.setText(i, copy.constant().getBytes(StandardCharsets.UTF_8));
        coercions[i] = Coercions.of(ColumnType.of(Kind.ANY, ""), copy.to().type(), copy.rules());
      }
    }
  }

  /** A value as a rule writes it, in the column's form. */
  private static void read(String value, ColumnCopy copy, Row to, int j) {
    Row text = new Row(1);
    text.setText(0, value);
    Outcome outcome =
        Coercions.of(
                ColumnType.of(Kind.ANY, ""), copy.to().type(), copy.rules().withoutConversions())
            .apply(text, 0, to, j);
    if (outcome.isMisfit()) {
      throw GodwitException.refused("rule default of " + copy.name() + ": " + outcome.reason());
    }
  }

  @Override
  public boolean next() {
    if (judged == null) {
      return advance();
    }
    while (!judged.next()) {
      if (ended) {
        return false;
      }
      hold();
    }
    return true;
  }

  /** Reads on until there is enough to be judged at once. */
  private void hold() {
    while (!judged.isFull() && !ended) {
      ended = !advance();
      if (!ended) {
        judged.add(rows.row(), rows.position(), run.sourceRows, out);
      }
    }
    if (!judged.isEmpty()) {
      judged.judge(this::misfit);
    }
  }

  private boolean misfit(Undecided.Waiting row, int i, String reason, int before) {
    if (before >= 0 && copies.get(before).onMisfit() != OnMisfit.FAIL) {
      // It is set aside once; only of a row that ends the run all is named.
      return false;
    }
    long read = run.sourceRows;
    run.sourceRows = row.number();
    boolean nulled = refuse(i, reason, row.source(), row.position());
    run.sourceRows = read;
    if (nulled) {
      row.coerced().copy(i, defaults, i);
    }
    return nulled && (!row.coerced().isNull(i) || copies.get(i).to().nullable());
  }

  private boolean advance() {
    while (rows.next()) {
      run.sourceRows++;
      heard.row(run.sourceRows);
      if (coerce()
          && run.goesOn()
          && !run.declines(out, rows.row(), sourceColumns, rows.position())
          && run.isWanted(out)) {
        return true;
      }
    }
    heard.tick(run.sourceRows);
    for (int i = 0; i < coercions.length; i++) {
      if (coercions[i].guess() != null) {
        run.values.guessed(i, coercions[i].guess());
      }
    }
    return false;
  }

  private boolean coerce() {
    Row row = rows.row();
    for (int i = 0; i < coercions.length; i++) {
      Row source = from[i] < 0 ? constants : row;
      int cell = from[i] < 0 ? i : from[i];
      Outcome outcome = coercions[i].apply(source, cell, out, i);
      if (outcome.isMisfit()) {
        if (!misfit(i, outcome.reason())) {
          return false;
        }
      } else if (outcome != Outcome.SAME) {
        run.values.changed(i);
        if (outcome.isConverted()) {
          run.values.converted(i, outcome);
        }
        if (trace != null && !copies.get(i).secret()) {
          trace.changed(
              run.copy.from().name(),
              run.key(sourceColumns, row, rows.position()),
              copies.get(i).name(),
              source,
              cell,
              out,
              i,
              copies.get(i).to().type());
        }
      }
      if (out.isNull(i) && !defaults.isNull(i)) {
        out.copy(i, defaults, i);
        run.values.changed(i);
        run.values.converted(i, DEFAULTED);
      }
      if (out.isNull(i)) {
        if (!copies.get(i).to().nullable() && !misfit(i, IS_NULL)) {
          return false;
        }
      } else if (out.bytes(i) != null) {
        heard.bytes += out.bytes(i).length;
      }
    }
    return true;
  }

  private boolean misfit(int i, String reason) {
    if (refuse(i, reason, rows.row(), rows.position())) {
      out.setNull(i);
      return true;
    }
    if (copies.get(i).onMisfit() == OnMisfit.FAIL && !run.faults.misfits.isEmpty()) {
      // The rest of the row is looked at too: its other columns may be wrong for other reasons.
      checkRest(i + 1);
    }
    return false;
  }

  /** As {@link TableRun#misfit}; says where NOT NULL is in the way of a rule. */
  private boolean refuse(int i, String reason, Row source, Position at) {
    ColumnCopy copy = copies.get(i);
    boolean held =
        copy.onMisfit() == OnMisfit.NULL && !copy.to().nullable() && copy.ifNull() == null;
    return run.misfit(
        copy,
        held && !reason.equals(IS_NULL)
            ? reason + "; NULL would not do: the column is NOT NULL"
            : reason,
        () -> remedies(i, source, held || reason.equals(IS_NULL)),
        source,
        sourceColumns,
        at);
  }

  private Set<String> remedies(int i, Row source, boolean needsValue) {
    if (needsValue) {
      return Set.of("{default: VALUE}");
    } else if (from[i] < 0 || copies.get(i).expression() != null) {
      return Set.of();
    } else if (remedies[i] == null) {
      remedies[i] = new Remedies(copies.get(i));
    }
    return remedies[i].of(source, from[i]);
  }

  private void checkRest(int start) {
    Row row = rows.row();
    for (int i = start; i < coercions.length; i++) {
      if (from[i] < 0) {
        continue;
      }
      Outcome outcome = coercions[i].apply(row, from[i], out, i);
      if (outcome.isMisfit() && copies.get(i).onMisfit() == OnMisfit.FAIL) {
        refuse(i, outcome.reason(), row, rows.position());
      }
    }
  }

  @Override
  public Row row() {
    return judged == null ? out : judged.current().coerced();
  }

  /** The source's row behind the current one. */
  Row source() {
    return judged == null ? rows.row() : judged.current().source();
  }

  @Override
  public Position position() {
    return judged == null ? rows.position() : judged.current().position();
  }

  @Override
  public void close() {
    rows.close();
  }
}
