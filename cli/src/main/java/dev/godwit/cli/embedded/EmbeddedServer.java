package dev.godwit.cli.embedded;

import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A PostgreSQL of the user's own: it outlives the program, and the next run finds it again, started
 * or not, on the same port with the same data.
 */
public final class EmbeddedServer {
  private static final int FIRST_PORT = 54330;
  private static final int LAST_PORT = 54399;

  private final Path folder;
  private final Path data;
  private final Credentials credentials;

  private EmbeddedServer(Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.credentials = new Credentials(folder);
  }

  /** A server that answers. {@code started} tells whether this run had to start it. */
  public record Running(String url, String password, long pid, boolean started) {
    /** The command that stops it, on a system of this name. */
    public String stop(String system) {
      return (system.startsWith("Windows") ? "Stop-Process -Id " : "kill -INT ") + pid;
    }
  }

  /** Which PostgreSQL this program brings, and whether there is one for this system. */
  public static String brought() {
    return Binaries.brought();
  }

  /** Finds the server of this data folder running, or makes and starts it. */
  public static Running start(Path dataFolder) {
    Path folder = dataFolder.resolve("postgres").toAbsolutePath().normalize();
    try {
      Credentials.createPrivate(folder);
      // Two programs at once must not both initialise it.
      try (FileChannel file = OwnFile.open(folder.resolve("lock"));
          FileLock lock = file.lock()) {
        return lock.isValid() ? new EmbeddedServer(folder).start() : null;
      }
    } catch (IOException e) {
      throw GodwitException.failed(
          "the embedded PostgreSQL in "
              + folder
              + " cannot be set up: "
              + e
              + "; or name a target with --to postgresql://user@host:port/database",
          e);
    }
  }

  private Running start() throws IOException {
    Optional<Postmaster> known = Postmaster.read(data);
    if (known.isPresent() && known.get().runs()) {
      credentials.awaitAnswer(known.get().port());
      return running(known.get(), false);
    }
    Binaries binaries = Binaries.in(folder);
    Programs programs = new Programs(binaries, folder);
    initialise(programs);
    requireSameMajor(binaries);
    // Left behind by a crash; PostgreSQL would take it for its own if the number is in use again.
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    int port = port();
    programs.start(data, port);
    credentials.remember(port);
    credentials.awaitAnswer(port);
    credentials.createDatabase(port);
    Postmaster now =
        Postmaster.read(data).orElseThrow(() -> new IOException("the server stopped again"));
    return running(now, true);
  }

  private Running running(Postmaster postmaster, boolean started) throws IOException {
    return new Running(
        credentials.url(postmaster.port()), credentials.password(), postmaster.pid(), started);
  }

  private void initialise(Programs programs) throws IOException {
    if (Files.exists(data.resolve("PG_VERSION"))) {
      return;
    }
    Path unfinished = folder.resolve("data.unfinished");
    Binaries.delete(unfinished);
    programs.initialise(unfinished, credentials.writePassword());
    Files.move(unfinished, data);
  }

  private void requireSameMajor(Binaries binaries) throws IOException {
    String has = Files.readString(data.resolve("PG_VERSION")).strip();
    if (!has.equals(Integer.toString(binaries.major()))) {
      throw GodwitException.refused(
          "the data in "
              + data
              + " are of PostgreSQL "
              + has
              + ", and this Godwit brings "
              + binaries.version()
              + "; dump them with the old one, or move the folder away to begin with an empty one");
    }
  }

  /** The port of last time, or the first that is free. */
  private int port() throws IOException {
    int last = credentials.lastPort();
    if (last > 0 && isFree(last)) {
      return last;
    }
    for (int port = FIRST_PORT; port <= LAST_PORT; port++) {
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
