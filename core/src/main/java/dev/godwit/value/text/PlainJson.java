package dev.godwit.value.text;

/**
 * Recognises JSON of the plainest sort at a glance: no escapes in names, short numbers without
 * exponents, no two names alike, little depth. What it does not recognise may be valid all the
 * same. Expects valid UTF-8. Not thread-safe.
 */
public final class PlainJson {
  private static final int DEPTH = 16;
  private static final int NAMES = 64;
  private static final int DIGITS = 30;
  private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

  /** Is told what the text holds, in its order, until it ends or is not recognised any more. */
  public interface Listener {
    Listener NONE = new Listener() {};

    default void open(boolean array) {}

    default void close() {}

    /** The bytes between the quotes of a member's name. */
    default void name(byte[] json, int from, int to) {}

    /** The bytes between the quotes; {@code escaped} where {@link JsonEscapes} are among them. */
    default void string(byte[] json, int from, int to, boolean escaped) {}

    default void number(byte[] json, int from, int to) {}

    /** {@code first} is the first letter of true, false or null. */
    default void word(byte first) {}
  }

  private final Listener listener;
  // Of each open container: whether it is an object, and where its names begin.
  private final boolean[] objects = new boolean[DEPTH];
  private final int[] starts = new int[DEPTH];
  private final long[] names = new long[NAMES];
  private byte[] json = {};
  private int at;
  private int depth;
  private int count;

  public PlainJson(Listener listener) {
    this.listener = listener;
  }

  /** Whether the bytes are beyond doubt one JSON value that PostgreSQL's jsonb takes. */
  public boolean recognises(byte[] utf8) {
    json = utf8;
    at = 0;
    depth = 0;
    count = 0;
    // A loop, not a recursion: the compiler would unfold that several times over.
    do {
      if (!value()) {
        return false;
      }
    } while (goesOn());
    blanks();
    return depth == 0 && at == json.length;
  }

  /** Reads up to the end of a scalar or an empty container, the containers around it left open. */
  private boolean value() {
    while (true) {
      blanks();
      if (at == json.length) {
        return false;
      }
      boolean object = json[at] == '{';
      if (!object && json[at] != '[') {
        return scalar();
      }
      if (!open(object)) {
        return false;
      }
      if (is(object ? '}' : ']')) {
        close();
        return true;
      }
      if (object && !name()) {
        return false;
      }
    }
  }

  private boolean scalar() {
    switch (json[at]) {
      case '"' -> text();
      case 't' -> word("true");
      case 'f' -> word("false");
      case 'n' -> word("null");
      default -> {
        return number();
      }
    }
    // What is no text or word is not read past: nobody takes it for a comma or an end.
    return true;
  }

  /** Closes what ends here. True where a further value has to follow. */
  private boolean goesOn() {
    while (depth > 0) {
      boolean object = objects[depth - 1];
      blanks();
      if (is(',')) {
        return !object || name();
      }
      if (!is(object ? '}' : ']')) {
        return false;
      }
      close();
    }
    return false;
  }

  private boolean open(boolean object) {
    if (depth == DEPTH) {
      return false;
    }
    objects[depth] = object;
    starts[depth++] = count;
    listener.open(!object);
    at++;
    blanks();
    return true;
  }

  private void close() {
    count = starts[--depth];
    listener.close();
  }

  /** A member's name and its colon. */
  private boolean name() {
    blanks();
    if (at == json.length || json[at] != '"' || !unique()) {
      return false;
    }
    blanks();
    return is(':');
  }

  /** False where the object has a name of the same hash, or where there are too many. */
  private boolean unique() {
    int from = at + 1;
    long hash = hash();
    if (hash == 0 || count == NAMES) {
      return false;
    }
    listener.name(json, from, at - 1);
    for (int i = starts[depth - 1]; i < count; i++) {
      if (names[i] == hash) {
        return false;
      }
    }
    names[count++] = hash;
    return true;
  }

  /** The hash of the string that begins here; 0 where it has an escape, a control, or no end. */
  private long hash() {
    long hash = MULTIPLIER;
    for (int i = at + 1; i < json.length; i++) {
      byte c = json[i];
      if (c == '"') {
        at = i + 1;
        return hash | 1;
      }
      if (c == '\\' || (c >= 0 && c < ' ')) {
        return 0;
      }
      hash = (hash ^ c) * MULTIPLIER;
    }
    return 0;
  }

  /** Reads the string that begins here if it has no control, no half of a character, and an end. */
  private void text() {
    boolean escaped = false;
    int i = at + 1;
    while (i < json.length) {
      byte c = json[i];
      if (c == '"') {
        listener.string(json, at + 1, i, escaped);
        at = i + 1;
        return;
      }
      int length = c == '\\' ? JsonEscapes.length(json, i) : 1;
      if (length == 0 || (c >= 0 && c < ' ')) {
        return;
      }
      escaped |= length > 1;
      i += length;
    }
  }

  private boolean number() {
    int start = at;
    if (json[at] == '-') {
      at++;
    }
    int first = at;
    digits();
    if (at == first || (json[first] == '0' && at > first + 1)) {
      return false;
    }
    if (at < json.length && json[at] == '.') {
      int point = at++;
      digits();
      if (at == point + 1) {
        return false;
      }
    }
    listener.number(json, start, at);
    // Whatever comes next is looked at by the caller, who expects no letter.
    return at - start <= DIGITS;
  }

  private void digits() {
    while (at < json.length && json[at] >= '0' && json[at] <= '9') {
      at++;
    }
  }

  private void word(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= json.length || json[at + i] != word.charAt(i)) {
        return;
      }
    }
    listener.word(json[at]);
    at += word.length();
  }

  private boolean is(char c) {
    if (at < json.length && json[at] == c) {
      at++;
      return true;
    }
    return false;
  }

  private void blanks() {
    while (at < json.length
        && (json[at] == ' ' || json[at] == '\n' || json[at] == '\t' || json[at] == '\r')) {
      at++;
    }
  }
}
