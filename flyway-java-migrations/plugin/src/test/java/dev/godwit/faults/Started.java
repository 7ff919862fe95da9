package dev.godwit.faults;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that was started through a door, and goes on until it ends or is made to. */
final class Started implements AutoCloseable {
  static final int PATIENCE_SECONDS = 150;

  private final Process process;
  private final Path output;

  Started(Path folder, Map<String, String> environment, List<String> command) {
    try {
      output = Files.createTempFile(folder, "door", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(k -> k.startsWith("PG"));
      builder.environment().putAll(environment);
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  int exitCode() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("it hangs:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Sends it a signal: {@code TERM}, {@code INT}, {@code HUP}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Skips the test where who started it made programs deaf to a signal, as a shell's & does. */
  static void requireHeard(String name) {
    Path status = Path.of("/proc/self/status");
    int number = name.equals("HUP") ? 1 : 2;
    try {
      if (Files.exists(status)) {
        long ignored =
            Files.readAllLines(status).stream()
                .filter(l -> l.startsWith("SigIgn:"))
                .mapToLong(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16))
                .findFirst()
                .orElse(0);
        Assumptions.assumeTrue((ignored >> (number - 1) & 1) == 0, name + " is ignored here");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Interrupts its main thread. */
  void interrupt(Path agent) {
    try {
      VirtualMachine machine = VirtualMachine.attach(Long.toString(process.pid()));
      try {
        machine.loadAgent(agent.toString());
      } finally {
        machine.detach();
      }
    } catch (IOException
        | AttachNotSupportedException
        | AgentLoadException
        | AgentInitializationException e) {
      throw new AssertionError(output(), e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
