package dev.godwit.value.coerce;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.value.Misfit;
import dev.godwit.value.text.JsonbForm;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's text of an array (manual, "Array Input and Output Syntax") as JSON: numbers and
 * booleans as such, JSON as it is, everything else as strings. What {@code ArrayForm} would read
 * back as another array is a misfit. Not thread-safe.
 */
final class ArrayText {
  private static final Misfit BOUNDS =
      new Misfit("an array whose first index is not 1, which JSON cannot tell");
  private static final Misfit NULL =
      new Misfit("an array with JSON's null in it, which JSON cannot tell from NULL");
  private static final Misfit DEEP =
      new Misfit("JSON in several dimensions, which JSON cannot tell from arrays in one");

  private final boolean numbers;
  private final boolean booleans;
  private final boolean json;
  private final char delimiter;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder element = new StringBuilder();
  private String text;
  private int at;

  /** For arrays of elements of this type. */
  ArrayText(ColumnType type) {
    numbers = type.kind().isNumeric();
    booleans = type.kind() == Kind.BOOLEAN;
    json = type.kind() == Kind.JSON || type.kind() == Kind.JSONB;
    delimiter = type.family() == Family.BOX ? ';' : ',';
  }

  /** The JSON text. */
  byte[] json(byte[] utf8) throws Misfit {
    text = new String(utf8, StandardCharsets.UTF_8);
    if (!text.startsWith("{")) {
      throw BOUNDS;
    }
    out.setLength(0);
    at = 0;
    array();
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void array() throws Misfit {
    out.append('[');
    at++;
    while (text.charAt(at) != '}') {
      char c = text.charAt(at);
      if (c == delimiter) {
        out.append(',');
        at++;
      } else if (c == '{') {
        if (json) {
          throw DEEP;
        }
        array();
      } else {
        value();
      }
    }
    at++;
    out.append(']');
  }

  private void value() throws Misfit {
    boolean quoted = text.charAt(at) == '"';
    element.setLength(0);
    at += quoted ? 1 : 0;
    while (quoted
        ? text.charAt(at) != '"'
        : text.charAt(at) != delimiter && text.charAt(at) != '}') {
      at += text.charAt(at) == '\\' ? 1 : 0;
      element.append(text.charAt(at++));
    }
    at += quoted ? 1 : 0;
    String value = element.toString();
    if (!quoted && value.equals("NULL")) {
      out.append("null");
    } else if (json) {
      if (value.strip().equals("null")) {
        throw NULL;
      }
      out.append(value);
    } else if (numbers && Character.isDigit(value.charAt(value.length() - 1))) {
      out.append(value);
    } else if (booleans) {
      out.append(value.equals("t"));
    } else {
      JsonbForm.string(value, out);
    }
  }
}
