package dev.godwit.json.form;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.text.JsonText;
import dev.godwit.value.text.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * What the declared type of a SQLite column says of its cells, where it is one that Godwit itself
 * declares for what JSON has and SQLite lacks. Each cell decides: one that is not what its type
 * says is written as any other.
 */
public enum Said {
  NOTHING,
  /** 0 and 1. */
  BOOLEAN,
  /** A text of digits. */
  DECIMAL,
  /** A text of JSON. */
  JSON;

  /** What lies deeper stays a text: a file has a few levels of its own. */
  private static final int DEPTH = JsonText.DEPTH - 3;

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

  static Said by(ColumnType type) {
    if (type.kind() != Kind.ANY) {
      return NOTHING;
    }
    return switch (type.name().toUpperCase(Locale.ROOT).replaceFirst("\\s*\\(.*", "")) {
      case "BOOLEAN" -> BOOLEAN;
      case "DECIMAL_TEXT" -> DECIMAL;
      case "JSON_TEXT", "JSONB_TEXT" -> JSON;
      default -> NOTHING;
    };
  }

  /**
   * Writes the cell as what its type says, so that it is read back to the byte; writes nothing and
   * answers false where that cannot be.
   */
  boolean write(JsonOut out, Row row, int i) throws IOException {
    return write(out, row, i, true);
  }

  /** The same for other programs: JSON whatever its blanks are, and other text as a string. */
  public boolean plain(JsonOut out, Row row, int i) throws IOException {
    return write(out, row, i, false)
        || this == JSON && row.storageClass(i) == Row.TEXT && out.text(row.bytes(i));
  }

  private boolean write(JsonOut out, Row row, int i, boolean exact) throws IOException {
    byte storageClass = row.storageClass(i);
    if (this == BOOLEAN && storageClass == Row.INTEGER && (row.integer(i) & ~1L) == 0) {
      out.write(row.integer(i) == 0 ? FALSE : TRUE);
      return true;
    }
    if (storageClass != Row.TEXT) {
      return false;
    }
    byte[] text = row.bytes(i);
    if (this == DECIMAL && Numbers.isJson(text)) {
      out.write(text);
      return true;
    }
    if (this == JSON && isJson(text, exact)) {
      out.value(text);
      return true;
    }
    return false;
  }

  private static boolean isJson(byte[] text, boolean exact) {
    if (Utf8.charactersAndNuls(text) < 0) {
      return false;
    }
    try (JsonParser parser = Json.open(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      byte[] compact = new JsonValue().of(parser);
      return parser.nextToken() == null
          && depth(compact) <= DEPTH
          && (!exact
              || CellForm.standsForItself(text)
                  && (Arrays.equals(compact, text) || Arrays.equals(spaced(compact), text)));
    } catch (JacksonException e) {
      return false;
    }
  }

  private static int depth(byte[] compact) {
    int depth = 0;
    int most = 0;
    boolean quoted = false;
    for (int i = 0; i < compact.length; i++) {
      byte c = compact[i];
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted) {
        i += c == '\\' ? 1 : 0;
      } else if (c == '{' || c == '[') {
        most = Math.max(most, ++depth);
      } else if (c == '}' || c == ']') {
        depth--;
      }
    }
    return most;
  }

  /** JSON without blanks as PostgreSQL spells it: one after each comma and colon. */
  static byte[] spaced(byte[] compact) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(compact.length + compact.length / 8);
    boolean quoted = false;
    for (int i = 0; i < compact.length; i++) {
      byte c = compact[i];
      bytes.write(c);
      if (c == '"') {
        quoted = !quoted;
      } else if (quoted && c == '\\') {
        bytes.write(compact[++i]);
      } else if (!quoted && (c == ',' || c == ':')) {
        bytes.write(' ');
      }
    }
    return bytes.toByteArray();
  }
}
