package dev.godwit.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What PostgreSQL's driver sends, by its own log. */
public final class Statements {
  private Statements() {}

  /** The statements of this work, on any thread, in order. */
  public static List<String> of(Runnable work) {
    List<String> sent = new ArrayList<>();
    Logger logger = Logger.getLogger("org.postgresql.core.v3.QueryExecutorImpl");
    Handler handler =
        new Handler() {
          @Override
          public synchronized void publish(LogRecord line) {
            String text = new java.util.logging.SimpleFormatter().formatMessage(line).strip();
            int query = text.indexOf("query=\"");
            if (text.startsWith("FE=> Parse") && query >= 0) {
              sent.add(text.substring(query + 7, text.lastIndexOf("\",oids")));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Level before = logger.getLevel();
    boolean parents = logger.getUseParentHandlers();
    logger.setLevel(Level.FINEST);
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
      logger.setUseParentHandlers(parents);
    }
    return sent;
  }
}
