package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import dev.godwit.model.OnConflict;
import dev.godwit.plan.Rules.ColumnRule;
import dev.godwit.plan.Rules.Defaults;
import dev.godwit.plan.Rules.Ownership;
import dev.godwit.plan.Rules.Spread;
import dev.godwit.plan.Rules.TableRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads rules from YAML (or JSON, which is YAML). Every key is checked; a wrong one is named. */
public final class RulesFile {
  private static final List<String> TOP =
      Stream.concat(
              Stream.of(
                  "onMisfit",
                  "zone",
                  "onEmpty",
                  "triggers",
                  "missingTables",
                  "conflicts",
                  "base",
                  "tables",
                  "ownership"),
              FileRules.FORMS.keySet().stream())
          .toList();
  private static final List<String> TABLE =
      List.of(
          "skip",
          "rename",
          "onMisfit",
          "onConflict",
          "by",
          "conflicts",
          "watermark",
          "base",
          "distribute",
          "history",
          "columns");
  private static final List<String> COLUMN =
      Stream.concat(
              Stream.of(
                  "skip",
                  "rename",
                  "type",
                  "onMisfit",
                  "onEmpty",
                  "secret",
                  "constant",
                  "backfill"),
              ColumnRules.KEYS.stream())
          .toList();
  private static final List<String> OWNERSHIP = List.of("table", "person", "uid");

  private final String origin;
  private final ColumnRules columnRules;

  private RulesFile(String origin) {
    this.origin = origin;
    this.columnRules = new ColumnRules(origin);
  }

  /**
   * Reads rules.
   *
   * @param origin what to call the text in messages, such as its path
   * @throws GodwitException where a key or a value is not one of those known
   */
  public static Rules parse(String yaml, String origin) {
    JsonNode root;
    try {
      root = YAMLMapper.builder().build().readTree(yaml);
    } catch (JacksonException e) {
      throw GodwitException.usage(origin + " is no valid YAML: " + e.getOriginalMessage() + at(e));
    }
    return of(root, origin);
  }

  /** The same of YAML that was read already. */
  static Rules of(JsonNode root, String origin) {
    return root == null || root.isMissingNode() || root.isNull()
        ? Rules.NONE
        : new RulesFile(origin).rules(root);
  }

  private static String at(JacksonException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  private Rules rules(JsonNode root) {
    keys(root, TOP, "");
    Defaults defaults =
        new Defaults(
            said(root, "onMisfit", "", this::misfit),
            said(root, "zone", "", columnRules::zone),
            said(root, "onEmpty", "", this::empty),
            said(root, "triggers", "", this::on),
            said(root, "missingTables", "", this::missing),
            said(root, "conflicts", "", this::conflicts),
            said(root, "base", "", this::on));
    Map<String, TableRule> tables = new LinkedHashMap<>();
    JsonNode all = root.path("tables");
    if (!all.isMissingNode() && !all.isNull()) {
      object(all, "tables");
      all.properties().forEach(e -> tables.put(e.getKey(), table(e.getValue(), e.getKey())));
    }
    return new Rules(
        defaults, tables, ownership(root.path("ownership")), new FileRules(origin).read(root));
  }

  private boolean on(JsonNode node, String path) {
    return switch (node.asString().toLowerCase(Locale.ROOT)) {
      case "on", "true" -> true;
      case "off", "false" -> false;
      default -> throw wrong(path, "on or off");
    };
  }

  private boolean missing(JsonNode node, String path) {
    return switch (node.asString("")) {
      case "make" -> true;
      case "fail" -> false;
      default -> throw wrong(path, "make or fail");
    };
  }

  private Optional<Ownership> ownership(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    keys(node, OWNERSHIP, "ownership");
    return Optional.of(
        new Ownership(
            text(node, "table", Ownership.USUAL.table()),
            text(node, "person", Ownership.USUAL.person()),
            text(node, "uid", Ownership.USUAL.uid())));
  }

  private TableRule table(JsonNode node, String path) {
    if (node.isString()) {
      if (node.asString().equals("skip")) {
        return new TableRule(true, null, null, null, Map.of());
      }
      throw wrong(path, "the word skip, or a map of " + String.join(", ", TABLE));
    }
    keys(node, TABLE, path);
    Map<String, ColumnRule> columns = new LinkedHashMap<>();
    JsonNode all = node.path("columns");
    if (!all.isMissingNode() && !all.isNull()) {
      object(all, path + ".columns");
      all.properties()
          .forEach(e -> columns.put(e.getKey(), column(e.getValue(), path + "." + e.getKey())));
    }
    return new TableRule(
        said(node, "skip", path, this::bool),
        said(node, "rename", path, this::name),
        said(node, "onMisfit", path, this::misfit),
        said(node, "onConflict", path, this::conflict),
        by(node, path),
        said(node, "conflicts", path, this::conflicts),
        text(node, "watermark", null),
        spread(text(node, "distribute", null)),
        said(node, "history", path, this::names),
        said(node, "base", path, this::on),
        columns);
  }

  private static Spread spread(String word) {
    return word == null ? null : word.equals("reference") ? Spread.REFERENCE : new Spread(word);
  }

  private ColumnRule column(JsonNode node, String path) {
    if (node.isString() && node.asString().equals("skip")) {
      return ColumnRule.SKIP;
    } else if (node.isString() && ColumnRules.WORDS.contains(node.asString())) {
      return ColumnRule.of(ColumnRules.word(node.asString()));
    }
    keys(node, COLUMN, path);
    return new ColumnRule(
        said(node, "skip", path, this::bool),
        said(node, "rename", path, this::name),
        text(node, "type", null),
        columnRules.time(node, path),
        columnRules.values(node, path),
        said(node, "onMisfit", path, this::misfit),
        said(node, "onEmpty", path, this::empty),
        said(node, "secret", path, this::bool),
        text(node, "constant", null),
        text(node, "backfill", null));
  }

  private void object(JsonNode node, String path) {
    if (!node.isObject()) {
      throw wrong(path, "a map");
    }
  }

  private void keys(JsonNode node, List<String> known, String path) {
    object(node, path.isEmpty() ? "the file" : path);
    for (Map.Entry<String, JsonNode> e : node.properties()) {
      if (!known.contains(e.getKey())) {
        throw GodwitException.usage(
            origin
                + ": unknown key "
                + (path.isEmpty() ? "" : path + ".")
                + e.getKey()
                + "; did you mean "
                + Nearest.to(e.getKey(), known)
                + "?");
      }
    }
  }

  private GodwitException wrong(String path, String expected) {
    return GodwitException.usage(origin + ": " + path + " must be " + expected);
  }

  private boolean bool(JsonNode value, String path) {
    if (!value.isBoolean()) {
      throw wrong(path, "true or false");
    }
    return value.asBoolean();
  }

  private String name(JsonNode value, String path) {
    if (!value.isString() && !value.isNumber() || value.asString().isEmpty()) {
      throw wrong(path, "a name");
    }
    return value.asString();
  }

  /** What a key says; null where it is not there. */
  private static <T> T said(
      JsonNode node, String key, String path, BiFunction<JsonNode, String, T> read) {
    String place = path.isEmpty() ? key : path + "." + key;
    return node.has(key) ? read.apply(node.get(key), place) : null;
  }

  private static String text(JsonNode node, String key, String otherwise) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull() ? otherwise : value.asString();
  }

  private OnMisfit misfit(JsonNode node, String path) {
    // YAML reads a bare null as "no value"; here it is a word.
    String word = node.isNull() ? "null" : node.asString();
    try {
      return OnMisfit.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(path, "fail, quarantine, null or text");
    }
  }

  /** A word, or a map of it to the key: {@code {update: email}}. */
  private OnConflict conflict(JsonNode node, String path) {
    String word =
        node.isObject() && node.size() == 1
            ? node.propertyNames().iterator().next()
            : node.asString("");
    try {
      return OnConflict.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(path, "fail, skip, update or replace, or a map of one to a key, {update: email}");
    }
  }

  /** The key of conflicts, where the word has it or {@code by} does; none where neither does. */
  private List<String> by(JsonNode node, String path) {
    JsonNode rule = node.path("onConflict");
    boolean within = rule.isObject();
    if (within && node.has("by")) {
      throw wrong(path + ".by", "left out where onConflict names the key");
    }
    String place = within ? path + ".onConflict" : path + ".by";
    JsonNode given = within ? rule.iterator().next() : node.path("by");
    List<String> names = given.isMissingNode() ? List.of() : names(given, place);
    if (!given.isMissingNode() && names.isEmpty()) {
      throw wrong(place, "a column, or a list of columns");
    }
    return names;
  }

  private List<String> names(JsonNode given, String place) {
    List<String> names = new ArrayList<>();
    if (given.isString()) {
      names.add(given.asString());
    } else if (given.isArray()) {
      given.forEach(n -> names.add(n.isString() ? n.asString() : ""));
    } else {
      names.add("");
    }
    if (names.contains("")) {
      throw wrong(place, "a column, or a list of columns");
    }
    return names;
  }

  private Conflicts conflicts(JsonNode node, String path) {
    try {
      return Conflicts.valueOf(node.asString().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw wrong(path, "fail, source, target, newer or merge");
    }
  }

  private boolean empty(JsonNode node, String path) {
    return switch (node.isNull() ? "null" : node.asString()) {
      case "null" -> true;
      case "fail" -> false;
      default -> throw wrong(path, "null or fail");
    };
  }
}
