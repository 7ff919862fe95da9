package dev.godwit.json.read;

import dev.godwit.format.Format;
import dev.godwit.format.Parameters;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A JSON store's name: a path, {@code json:PATH}, or {@code json:PATH?shape=…&key=…}. What follows
 * the question mark says how it is to be read or written: its shape, what its only table is called,
 * primary keys by table, paths of members that become columns ({@code flatten}) or tables ({@code
 * children}, with what they are called) or stay JSON whatever they hold ({@code json}), and {@code
 * missing=null}: a member that is not there is as one that is null. {@code given} is all of that as
 * it was written.
 */
public record JsonName(
    Path path,
    Optional<Shape> shape,
    Optional<String> table,
    Map<String, String> keys,
    Set<String> flatten,
    Map<String, String> children,
    Set<String> json,
    boolean missingAsNull,
    Map<String, List<String>> given) {
  private static final String PREFIX = "json:";
  private static final List<String> PARAMETERS =
      List.of("shape", "table", "key", "flatten", "children", "json", "missing");

  private static final List<String> SINGLE = List.of("shape", "table", "missing");

  public JsonName {
    given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    keys = Map.copyOf(keys);
    flatten = Set.copyOf(flatten);
    children = Collections.unmodifiableMap(new LinkedHashMap<>(children));
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

  public static boolean isJson(String file) {
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

  /**
   * Takes a name apart; {@code below} are parameters for what the name itself does not say. Throws
   * where one is not known.
   */
  public static JsonName parse(String name, Map<String, List<String>> below) {
    String rest = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    int mark = rest.lastIndexOf('?');
    boolean plain = mark < 0 || Files.exists(Path.of(rest));
    Map<String, List<String>> given = new LinkedHashMap<>(below);
    given.putAll(
        plain ? Map.of() : Parameters.parse(PREFIX, rest.substring(mark + 1), PARAMETERS, SINGLE));
    Path path = Path.of(plain ? rest : rest.substring(0, mark));
    if (path.toString().isEmpty() || path.toString().equals("-")) {
      throw GodwitException.usage(
          name + ": write json:PATH, the path of a file or folder; no stream can be used here");
    }
    return of(path, given);
  }

  private static JsonName of(Path path, Map<String, List<String>> given) {
    Optional<String> missing = only(given, "missing");
    if (missing.filter(word -> !word.equals("null")).isPresent()) {
      throw GodwitException.usage("json:…?missing=" + missing.get() + ": null, or leave it out");
    }
    Map<String, String> keys = new LinkedHashMap<>();
    for (String key : given.getOrDefault("key", List.of())) {
      int dot = key.indexOf('.');
      keys.put(dot < 0 ? "" : key.substring(0, dot), key.substring(dot + 1));
    }
    return new JsonName(
        path,
        only(given, "shape").map(Shape::of),
        only(given, "table"),
        keys,
        Set.copyOf(given.getOrDefault("flatten", List.of())),
        children(given.getOrDefault("children", List.of())),
        Set.copyOf(given.getOrDefault("json", List.of())),
        missing.isPresent(),
        given);
  }

  private static Optional<String> only(Map<String, List<String>> given, String key) {
    return given.getOrDefault(key, List.of()).stream().findFirst();
  }

  /** By path of the array, the table; without a name of its own, it has the path's. */
  private static Map<String, String> children(List<String> given) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String child : given) {
      int colon = child.lastIndexOf(':');
      String path = colon < 0 ? child : child.substring(0, colon);
      result.put(path, colon < 0 ? path.replace('.', '_') : child.substring(colon + 1));
    }
    return result;
  }

  /** The same of another file. */
  public JsonName at(Path other) {
    return of(other, given);
  }

  /** This name, with these parameters for what it does not say. */
  JsonName over(Map<String, List<String>> parameters) {
    Map<String, List<String>> all = new LinkedHashMap<>(parameters);
    all.putAll(given);
    return of(path, all);
  }

  /** With what was said when the file was last written, where it is not said now. */
  public JsonName remembered() {
    return over(Parameters.in(Format.notes(path)));
  }

  /** The primary key that was named for a table, if one was. */
  public Optional<String> key(String of) {
    return Optional.ofNullable(keys.getOrDefault(of, keys.get("")));
  }

  @Override
  public String toString() {
    return PREFIX + path;
  }
}
