package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Line;
import dev.godwit.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/**
 * Every fault, through every door, in every mode: what is there afterwards is compared by catalog
 * and rows with what was there before and with what a run without fault makes, and one more run
 * makes it complete. A usual build tries each fault once and each door once; {@code -Plong} tries
 * all, and writes {@code docs/faults.md}.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FaultsIT {
  /** A line of usual builds is cut at one message in so many. */
  private static final int STEP = 25;

  @TempDir static Path shared;
  private static Stage.House house;
  @TempDir Path folder;

  @BeforeAll
  static void build() throws IOException {
    house = Stage.House.of(new OwnServer(shared.resolve("pg"), Map.of()), shared);
  }

  @AfterAll
  static void stop() {
    house.server().close();
  }

  static Stream<Cell> eachFault() {
    return Arrays.stream(Fault.values())
        .map(f -> new Cell(f, usual(f), usually(f), f.moments().get(f.moments().size() - 1)));
  }

  /** Signals are heard where a program listens for them. */
  private static Door usual(Fault fault) {
    return fault.isSignal() || fault == Fault.REPORT_FULL ? Door.GODWIT : Door.JAVA;
  }

  private static Way usually(Fault fault) {
    return fault == Fault.TERM ? Way.LOCATIONS : Way.FULL;
  }

  @ParameterizedTest
  @MethodSource("eachFault")
  void eachFaultLeavesWhatItShould(Cell cell) throws IOException {
    cell.tryOut(house, folder.resolve("case"));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JAVA")
  void eachDoorIsAsSafe(Door door) throws IOException {
    new Cell(Fault.SESSION_ENDED, door, Way.FULL, "").tryOut(house, folder.resolve("case"));
  }

  /** All for a fault and a door, but for what a door has not. */
  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      for (Door door : Door.values()) {
        for (Way way : door.ways()) {
          if (fault.isNone(door, way).isEmpty()) {
            fault.moments().forEach(m -> cells.add(new Cell(fault, door, way, m)));
          }
        }
      }
    }
    return cells;
  }

  @Test
  @Timeout(value = 4, unit = TimeUnit.HOURS)
  @EnabledIfSystemProperty(named = "godwit.long", matches = "true")
  void everyFaultThroughEveryDoorInEveryMode() throws IOException {
    List<Cell> cells = all();
    new Campaign("the matrix", cells.size())
        .run(
            number -> {
              try {
                cells.get(number).tryOut(house, folder.resolve("case" + number));
                return "right";
              } catch (TestAbortedException e) {
                return "skipped (" + e.getMessage() + ")";
              }
            });
  }

  @Test
  @Timeout(value = 1, unit = TimeUnit.HOURS)
  void aLineThatIsCutAtAnyMessageLeavesAllOrNothing() throws IOException {
    boolean all = Boolean.getBoolean("godwit.long");
    long start = System.nanoTime();
    int tried = 0;
    int message = 0;
    for (boolean cut = true; cut; ) {
      message += all ? 1 : STEP;
      Line.Cut one = message % 2 == 0 ? Line.Cut.BEFORE_IT_ARRIVES : Line.Cut.AFTER_IT_ARRIVED;
      for (Line.Cut how : all ? Line.Cut.values() : new Line.Cut[] {one}) {
        cut = cutAt(message, how);
        tried++;
      }
    }
    assertThat(tried).isGreaterThan(5);
    if (all) {
      FaultsPage.note(
          "a line cut at each message",
          message + " messages, before and after each",
          System.nanoTime() - start);
    }
  }

  /** Whether the run had as many messages. */
  private boolean cutAt(int message, Line.Cut how) throws IOException {
    try (Stage stage = new Stage(house, Door.JAVA, Way.FULL, folder.resolve(message + "-" + how))) {
      stage.cutAt(message, how);
      boolean done = stage.run(null) == 0;
      boolean cut = stage.line().isCut();
      stage.awaitPeace();
      if (!stage.isComplete()) {
        assertThat(done).as("message %s", message).isFalse();
        assertThat(stage.state()).as("message %s", message).isEqualTo(stage.stateBefore());
      }
      return cut;
    }
  }

  @Test
  void theManualHasTheseFaults() throws IOException {
    FaultsPage.compare();
  }
}
