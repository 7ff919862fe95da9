package dev.godwit.cli.progress;

import java.util.List;

/** How far a run was, when: for a plot. {@code seconds} is the time of its end. */
public record Throughput(List<Sample> samples, double seconds) {
  /** So many rows and bytes had passed after so many seconds. */
  public record Sample(double seconds, long rows, long bytes) {}

  public static final Throughput NONE = new Throughput(List.of(), 0);

  public Throughput {
    samples = List.copyOf(samples);
  }
}
