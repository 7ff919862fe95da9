package dev.godwit.cli.embedded;

import dev.godwit.model.GodwitException;
import dev.godwit.store.OwnFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Properties;

/**
 * Who may enter the embedded server, and by which door. The password lies in a file of libpq's
 * passfile format that only the user can read, so that the URL names the file and never the
 * password.
 */
final class Credentials {
  static final String USER = "godwit";
  private static final String DATABASE = "godwit";
  private static final long PATIENCE_MS = 60_000;

  private final Path passfile;
  private final Path portFile;
  private final Path initial;

  Credentials(Path folder) {
    this.passfile = folder.resolve("pgpass");
    this.portFile = folder.resolve("port");
    this.initial = folder.resolve("password.unfinished");
  }

  /** Makes a folder that only its owner can enter. */
  static void createPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      OwnFile.createFolders(folder);
    }
  }

  private void writePrivate(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    OwnFile.create(file);
    Files.writeString(file, text);
  }

  /** Invents the password; returns a file with nothing else in it, for initdb. */
  Path writePassword() throws IOException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String password = HexFormat.of().formatHex(random);
    // The server listens on localhost only, on whatever port was free.
    writePrivate(passfile, "*:*:*:" + USER + ":" + password + "\n");
    writePrivate(initial, password + "\n");
    return initial;
  }

  String password() throws IOException {
    String line = Files.readString(passfile).strip();
    return line.substring(line.lastIndexOf(':') + 1);
  }

  void remember(int port) throws IOException {
    Files.deleteIfExists(initial);
    Files.writeString(portFile, port + "\n");
  }

  /** The port of the last start, 0 where there was none. */
  int lastPort() throws IOException {
    try {
      return Files.exists(portFile) ? Integer.parseInt(Files.readString(portFile).strip()) : 0;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** For libpq, psql and Godwit. */
  String url(int port) throws IOException {
    try {
      String path = new URI(null, null, passfile.toString(), null).getRawPath();
      return "postgresql://"
          + USER
          + "@localhost:"
          + port
          + "/"
          + DATABASE
          + "?passfile="
          + path.replace("&", "%26").replace("+", "%2B");
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Waits until the server lets somebody in: it may be starting, or recovering from a crash. */
  void awaitAnswer(int port) throws IOException {
    long deadline = System.currentTimeMillis() + PATIENCE_MS;
    while (true) {
      try (Connection connection = connect(port, "postgres")) {
        connection.isValid(1);
        return;
      } catch (SQLException e) {
        boolean starting = "57P03".equals(e.getSQLState()) || "08001".equals(e.getSQLState());
        if (!starting || System.currentTimeMillis() > deadline) {
          throw GodwitException.failed(
              "the embedded PostgreSQL does not answer on port " + port + ": " + e.getMessage(),
              null);
        }
        Programs.pause(100);
      }
    }
  }

  void createDatabase(int port) throws IOException {
    try (Connection connection = connect(port, "postgres");
        Statement statement = connection.createStatement()) {
      try {
        statement.execute("CREATE DATABASE " + DATABASE);
      } catch (SQLException e) {
        if (!"42P04".equals(e.getSQLState())) {
          throw e;
        }
      }
      // The role is called as the schema of Godwit's history: "$user" would lead there.
      statement.execute("ALTER DATABASE " + DATABASE + " SET search_path TO public");
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private Connection connect(int port, String database) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password());
    properties.setProperty("loginTimeout", "10");
    return DriverManager.getConnection(
        "jdbc:postgresql://localhost:" + port + "/" + database, properties);
  }
}
