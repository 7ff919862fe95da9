package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.OnMisfit;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.value.Coercion;
import dev.godwit.value.Coercions;
import dev.godwit.value.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A source's rows, each cell in its target kind's form. Rows that do not fit are handed to the
 * {@link TableRun}; once one has been refused for good, no further row comes out, but all are still
 * looked at, so that everything that is wrong is known at the end.
 */
class CoercedRows implements Rows {
  private static final int TICK = 5000;

  private final Rows rows;
  private final TableRun run;
  private final Progress progress;
  private final Trace trace;
  private final List<ColumnCopy> copies;
  private final List<Column> sourceColumns;
  private final Coercion[] coercions;
  private final int[] from;
  private final Row constants;
  private final Row out;
  private long ticked;
  private long bytes;

  CoercedRows(Rows rows, TableRun run, Progress progress, Trace trace) {
    this.rows = rows;
    this.run = run;
    this.progress = progress;
    this.trace = trace;
    this.copies = run.copy.columns();
    this.sourceColumns = run.copy.sourceColumns();
    this.coercions = new Coercion[copies.size()];
    this.from = new int[copies.size()];
    this.constants = new Row(copies.size());
    this.out = new Row(copies.size());
    int next = 0;
    for (int i = 0; i < copies.size(); i++) {
      ColumnCopy copy = copies.get(i);
      if (copy.constant() == null) {
        from[i] = next++;
        coercions[i] = Coercions.of(copy.from().type(), copy.to().type(), copy.rules());
      } else {
        next += copy.from() == null ? 0 : 1;
        from[i] = -1;
        constants.setText(i, copy.constant().getBytes(StandardCharsets.UTF_8));
        coercions[i] =
            Coercions.of(
                dev.godwit.model.ColumnType.of(dev.godwit.model.Kind.ANY, ""),
                copy.to().type(),
                copy.rules());
      }
    }
  }

  @Override
  public boolean next() {
    while (rows.next()) {
      run.sourceRows++;
      if (run.sourceRows - ticked == TICK) {
        tick();
      }
      if (coerce() && run.goesOn() && run.isWanted(out)) {
        return true;
      }
    }
    tick();
    for (int i = 0; i < coercions.length; i++) {
      if (coercions[i].guess() != null) {
        run.guesses.put(copies.get(i).name(), coercions[i].guess());
      }
    }
    return false;
  }

  private void tick() {
    progress.rows(run.copy.from().name(), run.sourceRows - ticked, bytes);
    ticked = run.sourceRows;
    bytes = 0;
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
      } else if (outcome == Outcome.CHANGED) {
        run.changed[i]++;
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
      if (out.isNull(i)) {
        if (!copies.get(i).to().nullable() && !misfit(i, "NULL in a NOT NULL column")) {
          return false;
        }
      } else if (out.bytes(i) != null) {
        bytes += out.bytes(i).length;
      }
    }
    return true;
  }

  private boolean misfit(int i, String reason) {
    if (run.misfit(copies.get(i), reason, rows.row(), sourceColumns, rows.position())) {
      out.setNull(i);
      return true;
    }
    if (copies.get(i).onMisfit() == OnMisfit.FAIL && !run.misfits.isEmpty()) {
      // The rest of the row is looked at too: its other columns may be wrong for other reasons.
      checkRest(i + 1);
    }
    return false;
  }

  private void checkRest(int start) {
    Row row = rows.row();
    for (int i = start; i < coercions.length; i++) {
      if (from[i] < 0) {
        continue;
      }
      Outcome outcome = coercions[i].apply(row, from[i], out, i);
      if (outcome.isMisfit() && copies.get(i).onMisfit() == OnMisfit.FAIL) {
        run.misfit(copies.get(i), outcome.reason(), row, sourceColumns, rows.position());
      }
    }
  }

  @Override
  public Row row() {
    return out;
  }

  /** The source's row behind the current one. */
  Row source() {
    return rows.row();
  }

  @Override
  public Position position() {
    return rows.position();
  }

  @Override
  public void close() {
    rows.close();
  }
}
