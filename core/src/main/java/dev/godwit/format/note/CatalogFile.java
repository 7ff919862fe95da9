package dev.godwit.format.note;

import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonValue;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code catalog.json}: a folder's tables with their types, keys and files, for people to read. */
public final class CatalogFile {
  public static final String NAME = "catalog.json";

  /** The member that brings a file's catalog along. */
  public static final String MEMBER = "$godwit";

  /** The first member; its number grows when older programs would misread the rest. */
  static final String FORMAT = "godwit";

  private static final String CHILDREN = "children";
  private static final int VERSION = 1;
  private static final int NESTING = 2;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CatalogFile() {}

  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(NAME));
  }

  public static Contents read(Path folder) {
    Path file = folder.resolve(NAME);
    try {
      return of(Files.readAllBytes(file), file);
    } catch (IOException e) {
      throw Json.unreadable(file, e);
    }
  }

  /** What the bytes of such a file say. */
  public static Contents of(byte[] bytes, Path file) {
    try {
      return contents(JSON.readTree(bytes), file);
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
  }

  /** What a file of tables holds; {@code children} are the tables that lie in others, by path. */
  public record Inside(Contents contents, Map<String, String> children) {}

  /** The catalog that a file of tables begins with, or null where it brings none. */
  public static Inside inside(Path file) {
    try (JsonParser parser = Json.open(file)) {
      if (parser.nextToken() != JsonToken.START_OBJECT
          || parser.nextToken() != JsonToken.PROPERTY_NAME
          || !parser.currentName().equals(MEMBER)) {
        return null;
      }
      parser.nextToken();
      JsonNode root = JSON.readTree(new JsonValue().of(parser));
      Map<String, String> children = new LinkedHashMap<>();
      root.path(CHILDREN)
          .properties()
          .forEach(e -> children.put(e.getKey(), e.getValue().asString()));
      return new Inside(contents(root, file), children);
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
  }

  /** What {@link #bytes} wrote. */
  static Contents contents(JsonNode root, Path file) {
    JsonNode version = root.path(FORMAT);
    if (!version.isInt() || version.asInt() > NESTING) {
      throw GodwitException.refused(
          file
              + (version.isMissingNode()
                  ? " is no catalog of Godwit's: its first member is not \"godwit\""
                  : " was written by a newer Godwit; read it with that one"));
    }
    try {
      return new Contents(
          TableForm.list(root.path("tables"), TableForm::entry),
          TableForm.list(root.path("journals"), TableForm::entry),
          TableForm.list(root.path("others"), TableForm::other),
          TableForm.list(root.path("remarks"), JsonNode::asString));
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new GodwitException(
          GodwitException.Reason.REFUSED,
          file + " is no catalog of Godwit's: a member is missing or of another type",
          List.of(),
          e);
    }
  }

  public static byte[] bytes(Contents contents) {
    return (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node(contents)) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Of tables of which some lie in others, by path. */
  public static ObjectNode node(Contents contents, Map<String, String> children) {
    ObjectNode root = node(contents);
    if (!children.isEmpty()) {
      // Who does not know of children would read tables without their rows.
      root.put(FORMAT, NESTING);
      ObjectNode paths = root.putObject(CHILDREN);
      children.forEach(paths::put);
    }
    return root;
  }

  public static ObjectNode node(Contents contents) {
    ObjectNode root = JSON.createObjectNode().put(FORMAT, VERSION);
    TableForm.fill(root.putArray("tables"), contents.tables(), TableForm::node);
    TableForm.some(root, "journals", contents.journals(), TableForm::node);
    TableForm.some(root, "others", contents.others(), TableForm::node);
    TableForm.strings(root, "remarks", contents.remarks());
    return root;
  }
}
