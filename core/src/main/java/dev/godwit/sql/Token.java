package dev.godwit.sql;

/**
 * One token. {@code text} is what it means: names and strings without their quotes, blobs as hex
 * digits. {@code start} and {@code end} are where it stands in the statement.
 */
public record Token(Type type, String text, int start, int end) {
  /** What a token is. */
  public enum Type {
    WORD,
    /** {@code [name]} or {@code `name`}. */
    NAME,
    /** {@code "name"}, which SQLite takes for a string where there is no such name. */
    QUOTED,
    STRING,
    NUMBER,
    BLOB,
    SYMBOL
  }

  /** Whether this is that keyword or symbol, unquoted. */
  public boolean is(String word) {
    return (type == Type.WORD || type == Type.SYMBOL) && text.equalsIgnoreCase(word);
  }

  /** Whether SQLite would take this for a name: it accepts even string literals. */
  public boolean isName() {
    return switch (type) {
      case WORD, NAME, QUOTED, STRING -> true;
      default -> false;
    };
  }
}
