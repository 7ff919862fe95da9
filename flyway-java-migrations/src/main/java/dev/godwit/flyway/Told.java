package dev.godwit.flyway;

import dev.godwit.Godwit;
import dev.godwit.copy.Progress;
import dev.godwit.copy.Supervised;
import dev.godwit.report.Report;
import java.lang.reflect.UndeclaredThrowableException;

/** A program's listener, remembering what it threw: that is nobody's defect but may be its will. */
final class Told implements ImportListener, Progress {
  private final ImportListener listener;
  private Progress progress = Progress.NONE;
  private volatile Throwable thrown;

  Told(ImportListener listener) {
    this.listener = listener;
  }

  /** Whether this came from the listener itself. */
  boolean threw(Throwable e) {
    return thrown == e;
  }

  /** What the listener's author threw, where this came of it; else this itself. */
  Throwable asThrown(Throwable e) {
    return threw(e) && e instanceof UndeclaredThrowableException ? e.getCause() : e;
  }

  private void tell(Runnable word) {
    try {
      Supervised.call(word);
    } catch (RuntimeException | Error e) {
      thrown = e;
      throw e;
    }
  }

  @Override
  public Progress progress() {
    tell(() -> progress = listener.progress());
    return this;
  }

  @Override
  public void begins(Godwit engine) {
    tell(() -> listener.begins(engine));
  }

  @Override
  public void finished(Report report) {
    tell(() -> listener.finished(report));
  }

  @Override
  public void phase(String what) {
    tell(() -> progress.phase(what));
  }

  @Override
  public void table(String table, long expectedRows) {
    tell(() -> progress.table(table, expectedRows));
  }

  @Override
  public void rows(String table, long rows, long bytes) {
    tell(() -> progress.rows(table, rows, bytes));
  }

  @Override
  public void done(String table) {
    tell(() -> progress.done(table));
  }
}
