package dev.godwit.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Chromium without a window, with one page. Hears of everything that goes wrong in it. */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private int number;
  private boolean loaded;

  private Browser(Process process, URI page) {
    this.process = process;
    this.socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(page, new Ear(heard)).join();
    for (String part : List.of("Page", "Runtime", "Log", "Network")) {
      ask(part + ".enable", Map.of());
    }
  }

  /** The first that is on the path; none where there is none. */
  public static Optional<Path> program() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(Path.of(folder)::resolve))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it; {@code folder} is its own. */
  public static Browser start(Path folder) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.contains("ws://")) {
      line = said.readLine();
    }
    if (line == null) {
      throw new IOException("the browser did not start");
    }
    Thread rest = new Thread(() -> said.lines().forEach(l -> {}), "browser");
    rest.setDaemon(true);
    rest.start();
    String host = URI.create(line.substring(line.indexOf("ws://"))).getAuthority();
    HttpRequest pages = HttpRequest.newBuilder(URI.create("http://" + host + "/json")).build();
    String list =
        HttpClient.newHttpClient().send(pages, HttpResponse.BodyHandlers.ofString()).body();
    for (JsonNode target : JsonMapper.shared().readTree(list)) {
      if (target.path("type").asString().equals("page")) {
        return new Browser(process, URI.create(target.path("webSocketDebuggerUrl").asString()));
      }
    }
    throw new IOException("the browser has no page");
  }

  /** Opens an address in a window so wide, and waits until all of it is there. */
  public void open(String address, int width, boolean dark) {
    ask(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", 900, "deviceScaleFactor", 1, "mobile", false));
    Map<String, String> scheme =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    ask("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    loaded = false;
    ask("Page.navigate", Map.of("url", address));
    while (!loaded) {
      hear();
    }
  }

  /** What a script comes to, as text; waits for a promise. */
  public String run(String script) {
    JsonNode answer =
        ask(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    JsonNode thrown = answer.path("exceptionDetails");
    if (!thrown.isMissingNode()) {
      throw new AssertionError(thrown.toString());
    }
    return answer.path("result").path("value").asString("");
  }

  /** Puts words where a person types, after a click on the place. */
  public void type(String text) {
    ask("Input.insertText", Map.of("text", text));
  }

  /** All of the page as a picture. */
  public void picture(Path file) throws IOException {
    JsonNode answer =
        ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(answer.path("data").asString()));
  }

  /** Errors on the console, exceptions, what was asked of the network: everything but files. */
  public List<String> complaints() {
    ask("Runtime.evaluate", Map.of("expression", "0"));
    return List.copyOf(complaints);
  }

  private JsonNode ask(String method, Map<String, ?> parameters) {
    number++;
    int id = number;
    Map<String, ?> question = Map.of("id", id, "method", method, "params", parameters);
    socket.sendText(JsonMapper.shared().writeValueAsString(question), true).join();
    while (true) {
      JsonNode message = hear();
      if (message.path("id").asInt(0) == id) {
        return message.path("result");
      }
    }
  }

  private JsonNode hear() {
    JsonNode message;
    try {
      message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (message == null) {
      throw new AssertionError("the browser does not answer");
    }
    JsonNode parameters = message.path("params");
    switch (message.path("method").asString("")) {
      case "Page.loadEventFired" -> loaded = true;
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Log.entryAdded" -> complaints.add(parameters.path("entry").path("text").asString());
      case "Runtime.consoleAPICalled" -> {
        if (!parameters.path("type").asString().equals("log")) {
          complaints.add(parameters.path("args").toString());
        }
      }
      case "Network.requestWillBeSent" -> {
        String address = parameters.path("request").path("url").asString();
        if (!address.matches("(?:file|data|blob):.*|http://(?:localhost|127\\.0\\.0\\.1):.*")) {
          complaints.add("asked for " + address);
        }
      }
      default -> {}
    }
    return message;
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts the parts of each message together. */
  private static final class Ear implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final BlockingQueue<JsonNode> heard;

    Ear(BlockingQueue<JsonNode> heard) {
      this.heard = heard;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        heard.add(JsonMapper.shared().readTree(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }
  }
}
