package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import dev.godwit.value.text.Quoted;

/** A text read from its start to its end. */
final class Scanner {
  private final String text;
  private int at;

  Scanner(String text) {
    this.text = text;
  }

  boolean ended() {
    return at >= text.length();
  }

  /** The next character without taking it; U+0000, which no text here holds, at the end. */
  char peek() {
    return ended() ? 0 : text.charAt(at);
  }

  char next() {
    return ended() ? 0 : text.charAt(at++);
  }

  /** Takes the character if it is the next. */
  boolean takes(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  void blanks() {
    while (!ended() && Quoted.isBlank(text.charAt(at))) {
      at++;
    }
  }

  /** What is left to read. */
  String rest() {
    return text.substring(at);
  }

  /** Goes so many characters on. */
  void skip(int count) {
    at += count;
  }

  /**
   * A value of a row or range, up to one of the ends: a backslash before a character, quotes around
   * any part, in them two for one. Null where it is empty without quotes.
   */
  String part(String ends, Misfit misfit) throws Misfit {
    StringBuilder out = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    while (quoted || ends.indexOf(peek()) < 0) {
      if (ended()) {
        throw misfit;
      }
      char c = next();
      if (c == '\\') {
        if (ended()) {
          throw misfit;
        }
        out.append(next());
      } else if (c == '"' && quoted && takes('"')) {
        out.append('"');
      } else if (c == '"') {
        quoted = !quoted;
      } else {
        out.append(c);
      }
      any = true;
    }
    return any ? out.toString() : null;
  }
}
