package dev.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlackTest {
  private final Slack slack = new Slack();

  /** Starts the work and returns once it waits. */
  private static FutureTask<Boolean> waiting(Runnable work) throws InterruptedException {
    FutureTask<Boolean> task = new FutureTask<>(work, true);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    return task;
  }

  @Test
  void workWaitsUntilTheThreadThatBringsRowsDoes() throws Exception {
    FutureTask<Boolean> work = waiting(slack::await);

    slack.begin();

    assertThat(work.get()).isTrue();
  }

  @Test
  void workWaitsAgainOnceThatThreadGoesOn() throws Exception {
    slack.begin();
    slack.await();
    slack.pause();
    FutureTask<Boolean> work = waiting(slack::await);

    slack.end();

    assertThat(work.get()).isTrue();
  }

  @Test
  void workThatCannotPauseWaitsForTheLastRow() throws Exception {
    FutureTask<Boolean> work = waiting(slack::awaitEnd);
    slack.begin();
    slack.pause();
    assertThat(work.isDone()).isFalse();

    slack.end();

    assertThat(work.get()).isTrue();
  }

  @Test
  void afterTheLastRowAllTimeIsToSpare() {
    slack.end();
    slack.pause();

    slack.await();
    slack.awaitEnd();
  }

  @Test
  void workThatNobodyWantsEndsWhereverItIs() throws Exception {
    FutureTask<Boolean> work = waiting(slack::await);

    slack.cancel();

    assertThatThrownBy(work::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancellationException.class);
    assertThatThrownBy(slack::await).isInstanceOf(CancellationException.class);
  }
}
