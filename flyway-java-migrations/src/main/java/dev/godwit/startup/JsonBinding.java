package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Text on SQLite, jsonb on PostgreSQL. */
@SuppressWarnings("serial")
final class JsonBinding extends BothBinding<JsonNode> {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** Which PostgreSQL's jsonb does not take; an escaped backslash before it is another matter. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

  JsonBinding(String column) {
    super(column, Kind.JSONB, JsonNode.class);
  }

  @Override
  JsonNode fromCell(Row row) {
    return parsed(row.text(0));
  }

  @Override
  Object toSqlite(JsonNode value) {
    return written(value);
  }

  @Override
  JsonNode fromPostgres(ResultSet row, int index) throws SQLException {
    String text = row.getString(index);
    return text == null ? null : parsed(text);
  }

  @Override
  void toPostgres(PreparedStatement statement, int index, JsonNode value) throws SQLException {
    statement.setString(index, written(value));
  }

  @Override
  String mark() {
    return "cast(? as jsonb)";
  }

  private JsonNode parsed(String text) {
    try {
      return plain(MAPPER.readTree(text));
    } catch (JacksonException e) {
      // Its message would quote the value.
      throw misfit("JSON that is nested too deep");
    }
  }

  private String written(JsonNode value) {
    String text = MAPPER.writeValueAsString(value);
    if (NUL.matcher(text).find()) {
      throw GodwitException.refused(
          "JSON with U+0000 cannot be stored: PostgreSQL has no place for it");
    }
    return text;
  }

  /** PostgreSQL says 100 for 1e2, SQLite keeps the letters: both are the integer. */
  private static JsonNode plain(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().forEach(e -> e.setValue(plain(e.getValue())));
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, plain(array.get(i)));
      }
    } else if (node.isBigDecimal() && node.decimalValue().scale() <= 0) {
      return integer(node.decimalValue());
    }
    return node;
  }

  private static JsonNode integer(BigDecimal value) {
    return MAPPER.readTree(value.toPlainString());
  }
}
