package dev.godwit.json.read;

import dev.godwit.json.form.Numbers;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Counts what kinds of values one member has, over all records, and what type holds them all. */
final class Tally {
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  private long nulls;
  private long booleans;
  private long integers;
  private long decimals;
  private long strings;
  private long nested;
  private boolean large;
  private boolean wide;
  private boolean inexact;
  // Numbers of too many digits, U+0000, halves of surrogate pairs, repeated keys: what text,
  // numeric and jsonb do not keep, and JSON to the letter does.
  private boolean awkward;
  private final boolean json;

  /** {@code json} asks for JSON whatever the values are. */
  Tally(boolean json) {
    this.json = json;
  }

  /** Takes the value at the parser, and leaves the parser at its last token. */
  void add(JsonParser parser) {
    switch (parser.currentToken()) {
      case VALUE_NULL -> nulls++;
      case VALUE_TRUE, VALUE_FALSE -> booleans++;
      case VALUE_STRING -> {
        strings++;
        string(parser);
      }
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      default -> {
        nested++;
        nested(parser);
      }
    }
  }

  private void integer(JsonParser parser) {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      integers++;
      large = true;
      return;
    }
    long value = parser.getLongValue();
    wide |= value > EXACT_IN_DOUBLE || value < -EXACT_IN_DOUBLE;
    if (value == 0 && parser.getStringLength() > 1) {
      // -0, which only a double tells from 0.
      decimals++;
    } else {
      integers++;
    }
  }

  private void decimal(JsonParser parser) {
    decimals++;
    if (awkward) {
      return;
    }
    String text = parser.getString();
    awkward = !Numbers.plain(text);
    inexact = inexact || awkward || !Numbers.isDouble(text);
  }

  private void string(JsonParser parser) {
    if (awkward) {
      return;
    }
    char[] chars = parser.getStringCharacters();
    int end = parser.getStringOffset() + parser.getStringLength();
    for (int i = parser.getStringOffset(); i < end; i++) {
      char c = chars[i];
      if (c == 0) {
        awkward = true;
      } else if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(chars[i + 1]);
        awkward |= !pair;
        i++;
      }
    }
  }

  private void nested(JsonParser parser) {
    if (awkward) {
      parser.skipChildren();
      return;
    }
    Deque<Set<String>> open = new ArrayDeque<>();
    JsonToken token = parser.currentToken();
    do {
      switch (token) {
        case START_OBJECT, START_ARRAY -> open.push(new HashSet<>());
        case END_OBJECT, END_ARRAY -> open.pop();
        case PROPERTY_NAME -> {
          awkward |= !open.element().add(parser.currentName());
          string(parser);
        }
        case VALUE_STRING -> string(parser);
        case VALUE_NUMBER_FLOAT -> awkward |= !Numbers.plain(parser.getString());
        default -> {
          // Nothing that could be wrong.
        }
      }
      token = open.isEmpty() ? null : parser.nextToken();
    } while (token != null);
  }

  long nulls() {
    return nulls;
  }

  /** Whether anything but null was seen. */
  boolean hasValues() {
    return booleans + integers + decimals + strings + nested > 0;
  }

  /**
   * The type that holds every value; with a question mark at the end of its name where NULL stands
   * for a member that is not there.
   */
  ColumnType type(boolean absent) {
    Kind kind = kind();
    return ColumnType.of(kind, word(kind) + (absent ? "?" : ""));
  }

  private Kind kind() {
    long numbers = integers + decimals;
    boolean one = Math.max(strings, Math.max(numbers, booleans)) == strings + numbers + booleans;
    if (awkward) {
      return Kind.JSON;
    } else if (json || nested > 0 || !one) {
      return Kind.JSONB;
    } else if (booleans > 0) {
      return Kind.BOOLEAN;
    } else if (numbers == 0) {
      return Kind.TEXT;
    } else if (decimals == 0) {
      return large ? Kind.NUMERIC : Kind.BIGINT;
    }
    return inexact || large || wide ? Kind.NUMERIC : Kind.DOUBLE;
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> "boolean";
      case BIGINT -> "integer";
      case DOUBLE -> "number";
      case NUMERIC -> "decimal";
      case JSON, JSONB -> "json";
      default -> "string";
    };
  }
}
