package dev.godwit.sqlite.salvage;

import java.util.Optional;

/** Numbers of rows, told to people as ranges; keeps the first few and counts the others. */
final class NumberRanges {
  private static final int SHOWN = 20;

  private final StringBuilder shown = new StringBuilder();
  private int ranges;
  private int times;
  private boolean open;
  private long first;
  private long last;

  void add(long from, long to) {
    if (open && from == last + 1) {
      last = to;
      return;
    }
    if (open && from == first && to == last) {
      times++;
      return;
    }
    finish();
    open = true;
    times = 1;
    first = from;
    last = to;
  }

  /** The sentence, or nothing where there are no numbers. */
  Optional<String> say(String what) {
    finish();
    if (ranges == 0) {
      return Optional.empty();
    }
    String more = ranges > SHOWN ? " and " + (ranges - SHOWN) + " more ranges" : "";
    return Optional.of("rows numbered " + shown + more + " " + what);
  }

  private void finish() {
    if (open && ++ranges <= SHOWN) {
      shown.append(shown.isEmpty() ? "" : ", ");
      shown.append(first == Long.MIN_VALUE ? "the lowest" : Long.toString(first));
      if (last != first) {
        shown.append(" to ").append(last);
      }
      if (times > 1) {
        shown.append(" (").append(times).append(" times)");
      }
    }
    open = false;
  }
}
