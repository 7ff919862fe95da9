package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.text.JsonText;
import dev.godwit.value.text.Quoted;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * An array, from PostgreSQL's text of one or from JSON's, element by element. JSON within an array
 * of JSON is an element, not another dimension.
 */
final class ArrayForm implements ServerForm {
  private static final int DIMENSIONS = 6;
  private static final Pattern BOUNDS =
      Pattern.compile("((?:\\[[^\\]{}\"]*\\])+)\\s*=\\s*(\\{.*)", Pattern.DOTALL);
  private static final Pattern BOUND =
      Pattern.compile("\\[\\s*([+-]?\\d{1,9})(?:\\s*:\\s*([+-]?\\d{1,9}))?\\s*\\]");
  private static final Misfit TEXT = new Misfit("text that is not an array");
  private static final Misfit RAGGED = new Misfit("an array whose rows are of different lengths");
  private static final Misfit EMPTY = new Misfit("an array with an empty row");
  private static final Misfit DEEP = new Misfit("an array of more than 6 dimensions");
  private static final Misfit OBJECT = new Misfit("an object in an array");

  private final ElementForm element;
  private final char delimiter;
  private final boolean json;
  private final int[] sizes = new int[DIMENSIONS];
  private final StringBuilder out = new StringBuilder();
  private int leaves;

  ArrayForm(ColumnType type, Function<ColumnType, Coercion> parts) {
    ColumnType inner = type.nature().element();
    element = new ElementForm(inner, parts.apply(inner));
    delimiter = inner.family() == Family.BOX ? ';' : ',';
    json = inner.kind() == Kind.JSON || inner.kind() == Kind.JSONB;
  }

  @Override
  public String of(String text) throws Misfit {
    Arrays.fill(sizes, -1);
    out.setLength(0);
    leaves = -1;
    String trimmed = text.strip();
    Matcher bounds = BOUNDS.matcher(trimmed);
    if (bounds.matches()) {
      braces(bounds.group(2));
      return bounds(bounds.group(1)) + out;
    }
    if (trimmed.startsWith("[")) {
      brackets(trimmed);
    } else {
      braces(trimmed);
    }
    return out.toString();
  }

  /** The server's spelling of the bounds: none where all begin at 1. */
  private String bounds(String text) throws Misfit {
    Matcher m = BOUND.matcher(text);
    StringBuilder spelled = new StringBuilder();
    boolean usual = true;
    int depth = 0;
    int end = 0;
    while (m.find() && m.start() == end) {
      int first = m.group(2) == null ? 1 : Integer.parseInt(m.group(1));
      int last = Integer.parseInt(m.group(2) == null ? m.group(1) : m.group(2));
      if (depth > leaves || last - first + 1 != sizes[depth++] || sizes[0] == 0) {
        throw TEXT;
      }
      usual &= first == 1;
      spelled.append('[').append(first).append(':').append(last).append(']');
      end = m.end();
    }
    if (depth != leaves + 1 || end != text.length()) {
      throw TEXT;
    }
    return usual ? "" : spelled.append('=').toString();
  }

  private void braces(String text) throws Misfit {
    Scanner in = new Scanner(text);
    if (!in.takes('{')) {
      throw TEXT;
    }
    row(in, 0);
    if (!in.ended()) {
      throw TEXT;
    }
  }

  private void row(Scanner in, int depth) throws Misfit {
    out.append('{');
    int count = 0;
    in.blanks();
    while (!in.takes('}')) {
      if (count > 0) {
        if (!in.takes(delimiter)) {
          throw TEXT;
        }
        out.append(delimiter);
        in.blanks();
      }
      if (in.takes('{')) {
        if (depth + 1 == DIMENSIONS) {
          throw DEEP;
        }
        row(in, depth + 1);
      } else {
        leaf(depth);
        element(in);
      }
      count++;
      in.blanks();
    }
    ended(depth, count);
  }

  /** Elements are all as deep. */
  private void leaf(int depth) throws Misfit {
    if (leaves >= 0 && leaves != depth) {
      throw RAGGED;
    }
    leaves = depth;
  }

  private void ended(int depth, int count) throws Misfit {
    if (count == 0 && depth > 0) {
      throw EMPTY;
    }
    if (sizes[depth] != -1 && sizes[depth] != count || leaves == depth - 1 && depth > 0) {
      throw RAGGED;
    }
    sizes[depth] = count;
    out.append('}');
  }

  private void element(Scanner in) throws Misfit {
    boolean quoted = in.takes('"');
    StringBuilder value = new StringBuilder();
    int kept = 0;
    while (quoted ? in.peek() != '"' : in.peek() != delimiter && in.peek() != '}') {
      char c = in.next();
      if (c == '\\') {
        value.append(in.next());
        kept = value.length();
      } else if (!quoted && (c == '"' || c == '{') || in.ended()) {
        throw TEXT;
      } else {
        value.append(c);
        kept = quoted || !Quoted.isBlank(c) ? value.length() : kept;
      }
    }
    in.skip(quoted ? 1 : 0);
    value.setLength(kept);
    if (!quoted && value.length() == 0) {
      throw TEXT;
    }
    boolean none = !quoted && value.toString().equalsIgnoreCase("NULL");
    put(none ? null : value.toString());
  }

  private void put(String value) throws Misfit {
    String spelled = value == null ? null : element.of(value);
    if (spelled == null) {
      out.append("NULL");
    } else {
      Quoted.array(spelled, delimiter, out);
    }
  }

  private void brackets(String text) throws Misfit {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    try (JsonParser parser = JsonText.parser(utf8)) {
      parser.nextToken();
      list(parser, utf8, 0);
      if (parser.nextToken() != null) {
        throw TEXT;
      }
    } catch (JacksonException e) {
      throw TEXT;
    }
  }

  private void list(JsonParser parser, byte[] text, int depth) throws Misfit {
    out.append('{');
    int count = 0;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (t == null) {
        throw TEXT;
      }
      out.append(count++ == 0 ? "" : String.valueOf(delimiter));
      if (t == JsonToken.START_ARRAY && !json) {
        if (depth + 1 == DIMENSIONS) {
          throw DEEP;
        }
        list(parser, text, depth + 1);
      } else {
        leaf(depth);
        put(t == JsonToken.VALUE_NULL ? null : member(parser, t, text));
      }
    }
    ended(depth, count);
  }

  private String member(JsonParser parser, JsonToken token, byte[] text) throws Misfit {
    if (!json) {
      if (token == JsonToken.START_OBJECT) {
        throw OBJECT;
      }
      return parser.getString();
    }
    int from = (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int to = (int) parser.currentLocation().getByteOffset();
    return new String(text, from, to - from, StandardCharsets.UTF_8).strip();
  }
}
