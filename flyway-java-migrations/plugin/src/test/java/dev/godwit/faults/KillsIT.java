package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at any moment: their target is as it was, or complete, or holds whole
 * batches, and the next run makes it complete. Kill number n is of the same door and mode, after
 * the same time, in every run: {@code -Dgodwit.first=N -Dgodwit.count=N} goes on.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class KillsIT {
  private static final int LONG = 1000;
  private static final long SEED = 0x5EEDL;

  @TempDir Path folder;
  private int late;
  private int kept;

  @Test
  @EnabledIfSystemProperty(named = "godwit.long", matches = "true")
  void theNextRunMakesWhatAKilledOneLeftComplete() throws IOException {
    int first = Integer.getInteger("godwit.first", 0);
    int count = Integer.getInteger("godwit.count", LONG);
    long start = System.nanoTime();
    try (OwnServer server = new OwnServer(folder.resolve("pg"), Map.of())) {
      Stage.House house = Stage.House.of(server, folder);
      for (int number = first; number < first + count; number++) {
        kill(house, number);
      }
    }
    FaultsPage.note(
        "kills at any moment",
        "numbers "
            + first
            + " to "
            + (first + count - 1)
            + ": each complete after the next run; "
            + kept
            + " had kept rows, "
            + late
            + " came too late",
        System.nanoTime() - start);
  }

  private void kill(Stage.House house, int number) throws IOException {
    Random random = new Random(SEED + number);
    List<Door> doors = List.of(Door.JAVA, Door.GODWIT, Door.FLYWAY);
    Door door = doors.get(random.nextInt(doors.size()));
    Way way = door.ways().get(random.nextInt(door.ways().size()));
    try (Stage stage = new Stage(house, door, way, folder.resolve("kill" + number))) {
      int exit = stage.runFor(300 + random.nextInt(2500));
      String what = "kill " + number + ", " + door + ", " + way + "\n" + stage.output();
      stage.awaitPeace();
      boolean complete = stage.isComplete();
      late += exit == 0 ? 1 : 0;
      kept += complete || stage.isAsBefore() ? 0 : 1;
      assertThat(exit != 0 || complete).as(what).isTrue();
      if (way.keepsBatches()) {
        assertThat(complete || stage.holdsNothingElse()).as(what).isTrue();
      } else if (!complete) {
        assertThat(stage.state()).as(what).isEqualTo(stage.stateBefore());
      }
      if (!complete || Cell.runsAgain(door, way)) {
        boolean untracked = complete && !stage.isInFlywaysHistory();
        assertThat(stage.again(untracked)).as("%s\nonce more\n%s", what, stage.output()).isZero();
        assertThat(stage.isComplete()).as(what).isTrue();
      }
    }
  }
}
