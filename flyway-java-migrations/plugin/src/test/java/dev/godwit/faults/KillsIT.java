package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.OwnServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that are killed at any message of theirs to the server: their target is as it was, or
 * complete, or holds whole batches, and the next run makes it complete. Kill number n is of the
 * same door and mode, at the same message, in every run.
 */
@Timeout(value = 12, unit = TimeUnit.HOURS)
class KillsIT {
  private static final int LONG = 1000;
  private static final long SEED = 0x5EEDL;

  private final Map<String, Integer> messages = new HashMap<>();
  @TempDir Path folder;

  @Test
  @EnabledIfSystemProperty(named = "godwit.long", matches = "true")
  void theNextRunMakesWhatAKilledOneLeftComplete() throws IOException {
    try (OwnServer server = new OwnServer(folder.resolve("pg"), Map.of())) {
      Stage.House house = Stage.House.of(server, folder);
      new Campaign("kills at any moment", LONG).run(number -> kill(house, number));
    }
  }

  /** How many messages a whole run says to the server. */
  private int messages(Stage.House house, Door door, Way way) throws IOException {
    String name = door + " " + way;
    if (!messages.containsKey(name)) {
      try (Stage stage = new Stage(house, door, way, folder.resolve("whole" + messages.size()))) {
        stage.useALine();
        assertThat(stage.run(null)).isZero();
        messages.put(name, stage.line().messages());
      }
    }
    return messages.get(name);
  }

  /** In which state the target was then, the next run having made it complete. */
  private String kill(Stage.House house, int number) throws IOException {
    Random random = new Random(SEED + number);
    List<Door> doors = List.of(Door.JAVA, Door.GODWIT, Door.FLYWAY);
    Door door = doors.get(random.nextInt(doors.size()));
    Way way = door.ways().get(random.nextInt(door.ways().size()));
    try (Stage stage = new Stage(house, door, way, folder.resolve("kill" + number))) {
      int exit = stage.killAt(1 + random.nextInt(messages(house, door, way)));
      String what = "kill " + number + ", " + door + ", " + way + "\n" + stage.output();
      stage.awaitPeace();
      boolean complete = stage.isComplete();
      String left = exit == 0 ? "too late" : complete ? "complete" : "as before";
      assertThat(exit != 0 || complete).as(what).isTrue();
      if (way.keepsBatches()) {
        assertThat(complete || stage.holdsNothingElse()).as(what).isTrue();
        left = complete || stage.isAsBefore() ? left : "with whole batches";
      } else if (!complete) {
        assertThat(stage.state()).as(what).isEqualTo(stage.stateBefore());
      }
      if (!complete || Cell.runsAgain(door, way)) {
        boolean untracked = complete && !stage.isInFlywaysHistory();
        assertThat(stage.again(untracked)).as("%s\nonce more\n%s", what, stage.output()).isZero();
        assertThat(stage.isComplete()).as(what).isTrue();
      }
      return left;
    }
  }
}
