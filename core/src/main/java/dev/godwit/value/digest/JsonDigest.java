package dev.godwit.value.digest;

import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.JsonEscapes;
import dev.godwit.value.text.JsonText;
import dev.godwit.value.text.PlainJson;
import java.util.Arrays;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Hashes what a JSON text says, not how it is spelled: objects whatever the order of their members,
 * numbers by value, strings with their escapes undone. No tree.
 */
public final class JsonDigest implements PlainJson.Listener {
  private static final int WORDS = 6;
  private static final long ARRAY = 1;
  private static final long OBJECT = 2;
  private static final long STRING = 3;
  private static final long NUMBER = 4;

  private final Hash hash = new Hash();
  private final LongConsumer numbers = hash::add;
  private final DecimalText decimal = new DecimalText();
  private final PlainJson plain = new PlainJson(this);
  private byte[] text = new byte[64];
  // Six words for each open array or object: its lanes, its pending name's lanes, size and type.
  private long[] open = new long[WORDS * 16];
  private int top;
  private long a;
  private long b;

  /** Feeds the value, or answers false where the text is not JSON. */
  public boolean add(byte[] json, Hash into) {
    top = -WORDS;
    if (!plain.recognises(json) && !parse(json)) {
      return false;
    }
    into.add(a);
    into.add(b);
    return true;
  }

  private boolean parse(byte[] json) {
    top = -WORDS;
    try (JsonParser parser = JsonText.parser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        take(parser, token);
      }
    } catch (JacksonException e) {
      return false;
    }
    return true;
  }

  private void take(JsonParser parser, JsonToken token) {
    switch (token) {
      case START_ARRAY, START_OBJECT -> open(token == JsonToken.START_ARRAY);
      case END_ARRAY, END_OBJECT -> close();
      case PROPERTY_NAME -> {
        int length = utf8(parser);
        name(text, 0, length);
      }
      case VALUE_STRING -> {
        int length = utf8(parser);
        string(text, 0, length, false);
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        int length = parser.getStringLength();
        text = ascii(parser, length, text);
        number(text, 0, length);
      }
      default -> word((byte) token.asString().charAt(0));
    }
  }

  @Override
  public void name(byte[] json, int from, int to) {
    hash.start(STRING);
    hash.add(json, from, to);
    open[top + 2] = hash.a();
    open[top + 3] = hash.b();
  }

  @Override
  public void string(byte[] json, int from, int to, boolean escaped) {
    hash.start(STRING);
    if (escaped) {
      text = to - from > text.length ? new byte[(to - from) * 2] : text;
      hash.add(text, 0, JsonEscapes.undo(json, from, to, text));
    } else {
      hash.add(json, from, to);
    }
    value();
  }

  @Override
  public void number(byte[] json, int from, int to) {
    hash.start(NUMBER);
    if (decimal.scan(json, from, to)) {
      decimal.feed(numbers);
    }
    value();
  }

  @Override
  public void word(byte first) {
    hash.start(first);
    value();
  }

  /** Puts the current string's characters into {@code text}; returns how many bytes they are. */
  private int utf8(JsonParser parser) {
    char[] chars = parser.getStringCharacters();
    int end = parser.getStringOffset() + parser.getStringLength();
    if (text.length < parser.getStringLength() * 3) {
      text = new byte[parser.getStringLength() * 4];
    }
    int length = 0;
    for (int i = parser.getStringOffset(); i < end; i++) {
      int c = chars[i];
      if (Character.isHighSurrogate(chars[i])
          && i + 1 < end
          && Character.isLowSurrogate(chars[i + 1])) {
        c = Character.toCodePoint(chars[i], chars[++i]);
      }
      length = JsonEscapes.put(c, text, length);
    }
    return length;
  }

  /** The current number's characters as bytes, in the given array or in a longer one. */
  public static byte[] ascii(JsonParser parser, int length, byte[] reused) {
    byte[] bytes = length <= reused.length ? reused : new byte[length];
    char[] chars = parser.getStringCharacters();
    int from = parser.getStringOffset();
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) chars[from + i];
    }
    return bytes;
  }

  @Override
  public void open(boolean array) {
    top += WORDS;
    if (top == open.length) {
      open = Arrays.copyOf(open, top * 2);
    }
    hash.start(array ? ARRAY : OBJECT);
    open[top] = hash.a();
    open[top + 1] = hash.b();
    open[top + 4] = 0;
    open[top + 5] = array ? ARRAY : OBJECT;
  }

  @Override
  public void close() {
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
