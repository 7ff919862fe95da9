package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.value.text.Forms;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;

/**
 * A whole source row as one JSON object, without loss: numbers as numbers, text as a string, what
 * JSON has no form for as {@code {"blob": hex}}, {@code {"text": hex}} (malformed UTF-8) or {@code
 * {"real": "Infinity"}}.
 */
final class RowJson {
  private RowJson() {}

  static String of(List<Column> columns, Row row) {
    StringBuilder json = new StringBuilder("{");
    Row plain = new Row(1);
    for (int i = 0; i < columns.size(); i++) {
      json.append(i == 0 ? "" : ", ").append(string(columns.get(i).name())).append(": ");
      Forms.render(columns.get(i).type(), row, i, plain, 0);
      json.append(cell(plain));
    }
    return json.append('}').toString();
  }

  private static String cell(Row row) {
    return switch (row.storageClass(0)) {
      case Row.NULL -> "null";
      case Row.INTEGER -> Long.toString(row.integer(0));
      case Row.REAL -> real(row.real(0));
      case Row.TEXT -> text(row.bytes(0));
      default -> "{\"blob\": \"" + hex(row.bytes(0)) + "\"}";
    };
  }

  private static String real(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "{\"real\": \"" + value + "\"}";
  }

  private static String text(byte[] utf8) {
    try {
      return string(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return "{\"text\": \"" + hex(utf8) + "\"}";
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static String string(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }

  /** Reads back one value of {@link #of}; a missing one is NULL. */
  static void read(JsonNode value, Row row, int i) {
    if (value.isMissingNode() || value.isNull()) {
      row.setNull(i);
    } else if (value.isIntegralNumber()) {
      row.setInteger(i, value.longValue());
    } else if (value.isNumber()) {
      row.setReal(i, value.doubleValue());
    } else if (value.has("blob")) {
      row.setBlob(i, HexFormat.of().parseHex(value.get("blob").asString()));
    } else if (value.has("text")) {
      row.setText(i, HexFormat.of().parseHex(value.get("text").asString()));
    } else if (value.has("real")) {
      row.setReal(i, Double.parseDouble(value.get("real").asString()));
    } else {
      row.setText(i, value.asString());
    }
  }
}
