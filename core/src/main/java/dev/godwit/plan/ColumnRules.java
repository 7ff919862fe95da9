package dev.godwit.plan;

import dev.godwit.model.GodwitException;
import dev.godwit.value.Conversions.Letters;
import dev.godwit.value.Conversions.Literal;
import dev.godwit.value.Conversions.Spelled;
import dev.godwit.value.Precision;
import dev.godwit.value.TimeRules.Overlap;
import dev.godwit.value.Unit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Reads what a rule says about a column's times and values. */
final class ColumnRules {
  /** The keys that it reads. */
  static final List<String> KEYS =
      List.of(
          "unit",
          "zone",
          "precision",
          "time",
          "dst",
          "trim",
          "lower",
          "upper",
          "replace",
          "map",
          "round",
          "bytes",
          "default",
          "computed",
          "expression",
          "refers",
          "sequence");

  /** The words that stand for a rule of their own. */
  static final List<String> WORDS = List.of("trim", "lower", "upper");

  private static final int MOST_DIGITS = 1000;

  private final String origin;

  ColumnRules(String origin) {
    this.origin = origin;
  }

  /** Of a column's rule; what it does not say is null. */
  TimeRule time(JsonNode node, String path) {
    return new TimeRule(
        node.hasNonNull("unit") ? unit(node.get("unit"), path + ".unit") : null,
        node.has("zone") ? zone(node.get("zone"), path + ".zone") : null,
        word(node, "precision", path, Map.of("cut", Precision.CUT, "round", Precision.ROUND)),
        word(node, "time", path, Map.of("ignore-date", true)) != null,
        word(node, "dst", path, Map.of("earlier", Overlap.EARLIER, "later", Overlap.LATER)));
  }

  /** Of a column's rule; what it does not say is null. */
  ValueRule values(JsonNode node, String path) {
    boolean lower = Boolean.TRUE.equals(on(node, "lower", path));
    boolean upper = Boolean.TRUE.equals(on(node, "upper", path));
    if (lower && upper) {
      throw wrong(path, "either lower or upper");
    }
    JsonNode ifNull = node.path("default");
    if (node.has("default") && !ifNull.isValueNode() || ifNull.isNull()) {
      throw wrong(path + ".default", "a value: a text, a number, true or false");
    }
    return new ValueRule(
        on(node, "trim", path),
        lower ? Letters.LOWER : upper ? Letters.UPPER : null,
        node.has("replace") ? entries(node.get("replace"), path + ".replace") : null,
        node.has("map") ? entries(node.get("map"), path + ".map") : null,
        node.has("round") ? digits(node.get("round"), path + ".round") : null,
        word(node, "bytes", path, Map.of("base64", Spelled.BASE64, "hex", Spelled.HEX)),
        ifNull.isMissingNode() ? null : ifNull.asString(),
        on(node, "computed", path),
        expression(node, path),
        node.hasNonNull("refers") ? node.get("refers").asString() : null,
        node.hasNonNull("sequence") ? node.get("sequence").asString() : null);
  }

  /** Of a word that stands alone. */
  static ValueRule word(String word) {
    Letters letters =
        word.equals("lower") ? Letters.LOWER : word.equals("upper") ? Letters.UPPER : null;
    Boolean trim = word.equals("trim") ? true : null;
    return new ValueRule(trim, letters, null, null, null, null, null, null, null, null, null);
  }

  ZoneId zone(JsonNode node, String path) {
    try {
      return ZoneId.of(node.asString());
    } catch (DateTimeException e) {
      throw wrong(path, "a time zone such as UTC, +02:00 or Europe/Amsterdam");
    }
  }

  private String expression(JsonNode node, String path) {
    JsonNode value = node.path("expression");
    if (!value.isMissingNode() && (!value.isString() || value.asString().isBlank())) {
      throw wrong(path + ".expression", "an expression of the target's SQL, such as lower(name)");
    }
    return value.isMissingNode() ? null : value.asString();
  }

  private Unit unit(JsonNode node, String path) {
    String units = Arrays.stream(Unit.values()).map(Unit::label).collect(Collectors.joining(", "));
    return Unit.parse(node.asString()).orElseThrow(() -> wrong(path, "one of " + units));
  }

  /** Null where the key is not there. */
  private <T> T word(JsonNode node, String key, String path, Map<String, T> words) {
    if (!node.has(key)) {
      return null;
    }
    T found = words.get(node.get(key).asString().toLowerCase(Locale.ROOT));
    if (found == null) {
      String all = words.keySet().stream().sorted().collect(Collectors.joining(" or "));
      throw wrong(path + "." + key, all);
    }
    return found;
  }

  /** Null where the key is not there; YAML reads a bare {@code {lower}} as one without a value. */
  private Boolean on(JsonNode node, String key, String path) {
    JsonNode value = node.path(key);
    if (value.isMissingNode()) {
      return null;
    }
    if (value.isNull()) {
      return true;
    }
    if (!value.isBoolean()) {
      throw wrong(path + "." + key, "true or false");
    }
    return value.asBoolean();
  }

  private Map<String, Literal> entries(JsonNode node, String path) {
    if (!node.isObject() || node.isEmpty()) {
      throw wrong(path, "a map from values to what they become");
    }
    Map<String, Literal> result = new LinkedHashMap<>();
    node.properties()
        .forEach(e -> result.put(e.getKey(), literal(e.getValue(), path + "." + e.getKey())));
    return result;
  }

  private Literal literal(JsonNode node, String path) {
    if (node.isNull()) {
      return Literal.NULL;
    } else if (!node.isValueNode()) {
      throw wrong(path, "a value: a text, a number, true, false or null");
    }
    String text = node.isNumber() ? number(node) : node.asString();
    return new Literal(text, node.isNumber());
  }

  private static String number(JsonNode node) {
    return node.isIntegralNumber() ? node.asString() : new BigDecimal(node.asString()).toString();
  }

  private Integer digits(JsonNode node, String path) {
    if (!node.isInt() || Math.abs(node.asInt()) > MOST_DIGITS) {
      throw wrong(path, "the number of digits to keep after the point, such as 2");
    }
    return node.asInt();
  }

  private GodwitException wrong(String path, String expected) {
    return GodwitException.usage(origin + ": " + path + " must be " + expected);
  }
}
