package dev.godwit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** One fault through one door, used in one way, at one moment. */
record Cell(Fault fault, Door door, Way way, String moment) {
  /** Lets it happen, and looks at what is there then, and after one more run. */
  void tryOut(Stage.House house, Path folder) throws IOException {
    try (Stage stage = new Stage(house, door, way, folder)) {
      judge(stage, fault.strike(stage, moment));
    }
  }

  private void judge(Stage stage, int exit) {
    String what = this + ": exit code " + exit + "\n" + stage.output();
    stage.awaitPeace();
    boolean complete = stage.isComplete();
    if (way.keepsBatches()) {
      assertThat(complete || stage.holdsNothingElse()).as(what).isTrue();
    } else if (!complete) {
      assertThat(stage.state()).as(what).isEqualTo(stage.stateBefore());
    }
    switch (fault.leaves(door)) {
      case NOTHING -> assertThat(complete || exit == 0).as(what).isFalse();
      case ALL -> assertThat(complete && exit == 0).as(what).isTrue();
      case EITHER -> assertThat(exit == 0).as(what).isEqualTo(complete);
      case UNKNOWN -> assertThat(exit != 0 || complete).as(what).isTrue();
    }
    boolean tracked = stage.isInFlywaysHistory();
    if (door.isFlyways(way) && way != Way.OWN_TRANSACTION) {
      assertThat(tracked).as(what).isEqualTo(complete);
    }
    stage.requireTidy(fault);
    if (!complete || runsAgain(door, way)) {
      int second = stage.again(complete && !tracked);
      assertThat(second).as("%s: once more\n%s", this, stage.output()).isZero();
      assertThat(stage.isComplete()).as("%s: complete after one more run", this).isTrue();
      assertThat(stage.isInFlywaysHistory()).isEqualTo(door.isFlyways(way));
    }
  }

  /** Whether one more run after a whole one has nothing to do; {@code ./godwit} refuses it. */
  static boolean runsAgain(Door door, Way way) {
    return door.isFlyways(way) && door != Door.GODWIT;
  }

  @Override
  public String toString() {
    return fault + " · " + door + " · " + way + (moment.isEmpty() ? "" : " · " + moment);
  }
}
