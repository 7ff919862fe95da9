package dev.godwit.json.form;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.text.Forms;
import dev.godwit.value.text.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * How the cells of one column stand in Godwit's own files, so that each is read back as it was:
 * numbers with all their digits, dates and times in ISO 8601, bytes in Base64, jsonb as JSON, json
 * as a string that holds it to the letter. What a column's kind does not tell is an object with a
 * single member that begins with a dollar sign: {@code $blob}, {@code $text} (bytes that are not
 * UTF-8), {@code $real} (Infinity), {@code $json}. What SQLite has under a type's name only is
 * written as what the name says, see {@link Said}.
 */
public final class CellForm {
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private static final String JSON = "$json";
  private static final Set<String> TAGS = Set.of("$blob", "$text", "$real");

  private final ColumnType type;
  private final Coercion fromText;
  private final Row plain = new Row(1);
  private final JsonValue value;
  private final Said said;

  public CellForm(ColumnType type) {
    this.type = type;
    this.said = Said.by(type);
    this.value = type.kind() == Kind.JSONB || said == Said.JSON ? new JsonValue() : null;
    boolean spelled = type.kind() == Kind.UUID || type.kind().isTemporal();
    // Without limits: what was written has passed them, and no digit may be lost here.
    this.fromText =
        spelled
            ? Coercions.of(
                ColumnType.of(Kind.ANY, ""),
                ColumnType.of(type.kind(), type.name()),
                CoercionRules.DEFAULT)
            : null;
  }

  public Kind kind() {
    return type.kind();
  }

  /** What the declared type of a SQLite column says beyond its kind. */
  public Said said() {
    return said;
  }

  public void write(JsonOut out, Row row, int i) throws IOException {
    if (said.write(out, row, i)) {
      return;
    }
    byte storageClass = row.storageClass(i);
    switch (storageClass) {
      case Row.NULL -> out.write(NULL);
      case Row.INTEGER -> integer(out, row, i);
      case Row.REAL -> real(out, row.real(i));
      case Row.TEXT -> text(out, row.bytes(i));
      default -> blob(out, row, i);
    }
  }

  private void integer(JsonOut out, Row row, int i) throws IOException {
    if (type.kind() == Kind.BOOLEAN) {
      out.write(row.integer(i) == 0 ? FALSE : TRUE);
    } else if (fromText != null) {
      spelled(out, row, i);
    } else {
      out.integer(row.integer(i));
    }
  }

  private void spelled(JsonOut out, Row row, int i) throws IOException {
    Forms.render(type, row, i, plain, 0);
    out.text(plain.bytes(0));
  }

  private void real(JsonOut out, double value) throws IOException {
    if (!Double.isFinite(value)) {
      String word = "\"" + value + "\"";
      out.ascii(type.kind() == Kind.ANY ? "{\"$real\":" + word + "}" : word);
    } else {
      out.ascii(type.kind() == Kind.REAL ? Float.toString((float) value) : Double.toString(value));
    }
  }

  private void text(JsonOut out, byte[] text) throws IOException {
    if (type.kind() == Kind.NUMERIC && Numbers.isJson(text)) {
      out.write(text);
    } else if (type.kind() == Kind.JSONB && standsForItself(text)) {
      out.value(text);
    } else if (type.kind() == Kind.JSONB
        || said == Said.JSON && Utf8.charactersAndNuls(text) >= 0) {
      out.ascii("{\"$json\":");
      out.text(text);
      out.write('}');
    } else if (!out.text(text)) {
      out.ascii("{\"$text\":");
      out.base64(text);
      out.write('}');
    }
  }

  /** Not JSON's null, which would be NULL, nor an object that looks like one of ours. */
  static boolean standsForItself(byte[] json) {
    int i = blanks(json, 0);
    if (i == json.length || json[i] == 'n') {
      return false;
    }
    if (json[i] != '{') {
      return true;
    }
    i = blanks(json, i + 1) + 1;
    if (i >= json.length || json[i] != '$' && json[i] != '\\') {
      return true;
    }
    int end = i;
    while (end < json.length && json[end] != '"' && json[end] != '\\') {
      end++;
    }
    String name = new String(json, i, end - i, StandardCharsets.UTF_8);
    return end < json.length && json[end] == '"' && !name.equals(JSON) && !TAGS.contains(name);
  }

  private static int blanks(byte[] json, int from) {
    int i = from;
    while (i < json.length && json[i] <= ' ' && json[i] >= 0) {
      i++;
    }
    return i;
  }

  private void blob(JsonOut out, Row row, int i) throws IOException {
    if (type.kind() == Kind.UUID) {
      spelled(out, row, i);
    } else if (type.kind() == Kind.BYTES) {
      out.base64(row.bytes(i));
    } else {
      out.ascii("{\"$blob\":");
      out.base64(row.bytes(i));
      out.write('}');
    }
  }

  /**
   * Reads the value at the parser into a cell; null where that worked, else what is wrong with it.
   */
  public String read(JsonParser parser, Row row, int i) {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      row.setNull(i);
      return null;
    }
    if (value != null) {
      return json(parser, row, i);
    }
    return switch (token) {
      case VALUE_TRUE, VALUE_FALSE -> {
        row.setInteger(i, token == JsonToken.VALUE_TRUE ? 1 : 0);
        yield type.kind() == Kind.BOOLEAN || said == Said.BOOLEAN
            ? null
            : "true or false in a column of " + type;
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser, row, i);
      case VALUE_STRING -> string(parser, row, i);
      case START_OBJECT -> tagged(parser, row, i);
      default -> "an array in a column of " + type;
    };
  }

  private String number(JsonParser parser, Row row, int i) {
    boolean integer = parser.currentToken() == JsonToken.VALUE_NUMBER_INT;
    if (said == Said.DECIMAL) {
      row.setText(i, Text.of(parser));
      return null;
    }
    switch (type.kind()) {
      case NUMERIC -> row.setText(i, Text.of(parser));
      case REAL -> row.setReal(i, Float.parseFloat(parser.getString()));
      case DOUBLE -> row.setReal(i, Double.parseDouble(parser.getString()));
      case ANY, SMALLINT, INTEGER, BIGINT -> {
        if (!integer) {
          row.setReal(i, Double.parseDouble(parser.getString()));
          return type.kind() == Kind.ANY ? null : "a fraction in a column of " + type;
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          return "an integer of more than 64 bits";
        }
        row.setInteger(i, parser.getLongValue());
      }
      default -> {
        return "a number in a column of " + type;
      }
    }
    return null;
  }

  private String string(JsonParser parser, Row row, int i) {
    switch (type.kind()) {
      case ANY, TEXT, VARCHAR, CHAR, NATIVE, JSON, NUMERIC -> row.setText(i, Text.of(parser));
      case REAL, DOUBLE -> {
        String word = parser.getString();
        if (!word.equals("NaN") && !word.endsWith("Infinity")) {
          return "text in a column of " + type;
        }
        row.setReal(i, Double.parseDouble(word));
      }
      case BYTES -> {
        return base64(parser, row, i, false);
      }
      default -> {
        if (fromText == null) {
          return "text in a column of " + type;
        }
        plain.setText(0, Text.of(parser));
        return fromText.apply(plain, 0, row, i).reason();
      }
    }
    return null;
  }

  private static String base64(JsonParser parser, Row row, int i, boolean text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(Text.of(parser));
      if (text) {
        row.setText(i, bytes);
      } else {
        row.setBlob(i, bytes);
      }
      return null;
    } catch (IllegalArgumentException e) {
      return "bytes that are not in Base64";
    }
  }

  private String tagged(JsonParser parser, Row row, int i) {
    parser.nextToken();
    String wrong = tag(parser, parser.currentName(), row, i);
    if (wrong == null && parser.nextToken() != JsonToken.END_OBJECT) {
      wrong = "more than one member where $blob, $text or $real stands alone";
    }
    return wrong;
  }

  private static String tag(JsonParser parser, String name, Row row, int i) {
    if (name == null || parser.nextToken() != JsonToken.VALUE_STRING) {
      return "an object that is none of $blob, $text, $real";
    }
    switch (name) {
      case "$blob" -> {
        return base64(parser, row, i, false);
      }
      case "$text" -> {
        return base64(parser, row, i, true);
      }
      case "$real" -> row.setReal(i, Double.parseDouble(parser.getString()));
      default -> {
        return "an object that is none of $blob, $text, $real";
      }
    }
    return null;
  }

  private String json(JsonParser parser, Row row, int i) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return object(parser, row, i);
    }
    long start = offset(parser);
    byte[] json = value.of(parser);
    row.setText(i, spelled(json, parser, start));
    return null;
  }

  private String object(JsonParser parser, Row row, int i) {
    long start = offset(parser);
    String name = parser.nextToken() == JsonToken.PROPERTY_NAME ? parser.currentName() : "";
    if (name.equals(JSON)) {
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        return "$json without a string";
      }
      row.setText(i, Text.of(parser));
      return parser.nextToken() == JsonToken.END_OBJECT ? null : "more beside $json";
    }
    if (said == Said.JSON && TAGS.contains(name)) {
      String wrong = tag(parser, name, row, i);
      return wrong != null || parser.nextToken() == JsonToken.END_OBJECT
          ? wrong
          : "more than one member where " + name + " stands alone";
    }
    byte[] json = value.rest(parser);
    row.setText(i, spelled(json, parser, start));
    return null;
  }

  private static long offset(JsonParser parser) {
    return parser.currentLocation().getByteOffset();
  }

  /** With the blanks that it has in the file: of jsonb they are no part, of a text they are. */
  private byte[] spelled(byte[] json, JsonParser parser, long start) {
    boolean inside = json[0] == '{' || json[0] == '[';
    return said == Said.JSON && inside && offset(parser) - start + 1 != json.length
        ? Said.spaced(json)
        : json;
  }
}
