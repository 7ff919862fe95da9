package dev.godwit.postgres.encode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.store.Slack;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ChunksTest {
  private static final int PIECE = 1 << 16;
  private static final int PIECES = 100;

  @Test
  void thereIsTimeToSpareWhileTheEncodingThreadWaitsForTheServer() throws Exception {
    Slack slack = new Slack();
    Chunks chunks = new Chunks(slack);
    FutureTask<Boolean> encoding = new FutureTask<>(() -> fill(chunks), true);
    Thread thread = new Thread(encoding);
    thread.start();

    slack.await();

    assertThat(encoding.isDone()).isFalse();
    int bytes = 0;
    for (Chunks.Chunk chunk = chunks.take(); chunk.bytes() != null; chunk = chunks.take()) {
      bytes += chunk.length();
      chunks.release(chunk);
    }
    assertThat(encoding.get()).isTrue();
    assertThat(bytes).isEqualTo(PIECES * PIECE);
  }

  private static void fill(Chunks chunks) {
    for (int i = 0; i < PIECES; i++) {
      chunks.append(new byte[PIECE]);
    }
    chunks.end();
  }
}
