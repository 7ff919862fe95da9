package dev.godwit.cli.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EmbeddedServerTest {
  @TempDir Path folder;
  private EmbeddedServer.Running running;

  @AfterEach
  void stop() {
    if (running != null) {
      ProcessHandle.of(running.pid()).ifPresent(p -> p.destroy());
      kill("INT");
    }
  }

  private void kill(String signal) {
    ProcessHandle.of(running.pid())
        .ifPresent(
            p -> {
              try {
                new ProcessBuilder("kill", "-" + signal, Long.toString(p.pid())).start().waitFor();
                p.onExit().get(30, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
  }

  private String value(String sql) throws SQLException {
    String url = "jdbc:" + running.url().replaceFirst("godwit@", "").replaceFirst("\\?.*", "");
    try (Connection connection = DriverManager.getConnection(url, "godwit", running.password());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.execute(sql) ? statement.getResultSet() : statement.getGeneratedKeys()) {
      return rows.next() ? rows.getString(1) : "";
    }
  }

  @Test
  void outlivesItsStarterIsFoundAgainAndSurvivesAKill() throws Exception {
    running = EmbeddedServer.start(folder);
    assertThat(running.started()).isTrue();
    String url = running.url();
    assertThat(value("CREATE TABLE t AS SELECT 42 AS x")).isEmpty();
    assertThat(value("SHOW fsync") + value("SHOW synchronous_commit")).isEqualTo("onon");

    running = EmbeddedServer.start(folder);
    assertThat(running.started()).isFalse();
    assertThat(running.url()).isEqualTo(url);

    kill("KILL");
    running = EmbeddedServer.start(folder);
    assertThat(running.started()).isTrue();
    assertThat(running.url()).isEqualTo(url);
    assertThat(value("SELECT x FROM t")).isEqualTo("42");
  }

  @Test
  void nobodyEntersWithoutThePasswordThatOnlyTheUserCanRead() throws Exception {
    running = EmbeddedServer.start(folder);
    assertThat(running.url()).doesNotContain(running.password()).contains("?passfile=");
    Path passfile = folder.resolve("postgres/pgpass");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(passfile)))
        .isEqualTo("rw-------");
    assertThat(folder.resolve("postgres/password.unfinished")).doesNotExist();
    assertThatThrownBy(
            () -> {
              String url = "jdbc:" + running.url().replaceFirst("godwit@", "");
              DriverManager.getConnection(url, "godwit", "wrong").close();
            })
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
  }
}
