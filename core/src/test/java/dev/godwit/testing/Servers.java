package dev.godwit.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The PostgreSQL that all tests of one JVM share: {@code GODWIT_TEST_PG} where set (a URL such as
 * postgresql://user:password@host/postgres, of a superuser), else a container where a Docker engine
 * answers, else an embedded server.
 */
final class Servers {
  /** Where the server is and who may create databases there. */
  record Server(String host, int port, String user, String password) {}

  private static final Server SERVER = start();

  private Servers() {}

  static Server server() {
    return SERVER;
  }

  private static Server start() {
    String given = System.getenv("GODWIT_TEST_PG");
    if (given != null && !given.isBlank()) {
      URI uri = URI.create(given.replaceFirst("^jdbc:", ""));
      String[] user = (uri.getUserInfo() == null ? "postgres" : uri.getUserInfo()).split(":", 2);
      return new Server(
          uri.getHost(),
          uri.getPort() < 0 ? 5432 : uri.getPort(),
          user[0],
          user.length > 1 ? user[1] : "");
    }
    return dockerAnswers() ? container() : embedded();
  }

  private static boolean dockerAnswers() {
    try {
      return DockerClientFactory.instance().isDockerAvailable();
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  @SuppressWarnings("resource") // Lives as long as the JVM; Testcontainers removes it then.
  private static Server container() {
    String version = System.getProperty("godwit.pg.version", "18");
    PostgreSQLContainer container = new PostgreSQLContainer("postgres:" + version + "-alpine");
    container.start();
    return new Server(
        container.getHost(),
        container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
        container.getUsername(),
        container.getPassword());
  }

  @SuppressWarnings("resource") // Lives as long as the JVM; its shutdown hook ends it.
  private static Server embedded() {
    try {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
      return new Server("localhost", postgres.getPort(), "postgres", "postgres");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
