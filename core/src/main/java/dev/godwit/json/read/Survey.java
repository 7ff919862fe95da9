package dev.godwit.json.read;

import dev.godwit.json.form.Json;
import dev.godwit.json.read.FileTable.Draft;
import dev.godwit.json.read.FileTable.Form;
import dev.godwit.json.read.FileTable.What;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.scratch.Lookup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a file whole, once, to find its shape, its tables and what types hold all their values; an
 * object at the root is looked over once more before. Holds names and counts only.
 */
public final class Survey {
  private final Path file;
  private final JsonName name;
  private Shape shape = Shape.TABLES;
  private final List<FileTable> tables = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private Survey(Path file, JsonName name) {
    this.file = file;
    this.name = name;
  }

  /** What is in a file. */
  public record Result(
      Shape shape, List<FileTable> tables, List<String> remarks, List<Problem> problems) {}

  public static Result of(Path file, JsonName name) {
    Survey survey = new Survey(file, name);
    try {
      survey.look();
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
    return new Result(survey.shape, survey.tables, survey.remarks, survey.problems);
  }

  private void look() {
    boolean told = name.shape().map(s -> s == Shape.LINES).orElse(false);
    boolean lines = told || isNamedLines();
    try (JsonParser parser = Json.open(file)) {
      JsonToken first = parser.nextToken();
      // No line is no record, where somebody says that these are lines.
      if (first == null && !told) {
        throw empty();
      }
      if (first == JsonToken.START_ARRAY && !lines) {
        array(parser);
        return;
      }
      if (first != JsonToken.START_OBJECT && !lines) {
        throw GodwitException.refused(
            file + " holds neither an array nor an object: there are no records in it");
      }
      if (!lines) {
        Outline outline = Outline.of(parser);
        if (parser.nextToken() == null) {
          object(outline);
          return;
        }
      }
    }
    lines();
  }

  private boolean isNamedLines() {
    return name.shape().isEmpty() && file.toString().matches("(?i).*\\.(ndjson|jsonl)");
  }

  private GodwitException empty() {
    try {
      long size = Files.size(file);
      return GodwitException.refused(
          file
              + (size == 0 ? " is empty" : " holds nothing but blanks")
              + ", not even []; if nothing is what it should hold, write [] into it");
    } catch (IOException e) {
      return Json.unreadable(file, e);
    }
  }

  private String only() {
    String stem = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    return name.table().orElse(stem.isEmpty() ? "records" : stem);
  }

  private void array(JsonParser parser) {
    shape = Shape.ARRAY;
    Members.Elements elements = elements(only());
    elements.array(parser);
    end(parser);
    table(elements, Form.ARRAY, List.of());
  }

  private void lines() {
    shape = Shape.LINES;
    Members.Elements elements = elements(only());
    try (JsonParser parser = Json.open(file)) {
      while (parser.nextToken() != null) {
        elements.element(parser);
      }
    }
    table(elements, Form.LINES, List.of());
  }

  /** Whatever follows the end would be lost. */
  private void end(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw GodwitException.refused(
          file + Json.at(parser.currentTokenLocation()) + " goes on after its end");
    }
  }

  private void object(Outline root) {
    if (root.count() == 0) {
      remarks.add(file + " holds an empty object: no tables");
      return;
    }
    Shape wanted = name.shape().orElse(null);
    boolean maps =
        root.isMap() && root.members.values().stream().allMatch(Outline::isMap) && wanted == null;
    boolean one = root.count() == 1 && root.members.values().stream().anyMatch(Outline::hasRecords);
    if (maps) {
      root.members.keySet().forEach(member -> map(member, List.of(member)));
    } else if (wanted == Shape.KEYED || (wanted == null && root.isMap() && !one)) {
      shape = Shape.KEYED;
      map(only(), List.of());
    } else {
      boolean backup = root.members.containsKey("data") && root.members.containsKey("version");
      shape = backup ? Shape.BACKUP : Shape.STATE;
      document(root);
    }
  }

  /** An object with a record for each key. */
  private void map(String table, List<String> path) {
    Members.Elements elements = elements(table);
    try (JsonParser parser = Json.open(file);
        Lookup keys = Lookup.of(1)) {
      Cursor.to(parser, path);
      Row key = new Row(1);
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String mapKey = parser.currentName();
        key.setText(0, mapKey);
        keys.add(key, elements.members.records);
        if (parser.nextToken() == JsonToken.START_OBJECT) {
          elements.members.record(parser, mapKey);
        } else {
          elements.element(parser);
        }
      }
      keys.sort();
      BitSet repeated = keys.repeats();
      if (!repeated.isEmpty()) {
        twice(table, path, repeated);
      }
    }
    table(elements, Form.KEYED, path);
  }

  private void twice(String table, List<String> path, BitSet repeated) {
    try (JsonParser parser = Json.open(file)) {
      Cursor.to(parser, path);
      for (int i = 0; parser.nextToken() != JsonToken.END_OBJECT; i++) {
        if (repeated.get(i)) {
          String place = Json.at(parser.currentTokenLocation());
          problems.add(
              Problem.of(ProblemKind.DUPLICATE_KEY)
                  .at(table, null, parser.currentName())
                  .says(
                      place.substring(2, place.length() - 1) + ": the key stands there already",
                      "take one of them out of the file"));
        }
        parser.nextToken();
        parser.skipChildren();
      }
    }
  }

  /** An object with arrays of records in it, and perhaps values beside them. */
  private void document(Outline root) {
    Set<String> flattened = new LinkedHashSet<>(name.flatten());
    Map<String, String> found = new LinkedHashMap<>(name.children());
    Map<String, List<String>> places = new LinkedHashMap<>();
    Set<String> inside = new LinkedHashSet<>(Set.of(""));
    find(root, List.of(), inside, found, places);
    flattened.addAll(inside);
    Members members = new Members("", new Nesting(flattened, found, inside, name.json()), problems);
    try (JsonParser parser = Json.open(file)) {
      parser.nextToken();
      members.record(parser);
      end(parser);
    }
    Draft document =
        new Draft(places.containsKey(Shape.DOCUMENT) ? Shape.DOCUMENT + "_2" : Shape.DOCUMENT);
    document.add(members, "", List.of());
    if (!document.columns.isEmpty()) {
      tables.add(document.table(Form.ONE, List.of(), List.of(), 1));
    }
    places.forEach((table, path) -> table(at(members, path), Form.ARRAY, path));
  }

  private void find(
      Outline object,
      List<String> path,
      Set<String> inside,
      Map<String, String> found,
      Map<String, List<String>> places) {
    object.members.forEach(
        (member, outline) -> {
          List<String> here = new ArrayList<>(path);
          here.add(member);
          String way = String.join(".", here);
          boolean holds = outline.hasTables();
          boolean taken = inside.contains(way) || ways(places, way);
          if (holds && (member.isEmpty() || taken)) {
            throw GodwitException.refused(
                file
                    + ", the member "
                    + here.stream().map(s -> '"' + s + '"').collect(Collectors.joining(" in "))
                    + (member.isEmpty()
                        ? " holds records and has no name: a table needs one"
                        : ": another one is found by the same words, " + way)
                    + "; rename it in the file");
          }
          if (outline.type == Outline.Type.RECORDS || outline.type == Outline.Type.EMPTY_ARRAY) {
            String table = places.containsKey(member) ? String.join("_", here) : member;
            places.put(table, here);
            found.put(way, table);
          } else if (holds) {
            inside.add(way);
            find(outline, here, inside, found, places);
          }
        });
  }

  private static boolean ways(Map<String, List<String>> places, String way) {
    return places.values().stream().anyMatch(p -> String.join(".", p).equals(way));
  }

  private static Members.Elements at(Members members, List<String> path) {
    Members inner = members;
    for (String step : path.subList(0, path.size() - 1)) {
      inner = inner.byName.get(step).inner;
    }
    return inner.byName.get(path.get(path.size() - 1)).elements;
  }

  private Members.Elements elements(String table) {
    return new Members.Elements(
        table, new Nesting(name.flatten(), name.children(), Set.of(), name.json()), problems);
  }

  private void table(Members.Elements elements, Form form, List<String> path) {
    Members members = elements.members;
    Draft draft = new Draft(elements.table);
    if (members.records == 0) {
      remarks.add(file + ": " + elements.table + " is empty: no rows, and so no columns to know");
      return;
    }
    boolean inside = form == Form.KEYED && members.sameAsKey().size() > 0;
    if (inside) {
      draft.key.add(members.sameAsKey().iterator().next());
    } else if (form == Form.KEYED) {
      String wanted = members.byName.containsKey("id") ? "key" : "id";
      draft.key.add(draft.add(wanted, text(), false, What.KEY, List.of()));
    }
    draft.add(members, "", List.of());
    if (elements.value.hasValues() || elements.value.nulls() > 0) {
      draft.add("value", elements.value.type(true), true, What.ELEMENT, List.of());
    }
    missing(draft, members);
    name.key(elements.table).ifPresent(key -> key(draft, key));
    boolean parent = members.byName.values().stream().anyMatch(m -> m.elements != null);
    if (draft.columns.isEmpty() || (parent && draft.key.isEmpty())) {
      draft.addRow();
    }
    tables.add(draft.table(form, path, List.of(), members.records));
    members.byName.values().stream()
        .filter(m -> m.elements != null)
        .forEach(m -> child(draft, m, form, path));
  }

  /** A column that tells null from what is not there, where both are met. */
  private void missing(Draft draft, Members members) {
    List<String> ambiguous = name.missingAsNull() ? List.of() : draft.columns(members.ambiguous());
    if (!ambiguous.isEmpty()) {
      ColumnType json = ColumnType.of(Kind.JSONB, "json?");
      draft.add(Shape.MISSING, json, true, What.MISSING, ambiguous);
      remarks.add(
          draft.name
              + ": null in one record, not there in another: "
              + String.join(", ", ambiguous)
              + "; the column "
              + Shape.MISSING
              + " tells which (json:…?missing=null takes both for null)");
    }
  }

  private static ColumnType text() {
    return ColumnType.of(Kind.TEXT, "string");
  }

  /** The named key; of several, with a bar between them, the first that is there. */
  private static void key(Draft draft, String named) {
    draft.key.clear();
    draft.key.add(
        Arrays.stream(named.split("\\|"))
            .filter(draft.origins::containsKey)
            .findFirst()
            .orElseThrow(
                () ->
                    GodwitException.usage(
                        "json:…?key="
                            + draft.name
                            + "."
                            + named
                            + ": "
                            + draft.name
                            + " has no such column")));
  }

  /** The elements of an array that every record has: rows with their record's key. */
  private void child(Draft parent, Members.Member member, Form form, List<String> path) {
    Members.Elements elements = member.elements;
    if (elements.members.records == 0) {
      remarks.add(file + ": " + elements.table + " is empty: no rows, and so no columns to know");
      return;
    }
    Draft draft = new Draft(elements.table);
    String parentKey = parent.key.get(0);
    Column key =
        parent.columns.stream().filter(c -> c.name().equals(parentKey)).findFirst().orElseThrow();
    FileTable.Origin origin = parent.origins.get(parentKey);
    String named = Nest.keyColumn(parent.name, parentKey);
    What what = origin.what() == What.MEMBER ? What.PARENT : origin.what();
    draft.key.add(draft.add(named, key.type(), false, what, origin.path()));
    ColumnType number = ColumnType.of(Kind.BIGINT, "integer");
    draft.key.add(draft.add(Nest.ORDINAL, number, false, What.ORDINAL, List.of()));
    draft.add(elements.members, "", List.of());
    if (elements.value.hasValues() || elements.value.nulls() > 0) {
      draft.add("value", elements.value.type(true), true, What.ELEMENT, List.of());
    }
    missing(draft, elements.members);
    tables.add(draft.table(form, path, List.of(member.name), elements.members.records));
  }
}
