package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.flyway.Projects;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Hours of numbered cases, each the same in every run. What was tried is in {@code docs/faults.md}
 * minutes later, also of a run that was stopped, and the next run of the same commit goes on from
 * there; {@code -Dgodwit.first=N -Dgodwit.count=N} tries some anew, on their own.
 */
final class Campaign {
  private static final String WRONG = "WRONG";
  private static final long NOTED_EVERY = 60_000_000_000L;

  /** One case: the word for what came of it, for which something else may have been right too. */
  interface Case {
    String tryOut(int number) throws IOException;
  }

  private final String what;
  private final int all;
  private final Path kept;
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int first;
  private int next;
  private long nanos;

  /** So many cases under this name. */
  Campaign(String what, int all) {
    this.what = what;
    this.all = all;
    this.kept = Projects.target().resolve("long").resolve(what.replace(' ', '-'));
  }

  /** Tries all that are asked for, and throws at the end if one was wrong. */
  void run(Case one) throws IOException {
    Integer asked = Integer.getInteger("godwit.first");
    first = asked == null ? 0 : asked;
    next = first;
    if (asked == null) {
      goOn();
    }
    int end = Math.min(all, Integer.getInteger("godwit.count", all) + next);
    long since = System.nanoTime();
    while (next < end) {
      tryOut(one, next++);
      long now = System.nanoTime();
      if (now - since > NOTED_EVERY || next == end) {
        nanos += now - since;
        since = now;
        note();
      }
    }
    assertThat(outcomes).as(what).doesNotContainKey(WRONG);
  }

  private void tryOut(Case one, int number) throws IOException {
    String outcome;
    try {
      outcome = one.tryOut(number);
    } catch (AssertionError | RuntimeException e) {
      outcome = WRONG;
      System.out.println(WRONG + " " + what + " " + number + ": " + e);
    }
    outcomes.merge(outcome, 1, Integer::sum);
  }

  private void note() throws IOException {
    String counts =
        outcomes.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    FaultsPage.note(what, (next - first) + " of " + all + ": " + counts, nanos);
    Properties state = new Properties();
    state.setProperty("commit", FaultsPage.commit());
    state.setProperty("first", Integer.toString(first));
    state.setProperty("next", Integer.toString(next));
    state.setProperty("nanos", Long.toString(nanos));
    outcomes.forEach((k, v) -> state.setProperty("outcome " + k, v.toString()));
    Files.createDirectories(kept.getParent());
    try (Writer out = Files.newBufferedWriter(kept)) {
      state.store(out, null);
    }
  }

  private void goOn() throws IOException {
    Properties state = new Properties();
    if (Files.exists(kept)) {
      try (Reader in = Files.newBufferedReader(kept)) {
        state.load(in);
      }
    }
    if (FaultsPage.commit().equals(state.getProperty("commit"))
        && !state.getProperty("next").equals(Integer.toString(all))) {
      first = Integer.parseInt(state.getProperty("first"));
      next = Integer.parseInt(state.getProperty("next"));
      nanos = Long.parseLong(state.getProperty("nanos"));
      for (String key : state.stringPropertyNames()) {
        if (key.startsWith("outcome ")) {
          outcomes.put(key.substring(8), Integer.valueOf(state.getProperty(key)));
        }
      }
    }
  }
}
