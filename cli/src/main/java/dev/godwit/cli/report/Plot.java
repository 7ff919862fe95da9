package dev.godwit.cli.report;

import dev.godwit.cli.progress.Throughput;
import dev.godwit.cli.progress.Throughput.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rows per second over the time of a run, as a line in a picture, and what its axes say. */
record Plot(
    int width, int height, List<Integer> lines, String line, String top, String sum, String end) {
  private static final int WIDTH = 1000;
  private static final int HEIGHT = 220;
  private static final int POINTS = 80;
  private static final List<Integer> GRID = List.of(10, 10 + (HEIGHT - 11) / 2, 10 + (HEIGHT - 11));

  /** The plot; none where too little was seen to draw. */
  static Optional<Plot> of(Throughput throughput) {
    List<Sample> samples = throughput.samples();
    if (samples.isEmpty() || samples.get(samples.size() - 1).rows() == 0) {
      return Optional.empty();
    }
    List<Double> rates = rates(samples, throughput.seconds());
    double top = rates.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    if (top <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Plot(
            WIDTH,
            HEIGHT,
            GRID,
            line(rates, top),
            Words.number(Math.round(top)) + " rows/s",
            megabytes(samples.get(samples.size() - 1)),
            Words.seconds(throughput.seconds()) + " s"));
  }

  private static String megabytes(Sample last) {
    boolean large = last.bytes() >= 1_000_000;
    String size = String.format(Locale.ROOT, "%.1f", last.bytes() / (large ? 1e6 : 1e3));
    return Words.count(last.rows(), "row") + ", " + size + (large ? " MB" : " kB");
  }

  /** A step for each slice of the time: nothing is said of what was between. */
  private static String line(List<Double> rates, double top) {
    StringBuilder line = new StringBuilder();
    double width = (double) WIDTH / rates.size();
    for (int i = 0; i < rates.size(); i++) {
      double y = HEIGHT - rates.get(i) / top * (HEIGHT - 10);
      line.append(i == 0 ? "M" : " L")
          .append(String.format(Locale.ROOT, "%.1f %.1f H%.1f", i * width, y, (i + 1) * width));
    }
    return line.toString();
  }

  /** Rows per second in equal slices of the time. */
  private static List<Double> rates(List<Sample> samples, double seconds) {
    int slices = Math.max(4, Math.min(POINTS, samples.size() / 2));
    double width = Math.max(seconds, 0.001) / slices;
    List<Double> rates = new ArrayList<>();
    double before = 0;
    for (int i = 1; i <= slices; i++) {
      double now = rowsAt(samples, i * width);
      rates.add((now - before) / width);
      before = now;
    }
    return rates;
  }

  private static double rowsAt(List<Sample> samples, double time) {
    Sample before = samples.get(0);
    for (Sample s : samples) {
      if (s.seconds() > time) {
        double part = (time - before.seconds()) / (s.seconds() - before.seconds());
        return before.rows() + Math.max(0, part) * (s.rows() - before.rows());
      }
      before = s;
    }
    return before.rows();
  }
}
