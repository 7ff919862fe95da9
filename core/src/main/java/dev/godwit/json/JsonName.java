package dev.godwit.json;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON store's name: a path, {@code json:PATH}, or {@code json:PATH?shape=…&key=…}. What follows
 * the question mark says how it is to be read or written: its shape, what its only table is called,
 * primary keys by table, paths of members that become columns ({@code flatten}) or tables ({@code
 * children}) or stay JSON whatever they hold ({@code json}), and {@code missing=null}: a member
 * that is not there is as one that is null.
 */
public record JsonName(
    Path path,
    Optional<Shape> shape,
    Optional<String> table,
    Map<String, String> keys,
    Set<String> flatten,
    Set<String> children,
    Set<String> json,
    boolean missingAsNull) {
  private static final String PREFIX = "json:";
  private static final List<String> PARAMETERS =
      List.of("shape", "table", "key", "flatten", "children", "json", "missing");

  public JsonName {
    keys = Map.copyOf(keys);
    flatten = Set.copyOf(flatten);
    children = Set.copyOf(children);
    json = Set.copyOf(json);
  }

  /** Whether the name says JSON, or names a file or folder that holds it. Reads a few bytes. */
  public static boolean recognises(String name) {
    if (name.startsWith(PREFIX)) {
      return true;
    }
    try {
      Path path = Path.of(name);
      return Files.isDirectory(path) ? isFolder(path) : startsAsJson(path);
    } catch (InvalidPathException | IOException e) {
      return false;
    }
  }

  private static boolean isFolder(Path path) throws IOException {
    try (var files = Files.list(path)) {
      return files.anyMatch(f -> isJson(f.getFileName().toString()));
    }
  }

  static boolean isJson(String file) {
    return !file.startsWith(".") && file.matches("(?i).*\\.(json|ndjson|jsonl)");
  }

  static boolean startsAsJson(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(512);
      boolean mark = head.length > 2 && head[0] == (byte) 0xef && head[1] == (byte) 0xbb;
      int start = mark ? 3 : 0;
      while (start < head.length && " \t\r\n".indexOf(head[start]) >= 0) {
        start++;
      }
      return start < head.length
          && (head[start] == '[' || head[start] == '{')
          && isText(head, start);
    }
  }

  /** Encrypted files look random, and some begin with a bracket. */
  private static boolean isText(byte[] head, int start) {
    for (int i = start; i < head.length; i++) {
      if (head[i] >= 0 && head[i] < ' ' && " \t\r\n".indexOf(head[i]) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Takes a name apart; throws where a parameter is not known. */
  public static JsonName parse(String name) {
    String rest = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    int mark = rest.lastIndexOf('?');
    boolean plain = mark < 0 || Files.exists(Path.of(rest));
    Map<String, String> given = plain ? Map.of() : parameters(rest.substring(mark + 1));
    Path path = Path.of(plain ? rest : rest.substring(0, mark));
    if (path.toString().isEmpty()) {
      throw GodwitException.usage(name + ": write json:PATH");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    for (String key : list(given.get("key"))) {
      int dot = key.indexOf('.');
      keys.put(dot < 0 ? "" : key.substring(0, dot), key.substring(dot + 1));
    }
    return new JsonName(
        path,
        Optional.ofNullable(given.get("shape")).map(Shape::of),
        Optional.ofNullable(given.get("table")),
        keys,
        list(given.get("flatten")),
        list(given.get("children")),
        list(given.get("json")),
        "null".equals(given.get("missing")));
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      String key = equals < 0 ? pair : pair.substring(0, equals);
      if (!PARAMETERS.contains(key) || equals < 0) {
        throw GodwitException.usage(
            "json:…?" + key + ": not a parameter; known are " + String.join(", ", PARAMETERS));
      }
      result.put(key, URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return result;
  }

  private static Set<String> list(String value) {
    return value == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(value.split(",")));
  }

  /** The same of another file. */
  JsonName at(Path other) {
    return new JsonName(other, shape, table, keys, flatten, children, json, missingAsNull);
  }

  /** The primary key that was named for a table, if one was. */
  Optional<String> key(String of) {
    return Optional.ofNullable(keys.getOrDefault(of, keys.get("")));
  }

  /** What tells the store apart: its path with all links followed, as far as it exists. */
  Set<String> places() {
    try {
      return Set.of(path.toRealPath().toString());
    } catch (IOException e) {
      return Set.of(path.toAbsolutePath().normalize().toString());
    }
  }

  @Override
  public String toString() {
    return PREFIX + path;
  }
}
