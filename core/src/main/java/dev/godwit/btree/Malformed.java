package dev.godwit.btree;

/** The file is not as its format says, or cannot be read. For the caller to ask SQLite about. */
public final class Malformed extends RuntimeException {
  private static final long serialVersionUID = 1;

  public Malformed(String message) {
    super(message, null, false, false);
  }
}
