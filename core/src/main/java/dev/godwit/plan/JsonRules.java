package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads what rules say of JSON, under {@code from} of a source, under {@code to} of a target: the
 * parameters of a {@code json:} name.
 */
final class JsonRules {
  private static final List<String> SIDES = List.of("from", "to");
  private static final List<String> WORDS = List.of("shape", "table", "missing");
  private static final List<String> LISTS = List.of("flatten", "json");

  private final String origin;

  JsonRules(String origin) {
    this.origin = origin;
  }

  Rules.Json read(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Rules.Json.NONE;
    }
    requireKnown(node, "json", SIDES);
    return new Rules.Json(side(node.path("from"), "json.from"), side(node.path("to"), "json.to"));
  }

  private Map<String, List<String>> side(JsonNode node, String path) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return result;
    }
    List<String> known = new ArrayList<>(WORDS);
    known.addAll(LISTS);
    known.addAll(List.of("key", "children"));
    requireKnown(node, path, known);
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      result.put(e.getKey(), values(e.getKey(), e.getValue(), path + "." + e.getKey()));
    }
    return result;
  }

  private List<String> values(String key, JsonNode value, String path) {
    if (value.isArray() && !WORDS.contains(key)) {
      List<String> result = new ArrayList<>();
      value.forEach(v -> result.add(v.asString()));
      return result;
    } else if (value.isObject() && key.equals("key")) {
      return pairs(value, ".");
    } else if (value.isObject() && key.equals("children")) {
      return pairs(value, ":");
    } else if (value.isNull() && key.equals("missing")) {
      return List.of("null");
    } else if (value.isString()) {
      return List.of(value.asString());
    }
    throw GodwitException.usage(
        origin
            + ": "
            + path
            + " must be "
            + (WORDS.contains(key)
                ? "a word"
                : LISTS.contains(key) ? "a list" : "a list or a map"));
  }

  private static List<String> pairs(JsonNode map, String between) {
    List<String> result = new ArrayList<>();
    for (Map.Entry<String, JsonNode> e : map.properties()) {
      boolean alone = e.getValue().isNull();
      result.add(e.getKey() + (alone ? "" : between + e.getValue().asString()));
    }
    return result;
  }

  private void requireKnown(JsonNode node, String path, List<String> known) {
    if (!node.isObject()) {
      throw GodwitException.usage(origin + ": " + path + " must be a map");
    }
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      if (!known.contains(e.getKey())) {
        throw GodwitException.usage(
            "%s: unknown key %s.%s; did you mean %s?"
                .formatted(origin, path, e.getKey(), Nearest.to(e.getKey(), known)));
      }
    }
  }
}
