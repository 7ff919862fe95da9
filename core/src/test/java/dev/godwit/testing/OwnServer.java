package dev.godwit.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL server that one test may stop, start again and configure as it likes. */
public final class OwnServer implements AutoCloseable {
  private final Path data;
  private final Map<String, String> settings;
  private EmbeddedPostgres running;
  private int port;

  /** Starts it, with its data in this folder, which is made. */
  public OwnServer(Path data, Map<String, String> settings) {
    this.data = data;
    this.settings = settings;
    start();
  }

  private void start() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "off")
            // A crash would take what a test committed a moment ago along.
            .setServerConfig("synchronous_commit", "on");
    settings.forEach(builder::setServerConfig);
    if (port != 0) {
      builder.setPort(port);
    }
    try {
      running = builder.start();
      port = running.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its database postgres. */
  public Database database() {
    return new Database(new Servers.Server("localhost", port, "postgres", "postgres"), "postgres");
  }

  /** A new database of this name, owned by this role. */
  public Database fresh(String name, String owner) {
    database().run("CREATE DATABASE " + name + " OWNER " + owner);
    return new Database(new Servers.Server("localhost", port, "postgres", "postgres"), name);
  }

  /** Ends every session, and answers again afterwards. */
  public void restart() {
    close();
    start();
  }

  /** Ends it as a crash does: nobody is asked, nothing is written down; then starts it again. */
  public void crash() {
    try {
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip();
      new ProcessBuilder("kill", "-QUIT", pid).start().waitFor();
      while (ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent()) {
        Thread.sleep(20);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    restart();
  }

  @Override
  public void close() {
    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
