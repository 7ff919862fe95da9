package dev.godwit.startup;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The scalars and lists of one section of a YAML file, each with the line that it stands in. */
final class YamlSection {
  /** A value as it is written, a list with commas between; {@code line} counts from 1. */
  record Entry(String value, int line) {}

  private final Path file;
  private final String section;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private YamlSection(Path file, String section) {
    this.file = file;
    this.section = section;
  }

  /**
   * Reads the section of that name, or, where it is null, the whole file. A file without the
   * section has no entries. Keys whose value is null count as left out.
   */
  static YamlSection read(Path file, String section) {
    YamlSection result = new YamlSection(file, section);
    try (Reader text = Files.newBufferedReader(file);
        JsonParser parser = new YAMLMapper().createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        result.file(parser);
      } else if (parser.currentToken() != null && parser.currentToken() != JsonToken.VALUE_NULL) {
        throw GodwitException.usage(file + ":1: the file must be a map of keys and values");
      }
    } catch (JacksonException e) {
      // Its message quotes the file, where a secret may stand.
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      throw GodwitException.usage(file + ":" + line + ": this is no valid YAML");
    } catch (IOException e) {
      throw GodwitException.usage(
          file + " cannot be read (" + e.getClass().getSimpleName() + "); check that it exists");
    }
    return result;
  }

  Map<String, Entry> entries() {
    return entries;
  }

  /** Where an entry stands, as the beginning of a message about it. */
  String origin(String key) {
    return file + ":" + entries.get(key).line() + ": " + path(key);
  }

  private String path(String key) {
    return section == null ? key : section + "." + key;
  }

  private void file(JsonParser parser) {
    if (section == null) {
      section(parser);
      return;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean ours = parser.currentName().equals(section);
      int line = parser.currentTokenLocation().getLineNr();
      JsonToken value = parser.nextToken();
      if (ours && value == JsonToken.START_OBJECT) {
        section(parser);
      } else if (ours && value != JsonToken.VALUE_NULL) {
        throw GodwitException.usage(
            file + ":" + line + ": " + section + " must be a map of keys and values");
      } else {
        parser.skipChildren();
      }
    }
  }

  private void section(JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      int line = parser.currentTokenLocation().getLineNr();
      switch (parser.nextToken()) {
        case VALUE_NULL -> {}
        case START_ARRAY -> entries.put(key, new Entry(list(parser, key, line), line));
        case START_OBJECT -> object(parser, key, line);
        default -> entries.put(key, new Entry(parser.getString(), line));
      }
    }
  }

  /** In a file that is read whole, other people's sections are none of our business. */
  private void object(JsonParser parser, String key, int line) {
    if (section != null) {
      throw GodwitException.usage(file + ":" + line + ": " + path(key) + " takes one value");
    }
    parser.skipChildren();
  }

  private String list(JsonParser parser, String key, int line) {
    List<String> values = new ArrayList<>();
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      if (!t.isScalarValue()) {
        throw GodwitException.usage(
            file + ":" + line + ": " + path(key) + " takes one value, or a list of them");
      }
      values.add(parser.getString());
    }
    return String.join(",", values);
  }
}
