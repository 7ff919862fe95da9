package dev.godwit.cli.progress;

import java.io.PrintWriter;
import java.util.function.IntSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Two bars that stay where they are: the table at hand, and the whole. */
final class Bars implements Display {
  /** In fewer columns there is no room for a bar. */
  static final int NARROWEST = 40;

  private static final long INTERVAL_MS = 200;
  private static final String CLEAR_LINE = "\r\033[2K";

  private final PrintWriter err;
  private final IntSupplier window;
  private final String[] lines = {"", ""};
  private ProgressBar table;
  private ProgressBar whole;
  private String shown;
  private int width;

  /** How many columns each line took that is on the terminal; none at first. */
  private int[] taken = {};

  Bars(PrintWriter err, IntSupplier window) {
    this.err = err;
    this.window = window;
    this.width = window.getAsInt();
  }

  @Override
  public long intervalMillis() {
    return INTERVAL_MS;
  }

  @Override
  public void show(Moment s) {
    width = Math.max(NARROWEST, window.getAsInt());
    if (whole == null) {
      whole = bar("all", s.expected(), 1);
    }
    String now = s.table() == null ? s.phase() : s.table();
    if (!now.equals(shown)) {
      if (table != null) {
        table.close();
      }
      table = bar(now, s.tableExpected(), 0);
      shown = now;
    }
    step(table, s.tableRows(), s.tableExpected());
    step(whole, s.rows(), s.expected());
    whole.setExtraMessage(" " + s.pace());
    table.refresh();
    whole.refresh();
    // What has no rows yet is told by its name; a bar would only say that nothing is known.
    if (s.table() == null) {
      lines[0] = s.phase();
    }
    if (s.expected() < 0 && s.rows() == 0) {
      lines[1] = "";
    }
    draw();
  }

  /** A guess that was too low must not show more than everything. */
  private static void step(ProgressBar bar, long rows, long expected) {
    bar.maxHint(expected < 0 ? -1 : Math.max(rows, expected));
    bar.stepTo(rows);
  }

  private ProgressBar bar(String name, long expected, int line) {
    return new ProgressBarBuilder()
        .setTaskName(name)
        .setInitialMax(expected)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" rows", 1)
        .hideEta()
        // The bars are drawn together, by the caller's thread.
        .setUpdateIntervalMillis(1_000_000)
        .setConsumer(new Line(line))
        .build();
  }

  private void draw() {
    // A bar of which nothing has changed keeps the length that it had.
    String first = Columns.fit(lines[0], width - 1);
    String second = Columns.fit(lines[1], width - 1);
    err.print(clear() + first + "\n" + CLEAR_LINE + second);
    err.flush();
    taken = new int[] {Columns.of(first), Columns.of(second)};
  }

  /** A window that became narrower has broken lines in two: all of their rows are cleared. */
  private String clear() {
    int rows = 0;
    for (int columns : taken) {
      rows += Math.max(1, (columns + width - 1) / width);
    }
    return CLEAR_LINE + ("\033[1A" + CLEAR_LINE).repeat(Math.max(0, rows - 1));
  }

  @Override
  public void close() {
    if (table != null) {
      table.close();
      whole.close();
    }
    if (taken.length > 0) {
      err.print(clear());
      err.flush();
    }
  }

  /** Keeps what a bar looks like until it is drawn. */
  private final class Line implements ProgressBarConsumer {
    private final int index;

    Line(int index) {
      this.index = index;
    }

    @Override
    public int getMaxRenderedLength() {
      return width - 1;
    }

    @Override
    public void accept(String rendered) {
      lines[index] = rendered.strip();
    }

    @Override
    public void close() {
      lines[index] = "";
    }
  }
}
