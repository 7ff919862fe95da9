package dev.godwit.model;

import java.util.List;

/**
 * Ends a run. The message stands alone: it says what happened, where, and the way out, and holds no
 * secret and no value of a row but a key.
 */
public final class GodwitException extends RuntimeException {
  /** Who has to act: decides the exit code. */
  public enum Reason {
    /** The call was wrong: an option, a rule, a name. */
    USAGE,
    /** Godwit would not start or would not commit: bad input, a difference, a target in use. */
    REFUSED,
    /** Something broke: the disk, the server, the connection. */
    FAILED,
    /** The answer to a commit was lost: it may have been kept, or not. */
    UNANSWERED
  }

  private final transient List<Problem> problems;
  private final Reason reason;
  private final boolean inUse;

  public GodwitException(Reason reason, String message, List<Problem> problems, Throwable cause) {
    this(reason, message, problems, cause, false);
  }

  private GodwitException(
      Reason reason, String message, List<Problem> problems, Throwable cause, boolean inUse) {
    super(message, cause);
    this.inUse = inUse;
    this.reason = reason;
    this.problems = List.copyOf(problems);
  }

  /** Refuses a run before anything is written, listing every problem, unless there is none. */
  public static void requireNone(List<Problem> problems) {
    if (!problems.isEmpty()) {
      String all = Shown.count(problems.size(), "problem");
      throw refused(all + ", nothing was written:", problems);
    }
  }

  public static GodwitException usage(String message) {
    return new GodwitException(Reason.USAGE, message, List.of(), null);
  }

  public static GodwitException refused(String message) {
    return new GodwitException(Reason.REFUSED, message, List.of(), null);
  }

  /** Another run is at work there: once it has ended, the same call may do. */
  public static GodwitException inUse(String message) {
    return new GodwitException(Reason.REFUSED, message, List.of(), null, true);
  }

  /** Refuses for every given problem; the message lists them all. */
  public static GodwitException refused(String summary, List<Problem> problems) {
    StringBuilder text = new StringBuilder(summary);
    problems.forEach(p -> text.append("\n  ").append(p));
    return new GodwitException(Reason.REFUSED, text.toString(), problems, null);
  }

  public static GodwitException failed(String message, Throwable cause) {
    return new GodwitException(Reason.FAILED, message, List.of(), cause);
  }

  /** The answer to a commit was lost; the message says how to find out what became of it. */
  public static GodwitException unanswered(String message) {
    return new GodwitException(Reason.UNANSWERED, message, List.of(), null);
  }

  /** Whether waiting may help, for another run is at work there. */
  public boolean isInUse() {
    return inUse;
  }

  public Reason reason() {
    return reason;
  }

  public List<Problem> problems() {
    return problems;
  }
}
