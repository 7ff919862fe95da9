package dev.godwit.history;

import dev.godwit.store.Position;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far one table, called by its name in the target, has come: every row up to {@code reached} is
 * dealt with. {@code rows} were read in the source, {@code rejected} of them set aside; {@code
 * digest} is a {@link Digest#state} of those that arrived, or null where none is kept.
 */
public record Checkpoint(
    String table, Position reached, long rows, long rejected, String digest, boolean finished) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  public Checkpoint {
    Objects.requireNonNull(table);
    Objects.requireNonNull(reached);
  }

  /** {@code {"id": {"integer": "17"}}}: no reader may take a long for a double. */
  static String write(Position position) {
    ArrayNode cells = JSON.createArrayNode();
    for (int i = 0; i < position.columns().size(); i++) {
      ObjectNode cell = cells.addObject().put("column", position.columns().get(i));
      Object value = position.values().get(i);
      if (value instanceof Long integer) {
        cell.put("integer", integer.toString());
      } else if (value instanceof Double real) {
        cell.put("real", Long.toHexString(Double.doubleToRawLongBits(real)));
      } else if (value instanceof byte[] bytes) {
        cell.put("blob", Base64.getEncoder().encodeToString(bytes));
      } else if (value != null) {
        cell.put("text", value.toString());
      }
    }
    return JSON.writeValueAsString(cells);
  }

  static Position read(String json) {
    List<String> columns = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (JsonNode cell : JSON.readTree(json)) {
      columns.add(cell.get("column").asString());
      values.add(value(cell));
    }
    return columns.isEmpty() ? Position.START : new Position(columns, values);
  }

  private static Object value(JsonNode cell) {
    if (cell.has("integer")) {
      return Long.valueOf(cell.get("integer").asString());
    }
    if (cell.has("real")) {
      return Double.longBitsToDouble(Long.parseUnsignedLong(cell.get("real").asString(), 16));
    }
    if (cell.has("blob")) {
      return Base64.getDecoder().decode(cell.get("blob").asString());
    }
    return cell.has("text") ? cell.get("text").asString() : null;
  }
}
