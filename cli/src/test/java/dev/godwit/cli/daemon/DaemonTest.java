package dev.godwit.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.startup.Application;
import dev.godwit.startup.DatabaseConfig;
import dev.godwit.startup.InstanceLock;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.SqliteFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(FreshDatabase.class)
@Timeout(180)
class DaemonTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  // A configuration, switched by one word ---------------------------------------------------------

  private Path write(String engine, Database server, String more) throws IOException {
    return Files.writeString(
        folder.resolve("config.yml"),
        """
        computer: {name: macbook}
        database:
          engine: %s
          path: teleclaude.db
          events_path: events.db
          host: %s
          port: %d
          dbname: %s
          user: %s
          password: "%s"
          %s
        """
            .formatted(
                engine,
                server.host(),
                server.port(),
                server.name(),
                server.user(),
                server.password(),
                more));
  }

  private DatabaseConfig config(String engine, Database server, String more) throws IOException {
    Path file = write(engine, server, more);
    return DatabaseConfig.load(Application.TELECLAUDE, file, Map.of("HOME", folder.toString()));
  }

  private Daemon start(DatabaseConfig config) {
    return Daemon.start(config, 0, log::add);
  }

  /** The installation that the manual's sample is. */
  private void install() throws IOException {
    Path samples = Path.of(System.getProperty("godwit.root", "..")).resolve("docs/sample");
    Files.copy(samples.resolve("teleclaude.db"), folder.resolve("teleclaude.db"));
    Files.copy(samples.resolve("events.db"), folder.resolve("events.db"));
  }

  // HTTP ------------------------------------------------------------------------------------------

  private record Reply(int status, JsonNode body) {}

  private Reply get(Daemon daemon, String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(daemon, path)).GET());
  }

  private Reply post(Daemon daemon, String type, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(uri(daemon, "/sessions"))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static URI uri(Daemon daemon, String path) {
    return URI.create("http://127.0.0.1:" + daemon.port() + path);
  }

  private Reply send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Reply(response.statusCode(), JsonMapper.shared().readTree(response.body()));
  }

  /** Every session by its id: SQLite keeps the order of JSON's keys, PostgreSQL does not. */
  private Map<String, JsonNode> sessions(Daemon daemon) throws Exception {
    Map<String, JsonNode> result = new TreeMap<>();
    get(daemon, "/sessions?limit=1000").body().forEach(s -> result.put(s.get("id").asString(), s));
    return result;
  }

  // What the kit is for ---------------------------------------------------------------------------

  @Test
  void theSameSessionsAreServedAfterTheEngineIsSwitched(Database server) throws Exception {
    install();
    Map<String, JsonNode> before;
    String written;
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      assertThat(log)
          .contains(folder.resolve("teleclaude.db") + ": adopted as version 1, as it is");
      assertThat(get(daemon, "/health").body().toString())
          .isEqualTo("{\"status\":\"ok\",\"engine\":\"sqlite\",\"sessions\":9}");
      Reply created =
          post(
              daemon,
              "application/json",
              "{\"computer\": \"macbook\", \"title\": \"Écrit par HTTP\", \"metadata\":"
                  + " {\"z\": 1, \"a\": [1.50, 9007199254740993]}}");
      assertThat(created.status()).isEqualTo(201);
      written = created.body().get("id").asString();
      before = sessions(daemon);
      assertThat(before).hasSize(10);
      assertThat(get(daemon, "/sessions").body().get(0).get("id").asString()).isEqualTo(written);
    }
    assertThat(folder.resolve("teleclaude.db-wal")).as("closed in order").doesNotExist();
    String from = "import_from: [teleclaude.db, events.db]";
    try (Daemon daemon = start(config("postgresql", server, from))) {
      assertThat(log).anyMatch(l -> l.matches("imported \\d+ rows from .*, exact"));
      assertThat(get(daemon, "/health").body().get("engine").asString()).isEqualTo("postgresql");
      assertThat(sessions(daemon)).isEqualTo(before);
      assertThat(get(daemon, "/sessions/" + written).body()).isEqualTo(before.get(written));
      assertThat(get(daemon, "/sessions").body().get(0).get("id").asString()).isEqualTo(written);
      post(daemon, "application/json", "{\"computer\": \"second\"}");
    }
    try (Daemon daemon = start(config("postgresql", server, from))) {
      assertThat(sessions(daemon)).as("the import runs once").hasSize(11);
    }
    assertThat(SqliteFiles.number(folder.resolve("teleclaude.db"), "SELECT count(*) FROM sessions"))
        .as("the old database is left as it was")
        .isEqualTo(10);
  }

  @Test
  void aSecondInstanceIsRefusedOnBothEngines(Database server) throws Exception {
    for (String engine : List.of("sqlite", "postgresql")) {
      DatabaseConfig config = config(engine, server, "import_from: none");
      try (Daemon daemon = start(config)) {
        assertThatThrownBy(() -> start(config))
            .hasMessageStartingWith("teleclaude runs on " + config + " already: pid ");
        assertThat(get(daemon, "/health").status()).isEqualTo(200);
        assertThat(StartCheck.of(config).problems())
            .singleElement()
            .asString()
            .startsWith("lock: held by pid " + ProcessHandle.current().pid());
      }
      assertThat(StartCheck.of(config).findings()).contains("schema: up to date", "lock: free");
    }
  }

  @Test
  void whatIsNotDecidedAboutTheImportIsInTheLog(Database server) throws Exception {
    DatabaseConfig config = config("postgresql", server, "");
    try (Daemon daemon = start(config)) {
      assertThat(log).anyMatch(l -> l.contains("the import (version 2) stays pending"));
      assertThat(get(daemon, "/sessions").body().size()).isZero();
    }
    log.clear();
    start(config("postgresql", server, "import_from: none")).close();
    assertThat(log).contains("there was nothing to import, and that is on record now");
  }

  @Test
  void aStartThatFailsLeavesNothingOpen(Database server) throws Exception {
    DatabaseConfig broken = config("postgresql", server, "import_from: away.db");
    assertThatThrownBy(() -> start(broken)).hasMessageContaining("away.db does not exist");
    assertThat(InstanceLock.holder(broken)).isEmpty();
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      DatabaseConfig other = config("postgresql", server, "import_from: none");
      assertThatThrownBy(() -> Daemon.start(other, daemon.port(), log::add))
          .hasMessageContaining("port " + daemon.port() + " cannot be served");
      assertThat(InstanceLock.holder(other)).isEmpty();
    }
  }

  @Test
  void aDaemonThatLosesItsLockEnds(Database server) throws Exception {
    Daemon daemon = start(config("sqlite", server, ""));
    Files.delete(folder.resolve("teleclaude.db.lock"));
    assertThat(daemon.await()).isFalse();
    assertThat(log).contains("stopped");
  }

  @Test
  void requestsThatAreWrongAreAnsweredSo(Database server) throws Exception {
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      assertThat(get(daemon, "/sessions/none")).matches(r -> r.status() == 404);
      assertThat(get(daemon, "/elsewhere").status()).isEqualTo(404);
      assertThat(get(daemon, "/sessions?limit=all").status()).isEqualTo(400);
      assertThat(post(daemon, "text/plain", "{\"computer\": \"c\"}").status()).isEqualTo(415);
      assertThat(post(daemon, "application/json", "{\"title\": \"x\"}").body().get("error"))
          .hasToString("\"computer is missing\"");
      Reply unknown = post(daemon, "application/json", "{\"computer\": \"c\", \"titel\": \"x\"}");
      assertThat(unknown.body().get("error"))
          .hasToString("\"titel is not known; did you mean title?\"");
      assertThat(post(daemon, "application/json", "{secret").body().toString())
          .contains("send a JSON object")
          .doesNotContain("secret");
      assertThat(post(daemon, "application/json", "{\"computer\": \"a\\u0000\"}").status())
          .isEqualTo(400);
      Reply deleted = send(HttpRequest.newBuilder(uri(daemon, "/sessions")).DELETE());
      assertThat(deleted.status()).isEqualTo(405);
      assertThat(get(daemon, "/health").body().get("sessions").asInt()).isZero();
    }
  }

  @Test
  void aNumberComesBackToTheLastDigitOrIsRefused(Database server) throws Exception {
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      String exact = "{\"computer\": \"c\", \"metadata\": {\"n\": 12345678901234567890.123456789}}";
      Reply made = post(daemon, "application/json", exact);
      HttpResponse<String> found =
          client.send(
              HttpRequest.newBuilder(uri(daemon, "/sessions/" + made.body().get("id").asString()))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(found.body()).contains("12345678901234567890.123456789");
      for (String value :
          new String[] {"1e99999", "\"a\\ud800b\"", "\"\\u0000\"", "{\"k\": 1, \"k\": 2}", "NaN"}) {
        assertThat(
                post(daemon, "application/json", "{\"computer\":\"c\",\"metadata\":" + value + "}")
                    .status())
            .as(value)
            .isEqualTo(400);
      }
    }
  }

  @Test
  void hundredsOfClientsThatAreSilentOrSendHalfABodyKeepNobodyWaiting(Database server)
      throws Exception {
    List<java.net.Socket> slow = new java.util.ArrayList<>();
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      String half =
          "POST /sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 400\r\n\r\n{";
      for (int i = 0; i < 400; i++) {
        var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), daemon.port());
        slow.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
        }
      }
      long begin = System.nanoTime();
      assertThat(get(daemon, "/health").status()).isEqualTo(200);
      assertThat((System.nanoTime() - begin) / 1_000_000_000L).isLessThan(15);
    } finally {
      for (java.net.Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** The name by which a page of another site would reach this machine. */
  @Test
  void anotherHostsNameIsNotAnswered(Database server) throws Exception {
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      for (String head :
          new String[] {
            "/sessions HTTP/1.0\r\nHost: evil.example",
            "/sessions HTTP/1.0\r\nHost: localhost.evil.example",
            "/sessions HTTP/1.0\r\nHost: localhost\r\nHost: evil.example",
            "http://evil.example/sessions HTTP/1.0\r\nHost: localhost",
            "/sessions HTTP/1.0"
          }) {
        assertThat(raw(daemon, head)).startsWith("HTTP/1.1 403 ").contains("ask for localhost");
      }
      assertThat(raw(daemon, "/health HTTP/1.0\r\nHost: LOCALHOST:80")).contains(" 200 ");
    }
  }

  private static String raw(Daemon daemon, String head) throws IOException {
    try (var socket =
        new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), daemon.port())) {
      byte[] request = ("GET " + head + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(request);
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void bytesThatAreNoUtf8AreRefused(Database server) throws Exception {
    try (Daemon daemon = start(config("sqlite", server, ""))) {
      String sent = "{\"computer\": \"\u00e4\"}";
      byte[] overlong = "{\"computer\": \"..\"}".getBytes(StandardCharsets.US_ASCII);
      overlong[14] = (byte) 0xc0;
      overlong[15] = (byte) 0xaf;
      for (byte[] body :
          List.of(
              sent.getBytes(StandardCharsets.ISO_8859_1),
              sent.getBytes(StandardCharsets.UTF_16),
              overlong)) {
        Reply reply =
            send(
                HttpRequest.newBuilder(uri(daemon, "/sessions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
        assertThat(reply.status()).isEqualTo(400);
      }
      assertThat(post(daemon, "application/json", sent).status()).isEqualTo(201);
    }
  }

  // The verb --------------------------------------------------------------------------------------

  @Test
  void sigtermStopsTheProgramInOrder(Database server) throws Exception {
    install();
    Path file = write("sqlite", server, "");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.godwit.cli.Main",
                "daemon",
                "--config",
                file.toString(),
                "--port",
                "0")
            .redirectError(folder.resolve("log").toFile())
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String ready = out.readLine();
      assertThat(ready).as(Files.readString(folder.resolve("log"))).startsWith("ready on http://");
      URI sessions = URI.create(ready.substring("ready on ".length()) + "/sessions");
      assertThat(send(HttpRequest.newBuilder(sessions)).body().size()).isEqualTo(9);
      process.destroy();
      process.waitFor();
    } finally {
      process.destroyForcibly();
    }
    assertThat(folder.resolve("log")).content().contains("stopped").doesNotContain("Exception");
    assertThat(folder.resolve("teleclaude.db-wal")).doesNotExist();
    assertThat(folder.resolve("teleclaude.db.lock")).isEmptyFile();
  }
}
