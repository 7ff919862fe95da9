package dev.godwit.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Cuts a statement into tokens, leaving out blanks and comments. Never fails: what is not
 * terminated ends with the text.
 */
public final class SqlTokens {
  private static final List<String> SYMBOLS =
      List.of("->>", "||", "<=", ">=", "<>", "!=", "==", "<<", ">>", "->");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  /** The tokens of a statement, or of a part of one. */
  public static List<Token> of(String sql) {
    return new SqlTokens(sql).read();
  }

  /**
   * The index of the parenthesis that closes the one at {@code open}, or the number of tokens where
   * none does.
   */
  public static int closing(List<Token> tokens, int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      if (tokens.get(i).is("(")) {
        depth++;
      } else if (tokens.get(i).is(")") && --depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  /** Cuts a list of tokens at the commas that stand outside of parentheses. */
  public static List<List<Token>> split(List<Token> tokens) {
    List<List<Token>> items = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i <= tokens.size(); i++) {
      if (i == tokens.size() || (depth == 0 && tokens.get(i).is(","))) {
        if (i > start) {
          items.add(tokens.subList(start, i));
        }
        start = i + 1;
      } else if (tokens.get(i).is("(")) {
        depth++;
      } else if (tokens.get(i).is(")")) {
        depth--;
      }
    }
    return items;
  }

  private List<Token> read() {
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = indexOr(sql.indexOf('\n', at), 1);
      } else if (sql.startsWith("/*", at)) {
        at = indexOr(sql.indexOf("*/", at + 2), 2);
      } else {
        token(c);
      }
    }
    return tokens;
  }

  private int indexOr(int index, int length) {
    return index < 0 ? sql.length() : index + length;
  }

  private void token(char c) {
    switch (c) {
      case '\'' -> quoted('\'', Token.Type.STRING);
      case '"' -> quoted('"', Token.Type.QUOTED);
      case '`' -> quoted('`', Token.Type.NAME);
      case '[' -> bracketed();
      default -> {
        if ((c == 'x' || c == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
          blob();
        } else if (isDigit(c) || (c == '.' && at + 1 < sql.length() && isDigit(next()))) {
          number();
        } else if (isWord(c)) {
          word();
        } else {
          symbol();
        }
      }
    }
  }

  private char next() {
    return sql.charAt(at + 1);
  }

  private void quoted(char quote, Token.Type type) {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (at < sql.length()) {
      char c = sql.charAt(at++);
      if (c == quote) {
        if (at < sql.length() && sql.charAt(at) == quote) {
          at++;
        } else {
          break;
        }
      }
      text.append(c);
    }
    tokens.add(new Token(type, text.toString(), start, at));
  }

  private void bracketed() {
    int start = at;
    at = indexOr(sql.indexOf(']', at), 1);
    int end = sql.charAt(at - 1) == ']' ? at - 1 : at;
    tokens.add(new Token(Token.Type.NAME, sql.substring(start + 1, end), start, at));
  }

  private void blob() {
    int start = at;
    at = indexOr(sql.indexOf('\'', at + 2), 1);
    int end = at > start + 2 && sql.charAt(at - 1) == '\'' ? at - 1 : at;
    String hex = sql.substring(start + 2, end).toLowerCase(Locale.ROOT);
    tokens.add(new Token(Token.Type.BLOB, hex, start, at));
  }

  private void number() {
    int start = at;
    boolean hex = sql.regionMatches(true, at, "0x", 0, 2);
    at += hex ? 2 : 0;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      boolean sign = (c == '+' || c == '-') && !hex && "eE".indexOf(sql.charAt(at - 1)) >= 0;
      if (!isDigit(c) && !Character.isLetter(c) && c != '.' && c != '_' && !sign) {
        break;
      }
      at++;
    }
    tokens.add(new Token(Token.Type.NUMBER, sql.substring(start, at), start, at));
  }

  private void word() {
    int start = at;
    while (at < sql.length() && (isWord(sql.charAt(at)) || isDigit(sql.charAt(at)))) {
      at++;
    }
    tokens.add(new Token(Token.Type.WORD, sql.substring(start, at), start, at));
  }

  private void symbol() {
    int start = at;
    String symbol =
        SYMBOLS.stream()
            .filter(s -> sql.startsWith(s, start))
            .findFirst()
            .orElse(sql.substring(start, start + 1));
    at += symbol.length();
    tokens.add(new Token(Token.Type.SYMBOL, symbol, start, at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWord(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c > 127;
  }
}
