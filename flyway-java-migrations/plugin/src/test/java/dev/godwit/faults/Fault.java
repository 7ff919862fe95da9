package dev.godwit.faults;

import dev.godwit.testing.Line;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What goes wrong. Before a run something is arranged; in the middle of its rows, where it is held,
 * something happens; and then the target holds what {@link Leaves} says.
 */
enum Fault {
  KILL("the process is killed", Leaves.NOTHING, Stage::apart, s -> s.program().kill()),
  TERM("TERM", Leaves.NOTHING, Stage::apart, s -> s.program().signal("TERM")),
  INT("INT", Leaves.NOTHING, s -> s.apartHearing("INT"), s -> s.program().signal("INT")),
  HUP("HUP", Leaves.NOTHING, s -> s.apartHearing("HUP"), s -> s.program().signal("HUP")),
  ERROR("an Error: a class is missing from the jar", Leaves.NOTHING, Stage::breakTheJar, null),
  INTERRUPT("its main thread is interrupted", Leaves.EITHER, Fault::none, Stage::interrupt),
  LISTENER_EXCEPTION("a listener throws an exception", Listening.Deed.EXCEPTION),
  LISTENER_CANCELLATION("a listener cancels", Listening.Deed.CANCELLATION),
  LISTENER_ERROR("a listener throws an Error", Listening.Deed.ERROR),
  LISTENER_NO_STACK("a listener overflows the stack", Listening.Deed.NO_STACK),
  LISTENER_NO_MEMORY("a listener takes all memory", Listening.Deed.NO_MEMORY),
  LISTENER_THREAD_DEATH("a listener ends its thread", Listening.Deed.END_OF_THREAD),
  LISTENER_INTERRUPT("a listener sets the interrupt flag", Listening.Deed.INTERRUPT),
  SESSION_ENDED("its session is terminated", Leaves.NOTHING, Fault::none, Stage::endSessions),
  SERVER_STOPS(
      "the server stops immediately", Leaves.NOTHING, Fault::none, s -> s.server().crash()),
  SERVER_RESTARTS("the server restarts", Leaves.NOTHING, Fault::none, s -> s.server().restart()),
  LINE_CUT("the connection is cut at a message", Leaves.UNKNOWN, Stage::cutSomewhere, null),
  COMMIT_LOST(
      "COMMIT does not arrive",
      Leaves.NOTHING,
      Stage::useALine,
      s -> s.line().cutAtCommit(Line.Cut.BEFORE_IT_ARRIVES)),
  COMMIT_UNANSWERED(
      "COMMIT arrives, its answer is lost",
      Leaves.UNKNOWN,
      Stage::useALine,
      s -> s.line().cutAtCommit(Line.Cut.AFTER_IT_ARRIVED)),
  TARGET_FULL("the target's disk is full", Leaves.NOTHING, Stage::fillTheTarget, null),
  SOURCE_FULL("the disk of the source is full", Leaves.ALL, Stage::fillTheSource, null),
  BACKUP_FULL("the disk of the backup is full", Leaves.NOTHING, Stage::fillTheBackup, null),
  TEMP_FULL("the disk of temporary files is full", Leaves.EITHER, Stage::fillTheTemporary, null),
  REPORT_FULL("the disk of the report is full", Leaves.EITHER, Stage::fillTheReport, null),
  NO_CONNECTION(
      "the server has no connection left",
      Leaves.NOTHING,
      s -> s.alter("CONNECTION LIMIT 0"),
      null),
  LOCKED("another session holds a lock", Leaves.EITHER, s -> s.lock("c"), null),
  DEADLOCK("a deadlock with another session", Leaves.EITHER, Fault::none, s -> s.waitFor("p")),
  STATEMENT_TIMEOUT(
      "a statement takes longer than it may",
      Leaves.EITHER,
      s -> s.alter("SET statement_timeout = '700ms'"),
      s -> Stage.sleep(1200)),
  IDLE_TIMEOUT(
      "a transaction is idle for longer than it may",
      Leaves.EITHER,
      s -> s.alter("SET idle_in_transaction_session_timeout = '1ms'"),
      null),
  READ_ONLY(
      "the server is read-only",
      Leaves.NOTHING,
      s -> s.alter("SET default_transaction_read_only = on"),
      null);

  private final String shown;
  private final Leaves leaves;
  private final Listening.Deed deed;

  @SuppressWarnings("ImmutableEnumChecker") // Deeds have no state.
  private final Consumer<Stage> before;

  @SuppressWarnings("ImmutableEnumChecker") // Deeds have no state.
  private final Consumer<Stage> held;

  Fault(String shown, Leaves leaves, Consumer<Stage> before, Consumer<Stage> held) {
    this.shown = shown;
    this.leaves = leaves;
    this.deed = null;
    this.before = before;
    this.held = held;
  }

  Fault(String shown, Listening.Deed deed) {
    this.shown = shown;
    // Nobody has to look at a flag.
    this.leaves = deed == Listening.Deed.INTERRUPT ? Leaves.EITHER : Leaves.NOTHING;
    this.deed = deed;
    this.before = Fault::none;
    this.held = null;
  }

  private static void none(Stage unused) {
    // Nothing has to be made ready.
  }

  Leaves leaves() {
    return leaves;
  }

  /** The same for a door: an application that is told to end may first end what it has begun. */
  Leaves leaves(Door door) {
    return isSignal() && door == Door.BOOT ? Leaves.UNKNOWN : leaves;
  }

  boolean isSignal() {
    return this == TERM || this == INT || this == HUP;
  }

  /** When a listener does it; without one, there is one moment, which has no name. */
  List<String> moments() {
    return deed == null
        ? List.of("")
        : Arrays.stream(Listening.Moment.values()).map(Enum::name).toList();
  }

  /** Arranges it, and lets it happen in a run that is under way. */
  int strike(Stage stage, String moment) {
    if (deed != null) {
      stage.listen(deed + "@" + moment);
    }
    before.accept(stage);
    return stage.run(held);
  }

  /** Why there is no such case; empty where there is. */
  Optional<String> isNone(Door door, Way way) {
    if (deed != null && !door.listens()) {
      return Optional.of("no listener");
    }
    if (this == REPORT_FULL && door == Door.JAVA) {
      return Optional.of("no report file");
    }
    if (this == BACKUP_FULL && way != Way.FULL) {
      return Optional.of("as full");
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return shown;
  }
}
