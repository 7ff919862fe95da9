package dev.godwit.json.read;

import dev.godwit.model.GodwitException;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Goes from record to record of one place in a file. */
final class Cursor implements AutoCloseable {
  private final JsonParser parser;
  private final FileTable.Form form;
  private final List<String> path;
  private boolean started;
  private String key;

  Cursor(JsonParser parser, FileTable.Form form, List<String> path) {
    this.parser = parser;
    this.form = form;
    this.path = path;
  }

  /** Goes from a file's start to the value at this path. */
  static void to(JsonParser parser, List<String> path) {
    parser.nextToken();
    for (String step : path) {
      boolean found = false;
      while (!found && parser.nextToken() == JsonToken.PROPERTY_NAME) {
        found = parser.currentName().equals(step);
        parser.nextToken();
        if (!found) {
          parser.skipChildren();
        }
      }
      if (!found) {
        throw GodwitException.failed(
            "the file changed while it was read: " + String.join(".", path) + " is gone", null);
      }
    }
  }

  /** Moves the parser to the first token of the next record; false after the last. */
  boolean next() {
    if (!started && form != FileTable.Form.LINES) {
      to(parser, path);
    }
    boolean first = !started;
    started = true;
    return switch (form) {
      case LINES -> parser.nextToken() != null;
      case ARRAY -> parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null;
      case ONE -> first;
      case KEYED -> {
        if (parser.nextToken() != JsonToken.PROPERTY_NAME) {
          yield false;
        }
        key = parser.currentName();
        parser.nextToken();
        yield true;
      }
    };
  }

  /** The key that the map has for the record. */
  String key() {
    return key;
  }

  JsonParser parser() {
    return parser;
  }

  @Override
  public void close() {
    parser.close();
  }
}
