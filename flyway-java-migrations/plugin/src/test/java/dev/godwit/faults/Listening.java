package dev.godwit.faults;

import dev.godwit.copy.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** A listener that does what it should not, on whichever thread it is called. */
final class Listening {
  private Listening() {}

  enum Deed {
    EXCEPTION,
    CANCELLATION,
    ERROR,
    NO_STACK,
    NO_MEMORY,
    END_OF_THREAD,
    INTERRUPT;

    private void happen() {
      switch (this) {
        case EXCEPTION -> throw new IllegalStateException("simulated");
        case CANCELLATION -> throw new CancellationException("simulated");
        case ERROR -> throw new NoClassDefFoundError("simulated");
        case NO_STACK -> overflow(0);
        case NO_MEMORY -> fill();
        case END_OF_THREAD -> throw new ThreadDeath();
        case INTERRUPT -> Thread.currentThread().interrupt();
      }
    }

    @SuppressWarnings("InfiniteRecursion") // As deep as the stack is.
    private static int overflow(int depth) {
      return overflow(depth + 1) + 1;
    }

    /** Takes all the memory there is, down to what a small object needs. */
    @SuppressWarnings("ModifiedButNotUsed") // Held so that the memory is gone.
    private static void fill() {
      List<byte[]> all = new ArrayList<>();
      for (int size = 1 << 24; size > 16; ) {
        try {
          all.add(new byte[size]);
        } catch (OutOfMemoryError e) {
          size /= 2;
        }
      }
      all.add(new byte[Integer.MAX_VALUE - 8]);
    }
  }

  /** The word at which it happens: on the calling thread, on the encoding one, late. */
  enum Moment {
    TABLE,
    ROWS,
    DONE,
    VERIFYING
  }

  /** Reads {@code DEED@MOMENT}; null hears nothing. */
  static Progress of(String word) {
    if (word == null) {
      return Progress.NONE;
    }
    String[] parts = word.split("@", 2);
    return failing(Deed.valueOf(parts[0]), Moment.valueOf(parts[1]));
  }

  private static Progress failing(Deed deed, Moment moment) {
    return new Progress() {
      private void at(Moment now) {
        if (now == moment) {
          deed.happen();
        }
      }

      @Override
      public void phase(String what) {
        if (what.startsWith("verifying c")) {
          at(Moment.VERIFYING);
        }
      }

      @Override
      public void table(String table, long expectedRows) {
        if (table.equals("c")) {
          at(Moment.TABLE);
        }
      }

      @Override
      public void rows(String table, long rows, long bytes) {
        at(Moment.ROWS);
      }

      @Override
      public void done(String table) {
        at(Moment.DONE);
      }
    };
  }
}
