package dev.godwit.value;

import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Hashes what a JSON text says, not how it is spelled: objects whatever the order of their members,
 * numbers by value, strings with their escapes undone. One pass, no tree.
 */
final class JsonDigest {
  private static final int WORDS = 6;
  private static final long ARRAY = 1;
  private static final long OBJECT = 2;
  private static final long STRING = 3;
  private static final long NUMBER = 4;

  private final Hash hash = new Hash();
  private final DecimalText decimal = new DecimalText();
  private byte[] number = new byte[64];
  // Six words for each open array or object: its lanes, its pending name's lanes, size and type.
  private long[] open = new long[WORDS * 16];
  private int top;
  private long a;
  private long b;

  /** Feeds the value, or answers false where the text is not JSON. */
  boolean add(byte[] json, Hash into) {
    top = -WORDS;
    try (JsonParser parser = JsonText.parser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        take(parser, token);
      }
    } catch (JacksonException e) {
      return false;
    }
    into.add(a);
    into.add(b);
    return true;
  }

  private void take(JsonParser parser, JsonToken token) {
    switch (token) {
      case START_ARRAY -> push(ARRAY);
      case START_OBJECT -> push(OBJECT);
      case END_ARRAY, END_OBJECT -> pop();
      case PROPERTY_NAME -> {
        string(parser);
        open[top + 2] = hash.a();
        open[top + 3] = hash.b();
      }
      case VALUE_STRING -> {
        string(parser);
        value();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        number(parser);
        value();
      }
      default -> {
        hash.start(16 + token.id());
        value();
      }
    }
  }

  private void string(JsonParser parser) {
    hash.start(STRING);
    hash.add(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
  }

  private void number(JsonParser parser) {
    int length = parser.getStringLength();
    number = ascii(parser, length, number);
    hash.start(NUMBER);
    if (decimal.scan(number, length)) {
      decimal.hash(hash);
    }
  }

  /** The current number's characters as bytes, in the given array or in a longer one. */
  static byte[] ascii(JsonParser parser, int length, byte[] reused) {
    byte[] bytes = length <= reused.length ? reused : new byte[length];
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) chars[from + i];
    }
    return bytes;
  }

  private void push(long type) {
    top += WORDS;
    if (top == open.length) {
      open = Arrays.copyOf(open, top * 2);
    }
    hash.start(type);
    open[top] = hash.a();
    open[top + 1] = hash.b();
    open[top + 4] = 0;
    open[top + 5] = type;
  }

  private void pop() {
    hash.start(open[top], open[top + 1]);
    hash.add(open[top + 4]);
    top -= WORDS;
    value();
  }

  /** Puts the value just hashed where it belongs. */
  private void value() {
    if (top < 0) {
      a = hash.a();
      b = hash.b();
      return;
    }
    long valueA = hash.a();
    long valueB = hash.b();
    boolean array = open[top + 5] == ARRAY;
    hash.start(open[top + (array ? 0 : 2)], open[top + (array ? 1 : 3)]);
    hash.add(valueA);
    hash.add(valueB);
    // Members of an object are summed up, so their order does not show.
    open[top] = array ? hash.a() : open[top] + hash.a();
    open[top + 1] = array ? hash.b() : open[top + 1] + hash.b();
    open[top + 4]++;
  }
}
