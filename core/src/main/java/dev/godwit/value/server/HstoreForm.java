package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import dev.godwit.value.text.Quoted;
import dev.godwit.value.text.ServerText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** Pairs of hstore, by the length of their keys and then by their bytes. */
final class HstoreForm implements ServerForm {
  private static final Comparator<String> KEYS =
      Comparator.<String>comparingInt(k -> ServerText.utf8(k).length)
          .thenComparing((a, b) -> Arrays.compareUnsigned(ServerText.utf8(a), ServerText.utf8(b)));
  private static final Misfit TEXT = new Misfit("text that is not hstore: \"key\"=>\"value\"");
  private static final Misfit TWICE = new Misfit("a key that comes twice");

  @Override
  public String of(String text) throws Misfit {
    Map<String, String> pairs = new TreeMap<>(KEYS);
    Scanner in = new Scanner(text);
    in.blanks();
    while (!in.ended()) {
      String key = part(in, false);
      in.blanks();
      if (!in.takes('=') || !in.takes('>')) {
        throw TEXT;
      }
      in.blanks();
      String value = part(in, true);
      if (pairs.containsKey(key)) {
        throw TWICE;
      }
      pairs.put(key, value);
      in.blanks();
      boolean more = in.takes(',');
      in.blanks();
      if (more == in.ended()) {
        throw TEXT;
      }
    }
    StringBuilder out = new StringBuilder();
    pairs.forEach(
        (key, value) -> {
          out.append(out.length() == 0 ? "" : ", ");
          quote(key, out);
          out.append("=>");
          if (value == null) {
            out.append("NULL");
          } else {
            quote(value, out);
          }
        });
    return out.toString();
  }

  /** A key or value; null for a NULL without quotes, which only a value can be. */
  private static String part(Scanner in, boolean value) throws Misfit {
    StringBuilder out = new StringBuilder();
    boolean quoted = in.takes('"');
    boolean escaped = false;
    while (quoted ? in.peek() != '"' : !isEnd(in.peek())) {
      if (in.takes('\\')) {
        escaped = true;
      }
      if (in.ended()) {
        throw TEXT;
      }
      out.append(in.next());
    }
    in.skip(quoted ? 1 : 0);
    if (!quoted && (out.length() == 0 || out.indexOf("\"") >= 0)) {
      throw TEXT;
    }
    boolean none = !quoted && !escaped && out.toString().equalsIgnoreCase("NULL");
    return none && value ? null : out.toString();
  }

  private static boolean isEnd(char c) {
    return c == 0 || c == ',' || c == '=' || Quoted.isBlank(c);
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"').append(text.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
  }
}
