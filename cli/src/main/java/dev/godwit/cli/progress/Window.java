package dev.godwit.cli.progress;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How many columns the terminal of this process has. A person may make it another size while it is
 * looked at, so it is asked again, once a second at most. For one thread.
 */
public final class Window implements IntSupplier {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(1);

  private int width;
  private long asked = System.nanoTime();

  /** Begins with what the start script was told. */
  public Window(int width) {
    this.width = width;
  }

  @Override
  public int getAsInt() {
    if (System.nanoTime() - asked > EVERY) {
      ask();
      asked = System.nanoTime();
    }
    return width;
  }

  /** Where nobody answers, it stays what it was. */
  private void ask() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      if (size.length == 2 && size[1].matches("[1-9]\\d{0,4}")) {
        width = Integer.parseInt(size[1]);
      }
    } catch (IOException e) {
      // There is no such program, or no such terminal: never ask again.
      asked = Long.MAX_VALUE;
    }
  }
}
