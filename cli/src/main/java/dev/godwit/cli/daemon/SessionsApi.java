package dev.godwit.cli.daemon;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.godwit.model.Shown;
import dev.godwit.plan.Nearest;
import dev.godwit.startup.Database;
import dev.godwit.startup.InstanceLock;
import dev.godwit.startup.teleclaude.Session;
import dev.godwit.startup.teleclaude.Sessions;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * {@code GET /health}, {@code GET /sessions?limit=N}, {@code GET /sessions/ID} and {@code POST
 * /sessions}. A page of another site that a browser shows cannot use it: it asks for the loopback
 * name as Host, and for JSON as content type.
 */
final class SessionsApi implements HttpHandler {
  private static final Pattern HOST =
      Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");
  private static final Pattern LIMIT = Pattern.compile("limit=(\\d{1,6})");
  private static final Set<String> MEMBERS = Set.of("computer", "title", "metadata", "ownerPerson");
  private static final String PATH = "/sessions";
  private static final int USUAL_LIMIT = 100;
  private static final int MOST_BYTES = 1 << 20;

  /** An answer that is no success. */
  private static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Refusal(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private record Answer(int status, Object body) {}

  private final Sessions sessions;
  private final Database database;
  private final InstanceLock lock;

  SessionsApi(Sessions sessions, Database database, InstanceLock lock) {
    this.sessions = sessions;
    this.database = database;
    this.lock = lock;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (Refusal e) {
        answer = new Answer(e.status, Map.of("error", e.getMessage()));
      } catch (RuntimeException e) {
        // Its message may hold what a row holds; the caller gets the kind of failure only.
        answer = new Answer(500, Map.of("error", e.getClass().getSimpleName()));
      }
      byte[] body = Body.MAPPER.writeValueAsBytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    requireOurName(exchange);
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath();
    if (path.equals(PATH) && method.equals("POST")) {
      return create(exchange);
    }
    if (!method.equals("GET")) {
      throw new Refusal(405, "GET, or POST to " + PATH);
    }
    if (path.equals("/health")) {
      return health();
    }
    if (path.equals(PATH)) {
      return new Answer(200, sessions.list(limit(exchange.getRequestURI().getRawQuery())));
    }
    if (path.startsWith(PATH + "/")) {
      return sessions
          .find(path.substring(PATH.length() + 1))
          .map(s -> new Answer(200, s))
          .orElseThrow(() -> new Refusal(404, "no such session"));
    }
    throw new Refusal(404, "no such page");
  }

  /** A page of another site reaches this machine by that site's name alone. */
  private static void requireOurName(HttpExchange exchange) {
    List<String> names =
        new ArrayList<>(exchange.getRequestHeaders().getOrDefault("Host", List.of()));
    boolean one = names.size() == 1;
    String inTheAddress = exchange.getRequestURI().getRawAuthority();
    if (inTheAddress != null) {
      names.add(inTheAddress);
    }
    if (!one || !names.stream().allMatch(n -> HOST.matcher(n).matches())) {
      throw new Refusal(403, "ask for localhost");
    }
  }

  private Answer health() {
    boolean held = lock.isHeld();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", held ? "ok" : "lock lost");
    body.put("engine", database.engine().toString());
    body.put("sessions", sessions.count());
    return new Answer(held ? 200 : 503, body);
  }

  private static int limit(String query) {
    if (query == null) {
      return USUAL_LIMIT;
    }
    Matcher matcher = LIMIT.matcher(query);
    if (!matcher.matches()) {
      throw new Refusal(400, "limit=N is all that can be asked for");
    }
    return Integer.parseInt(matcher.group(1));
  }

  private Answer create(HttpExchange exchange) throws IOException {
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    if (!type.matches("(?i)application/json *(;.*)?")) {
      throw new Refusal(415, "send application/json");
    }
    byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new Refusal(413, "at most " + MOST_BYTES + " bytes");
    }
    JsonNode tree = Body.object(body);
    if (tree == null) {
      throw new Refusal(
          400,
          "send a JSON object in UTF-8: no key twice, no U+0000, no half of a surrogate pair,"
              + " numbers of at most 1000 digits");
    }
    Session session = session(tree);
    sessions.save(session);
    return new Answer(201, session);
  }

  private static Session session(JsonNode tree) {
    for (String name : tree.propertyNames()) {
      if (!MEMBERS.contains(name)) {
        throw new Refusal(
            400,
            Shown.line(name) + " is not known; did you mean " + Nearest.to(name, MEMBERS) + "?");
      }
    }
    String computer = text(tree, "computer");
    if (computer == null) {
      throw new Refusal(400, "computer is missing");
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Session plain = Session.of(UUID.randomUUID().toString(), computer, text(tree, "title"), now);
    return new Session(
        plain.id(),
        plain.computer(),
        plain.title(),
        plain.status(),
        plain.visibility(),
        false,
        tree.hasNonNull("metadata") ? tree.get("metadata") : null,
        plain.createdAt(),
        plain.lastActivity(),
        null,
        text(tree, "ownerPerson"),
        null);
  }

  private static String text(JsonNode tree, String key) {
    JsonNode value = tree.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() || value.asString().indexOf('\0') >= 0) {
      throw new Refusal(400, key + " must be text without U+0000");
    }
    return value.asString();
  }
}
