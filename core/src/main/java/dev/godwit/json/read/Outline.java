package dev.godwit.json.read;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What a file's outermost objects look like, from which its shape is told. One pass, no values. */
final class Outline {
  private static final int DEPTH = 3;
  private static final int MOST_MEMBERS = 1000;

  enum Type {
    SCALAR,
    RECORDS,
    EMPTY_ARRAY,
    ARRAY,
    OBJECT
  }

  final Type type;

  /** The first members of an object, as far as anybody looked. */
  final Map<String, Outline> members = new LinkedHashMap<>();

  private long count;
  private long objects;

  private Outline(Type type) {
    this.type = type;
  }

  /** Of the value at the parser, which is left at the value's last token. */
  static Outline of(JsonParser parser) {
    return of(parser, 0);
  }

  private static Outline of(JsonParser parser, int depth) {
    return switch (parser.currentToken()) {
      case START_ARRAY -> new Outline(array(parser));
      case START_OBJECT -> object(parser, depth);
      default -> new Outline(Type.SCALAR);
    };
  }

  private static Type array(JsonParser parser) {
    Type type = Type.EMPTY_ARRAY;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      if (type == Type.EMPTY_ARRAY && parser.currentToken() != JsonToken.VALUE_NULL) {
        type = object ? Type.RECORDS : Type.ARRAY;
      }
      parser.skipChildren();
    }
    return type;
  }

  private static Outline object(JsonParser parser, int depth) {
    Outline outline = new Outline(Type.OBJECT);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      outline.count++;
      outline.objects += parser.currentToken() == JsonToken.START_OBJECT ? 1 : 0;
      if (depth < DEPTH && outline.members.size() < MOST_MEMBERS) {
        outline.members.put(name, of(parser, depth + 1));
      } else {
        parser.skipChildren();
      }
    }
    return outline;
  }

  long count() {
    return count;
  }

  /** Whether it has members, and each is an object. */
  boolean isMap() {
    return type == Type.OBJECT && count > 0 && objects == count;
  }

  /** Whether tables lie somewhere in it. */
  boolean holdsRecords() {
    return type == Type.OBJECT
        && members.values().stream()
            .anyMatch(
                m -> m.type == Type.RECORDS || m.type == Type.EMPTY_ARRAY || m.holdsRecords());
  }

  /** Whether it is a table, or tables lie somewhere in it. */
  boolean hasTables() {
    return type == Type.RECORDS || type == Type.EMPTY_ARRAY || holdsRecords();
  }

  /** Whether an array of records is among its own members. */
  boolean hasRecords() {
    return members.values().stream()
        .anyMatch(m -> m.type == Type.RECORDS || m.type == Type.EMPTY_ARRAY);
  }
}
