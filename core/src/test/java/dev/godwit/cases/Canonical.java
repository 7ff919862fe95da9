package dev.godwit.cases;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One value as PostgreSQL's type has it: what a cell of SQLite must become, and what is there. */
final class Canonical {
  /** A cell that may be spelled in several ways. */
  record Loose(Predicate<Object> test, Object value) {
    @Override
    public String toString() {
      return "~" + value;
    }
  }

  /** A text's bytes. */
  record Text(byte[] bytes) {
    String decoded() {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new AssertionError("text that is not UTF-8 went to a column that is no bytea", e);
      }
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Text t && Arrays.equals(bytes, t.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  private static final Map<String, Boolean> BOOLEANS =
      Map.of(
          "0", false, "1", true, "f", false, "t", true, "false", false, "true", true, "no", false,
          "yes", true, "off", false, "on", true);
  private static final Pattern STAMP =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)(?:[T ](\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?) ?(Z|z|[+-]\\d\\d:?\\d\\d)?)?");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private Canonical() {}

  /** How to read a column of this type. */
  static String select(String column, String type) {
    if (isInstant(type)) {
      return "(extract(epoch FROM " + column + ") * 1000000)::bigint";
    }
    return switch (type) {
      case "bytea", "boolean", "smallint", "integer", "bigint", "real", "double precision" ->
          column;
      default -> column + "::text";
    };
  }

  private static boolean isInstant(String type) {
    return type.startsWith("timestamp") || type.equals("date");
  }

  static Object arrived(ResultSet rows, int i, String type) throws SQLException {
    if (rows.getObject(i) == null) {
      return null;
    }
    if (isInstant(type)) {
      return rows.getLong(i);
    }
    return switch (type) {
      case "smallint", "integer", "bigint" -> rows.getLong(i);
      case "boolean" -> rows.getBoolean(i);
      case "real" -> (double) rows.getFloat(i);
      case "double precision" -> rows.getDouble(i);
      case "numeric" ->
          rows.getString(i).endsWith("Infinity") ? rows.getString(i) : decimal(rows.getString(i));
      case "bytea" -> ByteBuffer.wrap(rows.getBytes(i));
      case "jsonb" -> json(JSON.readTree(rows.getString(i)));
      case "uuid" -> rows.getString(i).replace("-", "");
      default -> rows.getString(i);
    };
  }

  static Object expected(Object cell, String type) {
    if (cell == null) {
      return null;
    }
    if (isInstant(type)) {
      return instant(cell, type);
    }
    return switch (type) {
      case "smallint", "integer", "bigint" -> integer(cell);
      case "boolean" -> BOOLEANS.get(string(cell).toLowerCase(Locale.ROOT));
      case "real", "double precision" ->
          cell instanceof Text t ? Double.valueOf(t.decoded()) : ((Number) cell).doubleValue();
      case "numeric" -> cell instanceof Double d ? near(d) : decimal(string(cell));
      case "bytea" -> bytes(cell);
      case "jsonb" -> cell instanceof Double d ? near(d) : json(JSON.readTree(string(cell)));
      case "uuid" ->
          (cell instanceof byte[] b ? hex(b) : string(cell).replaceAll("[-{}]", ""))
              .toLowerCase(Locale.ROOT);
      case "time without time zone" ->
          new Loose(o -> LocalTime.parse((String) o).equals(LocalTime.parse(string(cell))), cell);
      default -> cell instanceof Double d ? spelled(d) : string(cell);
    };
  }

  private static String string(Object cell) {
    if (cell instanceof byte[]) {
      throw new AssertionError("a blob went to a column that is no bytea");
    }
    return cell instanceof Text t ? t.decoded() : cell.toString();
  }

  private static Object integer(Object cell) {
    if (cell instanceof Double d) {
      return new BigDecimal(d).longValueExact();
    }
    return cell instanceof Text t ? Long.valueOf(t.decoded().strip()) : ((Number) cell).longValue();
  }

  private static BigDecimal decimal(String text) {
    BigDecimal value = new BigDecimal(text.strip());
    return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
  }

  private static Loose near(double wanted) {
    return new Loose(o -> Double.valueOf(o.toString()).equals(wanted), wanted);
  }

  /** A text of which a reader gets the same bits. */
  private static Loose spelled(double wanted) {
    return new Loose(o -> same(wanted, (String) o), wanted);
  }

  private static boolean same(double wanted, String text) {
    if (Double.isInfinite(wanted)) {
      return text.toLowerCase(Locale.ROOT).startsWith(wanted < 0 ? "-inf" : "inf");
    }
    return text.matches("-?[0-9][0-9.]*([eE][+-]?[0-9]+)?") && Double.valueOf(text).equals(wanted);
  }

  private static Object bytes(Object cell) {
    if (cell instanceof Double d) {
      return new Loose(
          o -> same(d, StandardCharsets.UTF_8.decode(((ByteBuffer) o).duplicate()).toString()), d);
    }
    if (cell instanceof byte[] b) {
      return ByteBuffer.wrap(b);
    }
    return ByteBuffer.wrap(
        cell instanceof Text t ? t.bytes() : string(cell).getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return java.util.HexFormat.of().formatHex(bytes);
  }

  private static Object json(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> result = new TreeMap<>();
      node.properties().forEach(e -> result.put(e.getKey(), json(e.getValue())));
      return result;
    }
    if (node.isArray()) {
      return node.valueStream().map(Canonical::json).toList();
    }
    return node.isNumber() ? decimal(node.asString()) : node.toString();
  }

  private static Object instant(Object cell, String type) {
    if (cell instanceof Number n) {
      double value = n.doubleValue();
      Set<Long> allowed = new java.util.HashSet<>();
      for (double scale : new double[] {1e6, 1e3, 1, 1e-3}) {
        allowed.add(Math.round(value * scale));
      }
      allowed.add(Math.round((value - 2440587.5) * 86400e6));
      allowed.add(Math.round((value + 978_307_200) * 1e6)); // Apple
      allowed.add(n.longValue() - 11_644_473_600_000_000L); // WebKit
      allowed.add(n.longValue() / 10 - 11_644_473_600_000_000L); // FILETIME
      return new Loose(allowed::contains, cell);
    }
    Matcher m = STAMP.matcher(string(cell).strip());
    if (!m.matches()) {
      throw new AssertionError(string(cell) + " went to a column of type " + type);
    }
    LocalTime time =
        m.group(2) == null ? LocalTime.MIDNIGHT : LocalTime.parse(m.group(2).replace(',', '.'));
    LocalDateTime local = LocalDateTime.of(java.time.LocalDate.parse(m.group(1)), time);
    ZoneOffset zone =
        m.group(3) == null ? ZoneOffset.UTC : ZoneOffset.of(m.group(3).toUpperCase(Locale.ROOT));
    return ChronoUnit.MICROS.between(java.time.Instant.EPOCH, local.toInstant(zone));
  }
}
