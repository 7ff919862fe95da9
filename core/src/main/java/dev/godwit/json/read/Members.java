package dev.godwit.json.read;

import dev.godwit.json.form.Json;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** What the objects of one place hold, by member, in the order of their first sight. */
public final class Members {
  /** More problems of one file than this help nobody. */
  private static final int MOST_PROBLEMS = 100;

  final Map<String, Member> byName = new LinkedHashMap<>();
  private final String path;
  private final Nesting nesting;
  private final List<Problem> problems;
  private final Set<String> sameAsKey = new HashSet<>();
  private String key;
  long records;

  /** One member; {@code inner} where it is flattened, {@code elements} where it is a table. */
  static final class Member {
    final String name;
    final Tally tally;
    final Members inner;
    final Elements elements;
    long present;
    private long last;

    Member(String name, boolean json, Members inner, Elements elements) {
      this.name = name;
      this.tally = new Tally(json);
      this.inner = inner;
      this.elements = elements;
    }
  }

  /** The elements of an array, or of a map: objects by their members, all else as a value. */
  static final class Elements {
    final String table;
    final Members members;
    final Tally value = new Tally(false);

    Elements(String table, Nesting nesting, List<Problem> problems) {
      this.table = table;
      this.members = new Members(table, nesting, problems);
    }

    /** Takes an array's elements; the parser stands at its start. */
    void array(JsonParser parser) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        element(parser);
      }
    }

    void element(JsonParser parser) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        members.record(parser);
      } else {
        members.records++;
        value.add(parser);
      }
    }
  }

  Members(String path, Nesting nesting, List<Problem> problems) {
    this.path = path;
    this.nesting = nesting;
    this.problems = problems;
  }

  /** Takes the record that a map has for a key. */
  void record(JsonParser parser, String mapKey) {
    key = mapKey;
    Set<String> before = new HashSet<>(sameAsKey);
    boolean first = records == 0;
    sameAsKey.clear();
    record(parser);
    if (!first) {
      sameAsKey.retainAll(before);
    }
  }

  /** The members that held the map's key in every record. */
  Set<String> sameAsKey() {
    return sameAsKey;
  }

  /** Takes one object; the parser stands at its start. */
  void record(JsonParser parser) {
    records++;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Member member = byName.get(parser.currentName());
      if (member == null) {
        member = member(parser.currentName());
        byName.put(member.name, member);
        requireName(parser, member);
      }
      if (member.last == records) {
        twice(parser, member);
      } else {
        member.last = records;
        member.present++;
      }
      JsonToken token = parser.nextToken();
      if (key != null && token == JsonToken.VALUE_STRING && parser.getString().equals(key)) {
        sameAsKey.add(member.name);
      }
      if (member.inner != null && parser.currentToken() == JsonToken.START_OBJECT) {
        member.inner.record(parser);
      } else if (member.elements != null && parser.currentToken() == JsonToken.START_ARRAY) {
        member.elements.array(parser);
      } else {
        member.tally.add(parser);
      }
    }
  }

  /** What no store can call a column or a table. */
  private void requireName(JsonParser parser, Member member) {
    String name = member.name;
    boolean nul = name.indexOf('\0') >= 0;
    boolean half = name.codePoints().anyMatch(c -> c >= 0xd800 && c <= 0xdfff);
    if (nul || half) {
      problem(
          parser,
          name.replace("\0", "\\u0000").replaceAll("[\\ud800-\\udfff]", "?"),
          ProblemKind.NAME,
          (nul ? "its name holds U+0000" : "its name holds half of a character")
              + ", which no table can",
          "rename it in the file");
    }
  }

  private Member member(String name) {
    String at = path.isEmpty() ? name : path + "." + name;
    return switch (nesting.of(at)) {
      case VALUE -> new Member(name, nesting.isJson(at), null, null);
      case FLATTEN -> new Member(name, false, new Members(at, below(), problems), null);
      case TABLE ->
          new Member(name, false, null, new Elements(nesting.table(at), below(), problems));
    };
  }

  /** Only what stands in a document, or in a table itself, can be a table. */
  private Nesting below() {
    return nesting.isDocument(path) ? nesting : nesting.withoutTables();
  }

  private void twice(JsonParser parser, Member member) {
    problem(
        parser,
        member.name,
        ProblemKind.DUPLICATE_KEY,
        "stands twice in one object",
        "take one of them out of the file");
  }

  private void problem(JsonParser parser, String name, ProblemKind kind, String what, String way) {
    if (problems.size() < MOST_PROBLEMS) {
      String place = Json.at(parser.currentTokenLocation());
      problems.add(
          Problem.of(kind)
              .at(path.isEmpty() ? null : path, name, "record " + records)
              .says(place.substring(2, place.length() - 1) + ": " + what, way));
    }
  }

  /** The paths of members that are null in one record and not there in another. */
  List<List<String>> ambiguous() {
    List<List<String>> result = new ArrayList<>();
    ambiguous(List.of(), records, result);
    return result;
  }

  private void ambiguous(List<String> above, long all, List<List<String>> result) {
    for (Member m : byName.values()) {
      List<String> place = new ArrayList<>(above);
      place.add(m.name);
      if (m.tally.nulls() > 0 && m.present < all && m.inner == null && m.elements == null) {
        result.add(place);
      }
      if (m.inner != null) {
        m.inner.ambiguous(place, all, result);
      }
    }
  }
}
