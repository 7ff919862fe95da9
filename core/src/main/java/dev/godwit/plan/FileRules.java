package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Reads what rules say of files, under {@code from} of a source, under {@code to} of a target: the
 * parameters of a {@code json:} or {@code csv:} name.
 */
final class FileRules {
  private static final List<String> SIDES = List.of("from", "to");
  private static final List<String> WORDS =
      List.of("shape", "table", "missing", "separator", "quote", "encoding", "null", "header");

  /** What may be said of each form. */
  static final Map<String, List<String>> FORMS =
      Map.of(
          "json",
          List.of("shape", "table", "missing", "flatten", "json", "key", "children"),
          "csv",
          List.of("separator", "quote", "encoding", "null", "header", "table", "key"));

  private static final List<String> LISTS = List.of("flatten", "json");

  private final String origin;

  FileRules(String origin) {
    this.origin = origin;
  }

  Map<String, Rules.Files> read(JsonNode rules) {
    Map<String, Rules.Files> result = new LinkedHashMap<>();
    FORMS.forEach(
        (form, known) -> {
          JsonNode node = rules.path(form);
          if (!node.isMissingNode() && !node.isNull()) {
            requireKnown(node, form, SIDES);
            result.put(
                form,
                new Rules.Files(
                    side(node.path("from"), form + ".from", known),
                    side(node.path("to"), form + ".to", known)));
          }
        });
    return result;
  }

  private Map<String, List<String>> side(JsonNode node, String path, List<String> known) {
    Map<String, List<String>> result = new LinkedHashMap<>();
    if (node.isMissingNode() || node.isNull()) {
      return result;
    }
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
    } else if (value.isBoolean() && key.equals("header")) {
      // YAML's yes and no.
      return List.of(value.asBoolean() ? "yes" : "no");
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
