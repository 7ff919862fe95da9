package dev.godwit.sql;

import java.util.function.IntPredicate;

/**
 * A statement of PostgreSQL as a script shows it: names and texts that hold what a terminal would
 * act on are written by their codes, {@code U&"…"} and {@code E'…'}, and mean the same.
 */
public final class Printable {
  private final String sql;
  private final IntPredicate hostile;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Printable(String sql, IntPredicate hostile) {
    this.sql = sql;
    this.hostile = hostile;
  }

  /** The statement without any hostile character in its quotes. */
  public static String of(String sql, IntPredicate hostile) {
    return sql.codePoints().anyMatch(hostile) ? new Printable(sql, hostile).written() : sql;
  }

  private String written() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '"' || c == '\'') {
        quoted(c);
      } else if (c == '$' && dollar() > 0) {
        body(dollar());
      } else if (sql.startsWith("--", at)) {
        // An apostrophe of a remark begins nothing.
        copy(sql.indexOf('\n', at), 1);
      } else if (sql.startsWith("/*", at)) {
        copy(sql.indexOf("*/", at), 2);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  /** The length of a mark such as $$ or $body$ that begins here; 0 where none does. */
  private int dollar() {
    int end = at + 1;
    while (end < sql.length()
        && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
      end++;
    }
    boolean within = at > 0 && Character.isLetterOrDigit(sql.charAt(at - 1));
    return !within && end < sql.length() && sql.charAt(end) == '$' ? end + 1 - at : 0;
  }

  private void body(int mark) {
    copy(sql.indexOf(sql.substring(at, at + mark), at + mark), mark);
  }

  /** As it is, up to and with what ends it; to the end of all where nothing does. */
  private void copy(int end, int length) {
    int after = end < 0 ? sql.length() : end + length;
    out.append(sql, at, after);
    at = after;
  }

  private void quoted(char quote) {
    int start = at++;
    while (at < sql.length()
        && (sql.charAt(at) != quote || sql.startsWith("" + quote + quote, at))) {
      at += sql.charAt(at) == quote ? 2 : 1;
    }
    at = Math.min(at + 1, sql.length());
    String text = sql.substring(start, at);
    boolean escaped = start > 0 && "Ee&".indexOf(sql.charAt(start - 1)) >= 0 && quote == '\'';
    if (escaped || text.codePoints().noneMatch(hostile)) {
      out.append(text);
      return;
    }
    out.append(quote == '"' ? "U&" : "E");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                out.append("\\\\");
              } else if (!hostile.test(c)) {
                out.appendCodePoint(c);
              } else if (quote == '"') {
                out.append("\\%04X".formatted(c));
              } else {
                out.append("\\u%04X".formatted(c));
              }
            });
  }
}
