package dev.godwit.sqlite.file;

import java.util.Locale;

/**
 * One statement of a script, character by character: it ends with a semicolon that is in no string,
 * name or comment, and that of a trigger's body only after its {@code END}, as {@code
 * sqlite3_complete} has it.
 */
final class SqlStatement {
  private static final int WORDS = 4;

  private final StringBuilder text = new StringBuilder();
  private final StringBuilder word = new StringBuilder();
  private String words = "";

  /** The last word, or a semicolon and the END that follows it. */
  private String body = "";

  private int count;
  private boolean trigger;
  private char quote;
  private char before;
  private boolean blank = true;

  /** What was added. */
  String text() {
    return text.toString();
  }

  /** Its first words, in capitals. */
  String words() {
    return words;
  }

  /** Whether there is nothing but blanks and comments yet. */
  boolean isBlank() {
    return blank;
  }

  /** Adds the next character; true where the statement is complete with it. */
  boolean add(char c) {
    text.append(c);
    if (quote != 0) {
      inside(c);
      return false;
    }
    char last = before;
    before = c;
    if (last == '-' && c == '-' || last == '/' && c == '*') {
      quote = c == '-' ? '\n' : '*';
      before = 0;
      return false;
    }
    if (c == '\'' || c == '"' || c == '`' || c == '[') {
      quote = c == '[' ? ']' : c;
    }
    if (Character.isLetterOrDigit(c) || c == '_') {
      word.append(c);
    } else if (word.length() > 0) {
      ended(word.toString().toUpperCase(Locale.ROOT));
      word.setLength(0);
    }
    blank = blank && (Character.isWhitespace(c) || c == '-' || c == '/' || c == '\uFEFF');
    return c == ';' && semicolon();
  }

  private void inside(char c) {
    boolean comment = quote == '*';
    if (comment ? before == '*' && c == '/' : c == quote) {
      quote = 0;
      before = 0;
    } else {
      before = c;
    }
  }

  private void ended(String next) {
    count++;
    if (count <= WORDS) {
      boolean creates = words.matches("(CREATE|CREATE TEMP|CREATE TEMPORARY)");
      trigger |= creates && next.equals("TRIGGER");
    }
    words = count == 1 ? next : count <= WORDS ? words + " " + next : words;
    body = body.equals(";") && next.equals("END") ? "; END" : next;
  }

  private boolean semicolon() {
    boolean complete = !trigger || body.equals("; END");
    body = ";";
    return complete;
  }
}
