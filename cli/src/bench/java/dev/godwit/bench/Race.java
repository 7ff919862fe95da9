package dev.godwit.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Several ways to do the same work, timed in turn, so that a slow minute hits all of them. */
final class Race {
  /** Work that may fail in any way: then the benchmark ends. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  /** One way: what {@code prepare} does is not timed. */
  record Lane(String name, Work prepare, Work run) {}

  /** Seconds by lane; the first lane is what the others are measured by. */
  record Result(String title, Map<String, double[]> seconds) {
    double median(String lane) {
      double[] sorted = seconds.get(lane).clone();
      Arrays.sort(sorted);
      int middle = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double ratio(String lane) {
      return median(lane) / median(seconds.keySet().iterator().next());
    }

    /** A table in Markdown. */
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("| " + title + " | min s | median s | max s | ratio |");
      lines.add("|---|---|---|---|---|");
      for (String lane : seconds.keySet()) {
        double[] all = seconds.get(lane);
        lines.add(
            String.format(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f |",
                lane,
                Arrays.stream(all).min().orElseThrow(),
                median(lane),
                Arrays.stream(all).max().orElseThrow(),
                ratio(lane)));
      }
      return lines;
    }
  }

  private Race() {}

  static Result run(String title, int rounds, List<Lane> lanes) throws Exception {
    Map<String, double[]> seconds = new LinkedHashMap<>();
    lanes.forEach(l -> seconds.put(l.name(), new double[rounds]));
    for (int round = 0; round < rounds; round++) {
      for (Lane lane : lanes) {
        lane.prepare().run();
        long start = System.nanoTime();
        lane.run().run();
        seconds.get(lane.name())[round] = (System.nanoTime() - start) / 1e9;
        System.err.printf(
            Locale.ROOT,
            "%s, round %d: %s %.2f s%n",
            title,
            round + 1,
            lane.name(),
            seconds.get(lane.name())[round]);
      }
    }
    return new Result(title, seconds);
  }
}
