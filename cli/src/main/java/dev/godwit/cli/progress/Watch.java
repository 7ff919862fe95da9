package dev.godwit.cli.progress;

import dev.godwit.copy.Progress;
import dev.godwit.model.Shown;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Hears of a run's progress, shows it now and then from a thread of its own, remembers its pace.
 */
public final class Watch implements Progress, AutoCloseable {
  private static final int MOST_SAMPLES = 400;

  private final Display display;
  private final ScheduledExecutorService clock;
  private final long start = System.nanoTime();
  private final List<Throughput.Sample> samples = new ArrayList<>();
  private double spacing = 0.01;
  private double begin;
  private double end;
  private String phase = "reading";
  private String table;
  private long tableRows;
  private long tableExpected = -1;
  private long rows;
  private long bytes;
  private long expected = -1;

  private Watch(Display display) {
    this.display = display;
    this.clock = Executors.newSingleThreadScheduledExecutor(Watch::thread);
    if (display != null) {
      long every = display.intervalMillis();
      var unused = clock.scheduleAtFixedRate(this::show, every, every, TimeUnit.MILLISECONDS);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "godwit-progress");
    thread.setDaemon(true);
    return thread;
  }

  /** Bars where they can be drawn, else lines; none longer than {@code window} says at the time. */
  public static Watch on(PrintWriter err, boolean drawable, IntSupplier window) {
    boolean bars = drawable && window.getAsInt() >= Bars.NARROWEST;
    return new Watch(bars ? new Bars(err, window) : new Lines(err, window));
  }

  /** Shows nothing. */
  public static Watch silent() {
    return new Watch(null);
  }

  private void show() {
    display.show(moment());
  }

  synchronized Moment moment() {
    // What came before the first row, or comes after the last, says nothing of the pace.
    double pacing = Math.max(0, (table == null ? end : seconds()) - begin);
    return new Moment(phase, table, tableRows, tableExpected, rows, bytes, expected, pacing);
  }

  private void beginUnlessBegun() {
    if (rows == 0) {
      begin = seconds();
    }
  }

  private double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Says how many rows there may be in all; -1 where nobody knows. */
  public synchronized void expect(long total) {
    expected = total;
  }

  @Override
  public synchronized void phase(String what) {
    beginUnlessBegun();
    phase = Shown.line(what);
    table = null;
    tableRows = 0;
    tableExpected = -1;
  }

  @Override
  public synchronized void table(String name, long expectedRows) {
    beginUnlessBegun();
    phase = "copying";
    table = Shown.line(name);
    tableRows = 0;
    tableExpected = expectedRows;
  }

  @Override
  public synchronized void rows(String name, long more, long moreBytes) {
    rows += more;
    tableRows += more;
    bytes += moreBytes;
    end = seconds();
    if (samples.isEmpty() || end - samples.get(samples.size() - 1).seconds() >= spacing) {
      samples.add(new Throughput.Sample(end, rows, bytes));
      thin();
    }
  }

  /** A long run keeps every other sample, again and again: memory does not grow with it. */
  private void thin() {
    if (samples.size() > MOST_SAMPLES) {
      List<Throughput.Sample> kept = new ArrayList<>();
      for (int i = 1; i < samples.size(); i += 2) {
        kept.add(samples.get(i));
      }
      samples.clear();
      samples.addAll(kept);
      spacing *= 2;
    }
  }

  /** What was heard so far. */
  public synchronized Throughput throughput() {
    List<Throughput.Sample> all = new ArrayList<>();
    all.add(new Throughput.Sample(samples.isEmpty() ? 0 : firstMoment(), 0, 0));
    all.addAll(samples);
    all.add(new Throughput.Sample(end, rows, bytes));
    return new Throughput(all, Math.max(end, seconds()));
  }

  private double firstMoment() {
    return Math.max(0, samples.get(0).seconds() - spacing);
  }

  /** Stops showing; the line below is free again. */
  @Override
  public void close() {
    clock.shutdownNow();
    try {
      // What is being drawn now must not overwrite the report.
      clock.awaitTermination(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (display != null) {
      display.close();
    }
  }
}
