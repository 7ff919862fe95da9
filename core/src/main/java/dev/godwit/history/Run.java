package dev.godwit.history;

import dev.godwit.model.Release;
import dev.godwit.model.Verdict;
import dev.godwit.store.Holder;
import dev.godwit.store.Source;
import dev.godwit.store.can.Watching;
import java.time.Instant;
import java.util.Objects;

/**
 * One run of Godwit on a target. {@code source} holds no password; {@code fingerprint} and {@code
 * rules} change when the source's content or the user's decisions do. {@code end} is null while it
 * runs, and stays null where it was interrupted; {@code before} and {@code after} are JSON that
 * {@link State} reads, null where nothing is known; {@code undoneBy} names the run that took it
 * back, or is null.
 */
public record Run(
    String migrationId,
    Verb verb,
    ModeKind mode,
    String source,
    String fingerprint,
    String rules,
    Holder holder,
    Instant started,
    String version,
    End end,
    String before,
    String after,
    String undoneBy) {
  /** Between what the source is and what it held; notes of older runs have the second only. */
  private static final char SEPARATOR = '\n';

  /** How it ended; {@code report} is the JSON report, empty where it was taken out. */
  public record End(Verdict verdict, Instant at, String report) {
    public End {
      Objects.requireNonNull(verdict);
      Objects.requireNonNull(at);
      Objects.requireNonNull(report);
    }
  }

  public Run {
    Objects.requireNonNull(migrationId);
    Objects.requireNonNull(verb);
    Objects.requireNonNull(mode);
    Objects.requireNonNull(source);
    Objects.requireNonNull(fingerprint);
    Objects.requireNonNull(rules);
    Objects.requireNonNull(holder);
    Objects.requireNonNull(started);
    Objects.requireNonNull(version);
  }

  /** A run of this process from a source that begins now. */
  public static Run beginning(
      String migrationId, Verb verb, ModeKind mode, Source source, String rules) {
    return beginning(migrationId, verb, mode, source.name(), fingerprint(source), rules);
  }

  /** A run of this process that begins now. */
  public static Run beginning(
      String migrationId,
      Verb verb,
      ModeKind mode,
      String source,
      String fingerprint,
      String rules) {
    return new Run(
        migrationId,
        verb,
        mode,
        source,
        fingerprint,
        rules,
        Holder.current(migrationId),
        Instant.now(),
        Release.version().orElse(""),
        null,
        null,
        null,
        null);
  }

  /** Whether it was a run from this source, in whatever words that was named then. */
  public boolean isFrom(Source other) {
    int end = fingerprint.indexOf(SEPARATOR);
    return end < 0
        ? source.equals(other.name())
        : fingerprint.substring(0, end).equals(Watching.of(other).identity());
  }

  /** Whether the source is as it was, as far as that can be told without reading it. */
  public boolean found(Source other) {
    return fingerprint.equals(fingerprint(other));
  }

  private static String fingerprint(Source source) {
    Watching watching = Watching.of(source);
    return watching.identity() + SEPARATOR + watching.fingerprint();
  }

  /** Whether it neither ended nor was taken back: still at work, or interrupted. */
  public boolean isOpen() {
    return end == null && undoneBy == null;
  }

  /** Whether it moved rows, and was not taken back. */
  public boolean stands() {
    return verb == Verb.MIGRATE && undoneBy == null;
  }

  /** Whether it has ended, and what it moved is there. */
  public boolean isKept() {
    return stands() && end != null && end.verdict().isKept();
  }

  /** Whether its report and its way back were taken out, see {@link Folding}. */
  public boolean isFolded() {
    return end != null && end.report().isEmpty();
  }

  /** What the source is, whatever it held. */
  String identity() {
    int separator = fingerprint.indexOf(SEPARATOR);
    return separator < 0 ? source : fingerprint.substring(0, separator);
  }

  Run folded(String state) {
    return with(new End(end.verdict(), end.at(), ""), state, null, undoneBy);
  }

  Run ended(Verdict verdict, String report) {
    return with(new End(verdict, Instant.now(), report), before, after, undoneBy);
  }

  /** This run, with what its target was like before it. */
  public Run from(String state) {
    return with(end, state, after, undoneBy);
  }

  Run to(String state) {
    return with(end, before, state, undoneBy);
  }

  Run undone(String id) {
    return with(end, before, after, id);
  }

  private Run with(End newEnd, String newBefore, String newAfter, String newUndoneBy) {
    return new Run(
        migrationId,
        verb,
        mode,
        source,
        fingerprint,
        rules,
        holder,
        started,
        version,
        newEnd,
        newBefore,
        newAfter,
        newUndoneBy);
  }
}
