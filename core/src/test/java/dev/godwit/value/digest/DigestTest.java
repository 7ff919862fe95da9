package dev.godwit.value.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTest {
  private static String digest(String type, String cell) {
    Digest digest = new Digest(List.of(Cell.type(type)));
    digest.add(Cell.row(cell));
    assertThat(digest.hex()).matches("[0-9a-f]{32}");
    return digest.hex();
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          numeric | t:1.50            | t:1.5
          numeric | t:1.500           | t:1.5
          numeric | t:-0              | t:0.000
          numeric | t:100             | t:100.0
          numeric | t:12345678901234567890.5 | t:12345678901234567890.500
          char(5) | 't:a   '          | t:a
          char(5) | 't:   '           | t:
          double  | r:-0.0            | r:0.0
          real    | r:-0.0            | r:0.0
          real    | r:0.1             | r:0.10000000149011612
          jsonb   | t:{"a":1,"b":[2]} | 't: { "b" : [2.0], "a" : 1e0 } '
          jsonb   | t:"\\u0041\\n"    | t:"A\\u000a"
          jsonb   | t:"\\ud834\\udd1e" | t:"𝄞"
          jsonb   | t:{"\\u0061":1}   | t:{"a":1}
          jsonb   | t:{"\\u00e9":"\\u65e5\\n"} | t:{"é":"日\\u000a"}
          jsonb   | t:"a long text \\u0041 \\"quoted\\", of many characters" | t:"a long text A \\u0022quoted\\u0022, of many characters"
          jsonb   | t:"so long a text of plain letters \\u0041" | t:"so long a text of plain letters A"
          jsonb   | t:100             | t:1E+2
          jsonb   | t:-0              | t:0.0
          jsonb   | t:{"a":{},"b":{}} | t:{"b":{},"a":{}}
          """)
  void takesTheSameValueInTwoSpellingsForOne(String type, String one, String other) {
    assertThat(digest(type, one)).isEqualTo(digest(type, other));
  }

  @ParameterizedTest(name = "{0}: {1} ≠ {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          any     | i:5               | r:5.0
          any     | t:5               | i:5
          any     | t:a               | b:61
          any     | t:                | null
          any     | b:                | t:
          text    | t:                | null
          text    | 't:a '            | t:a
          text    | x:00              | x:
          text    | x:0000000000000000 | x:00
          bigint  | i:0               | null
          double  | r:NaN             | null
          double  | r:NaN             | r:Infinity
          double  | r:0.1             | r:0.10000000149011612
          numeric | t:1.5             | t:15
          numeric | t:1.5             | t:-1.5
          numeric | t:0.05            | t:0.5
          numeric | t:1               | t:10
          numeric | t:NaN             | t:Infinity
          numeric | t:1234567890123456789012 | t:1234567890123456789013
          numeric | t:1234567890123456781 | t:12345678901234567810.1
          json    | t:[1,2]           | t:[1, 2]
          jsonb   | t:[1,2]           | t:[2,1]
          jsonb   | t:{"a":1,"b":2}   | t:{"a":2,"b":1}
          jsonb   | t:[]              | t:{}
          jsonb   | t:[[]]            | t:[]
          jsonb   | t:[[],[]]         | t:[[[]]]
          jsonb   | t:"1"             | t:1
          jsonb   | t:true            | t:false
          jsonb   | t:null            | t:false
          jsonb   | t:null            | null
          jsonb   | t:"null"          | t:null
          jsonb   | t:{"a":{"b":1}}   | t:{"b":{"a":1}}
          jsonb   | t:"abcd"          | t:"abcde"
          jsonb   | t:[{"a":1},{"b":2}] | t:[{"b":2},{"a":1}]
          """)
  void tellsDifferentValuesApart(String type, String one, String other) {
    assertThat(digest(type, one)).isNotEqualTo(digest(type, other));
  }

  private static final String[] TYPES = {"bigint", "double", "text", "numeric", "jsonb", "bytes"};

  private static List<Row> rows(Random random, int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          Cell.row(
              "i:" + random.nextInt(5),
              "r:" + random.nextInt(5),
              "t:" + "x".repeat(random.nextInt(40)),
              "t:" + random.nextInt(100) / 10.0,
              "t:{\"k\":" + random.nextInt(5) + "}",
              random.nextBoolean() ? "null" : "b:00"));
    }
    return rows;
  }

  private static Digest digest(List<Row> rows) {
    Digest digest = new Digest(Stream.of(TYPES).map(Cell::type).toList());
    rows.forEach(digest::add);
    return digest;
  }

  @Test
  void doesNotMindTheOrderOfRows() {
    List<Row> rows = rows(new Random(11), 500);
    Digest digest = digest(rows);
    Collections.shuffle(rows, new Random(12));
    assertThat(digest(rows)).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(digest.rows()).isEqualTo(500);
    assertThat(digest).hasToString("500 rows, " + digest.hex());
  }

  @Test
  void mergesAndRemoves() {
    List<Row> rows = rows(new Random(13), 100);
    Digest merged = digest(rows.subList(0, 40));
    merged.merge(digest(rows.subList(40, 100)));
    assertThat(merged).isEqualTo(digest(rows));
    rows.subList(0, 40).forEach(merged::remove);
    assertThat(merged).isEqualTo(digest(rows.subList(40, 100)));
    merged.add(rows.get(0));
    assertThat(merged).isNotEqualTo(digest(rows.subList(40, 100)));
  }

  @Test
  void noticesAnyOneChangedCell() {
    Random random = new Random(14);
    List<Row> rows = rows(random, 50);
    Set<String> seen = new HashSet<>(Set.of(digest(rows).hex()));
    int changes = 0;
    for (Row row : rows) {
      for (int i = 0; i < TYPES.length; i++) {
        Row kept = new Row(1);
        kept.copy(0, row, i);
        String[] other = {"i:77", "r:77.5", "t:other" + changes, "t:77", "t:[77]", "b:77"};
        Cell.set(row, i, other[i]);
        assertThat(digest(rows)).isNotEqualTo(digest(rows(new Random(14), 50)));
        seen.add(digest(rows).hex());
        changes++;
        row.copy(i, kept, 0);
      }
    }
    assertThat(changes).isEqualTo(300);
    assertThat(digest(rows)).isEqualTo(digest(rows(new Random(14), 50)));
    assertThat(seen.size()).isGreaterThan(250);
  }

  @Test
  void noticesEveryBitOfALongText() {
    ColumnType text = Cell.type("text");
    Set<String> seen = new HashSet<>();
    for (int length = 0; length < 70; length++) {
      for (int bit = 0; bit < length * 8; bit++) {
        byte[] bytes = new byte[length];
        bytes[bit / 8] = (byte) (1 << bit % 8);
        Row row = new Row(1);
        row.setText(0, bytes);
        Digest digest = new Digest(List.of(text));
        digest.add(row);
        assertThat(seen.add(digest.hex())).isTrue();
      }
    }
  }

  @Test
  void mindsTheColumnThatAValueStandsIn() {
    Digest digest = new Digest(List.of(Cell.type("text"), Cell.type("text")));
    long[] one = new long[2];
    long[] other = new long[2];
    digest.hash(Cell.row("t:a", "t:b"), one);
    digest.hash(Cell.row("t:b", "t:a"), other);
    assertThat(one).isNotEqualTo(other);
    digest.hash(Cell.row("t:ab", "t:"), other);
    assertThat(one).isNotEqualTo(other);
    digest.hash(Cell.row("t:a", "t:b"), other);
    assertThat(one).isEqualTo(other);
    assertThat(one[0]).isNotEqualTo(one[1]);
    assertThat(digest.rows()).isZero();
  }

  @Test
  void escapesOfAnyLengthAreUndoneInADigest() {
    for (int length : new int[] {1, 10, 20, 21, 22, 31, 32, 33, 63, 64, 65, 200, 1000}) {
      String plain = "é".repeat(length);
      String escaped = "\\u00e9".repeat(length);
      assertThat(jsonDigest("\"" + escaped + "\"")).isEqualTo(jsonDigest("\"" + plain + "\""));
      assertThat(jsonDigest("{\"" + escaped + "\": [" + "1".repeat(length) + ".0]}"))
          .isEqualTo(jsonDigest("{\"" + plain + "\": [" + "1".repeat(length) + "]}"))
          .isNotEqualTo(jsonDigest("{\"" + plain + "\": [" + "1".repeat(length) + "1]}"));
      String pairs = "\\ud834\\udd1e".repeat(length);
      assertThat(jsonDigest("\"" + pairs + "\""))
          .isEqualTo(jsonDigest("\"" + "𝄞".repeat(length) + "\""));
    }
    assertThat(jsonDigest("[\"\\ud834\\udd1e\", \"\\ud834\"]"))
        .isNotEqualTo(jsonDigest("[\"\\ud834\\udd1e\", \"\\ud834\\udd1e\"]"));
    assertThat(jsonDigest("[1")).isNull();
    assertThat(jsonDigest("{\"a\": nul}")).isNull();
  }

  /** Null for what is no JSON. */
  private static String jsonDigest(String json) {
    Hash hash = new Hash();
    hash.start(1);
    boolean is = new JsonDigest().add(json.getBytes(StandardCharsets.UTF_8), hash);
    return is ? hash.a() + " " + hash.b() : null;
  }

  @Test
  void aDigestIsReadBackFromItsState() {
    List<ColumnType> types = List.of(Cell.type("text"));
    Digest digest = new Digest(types);
    digest.add(Cell.row("t:a"));
    long first = digest.last();
    digest.add(Cell.row("t:b"));
    assertThat(digest.last()).isNotEqualTo(first).isNotZero();
    assertThat(digest.state()).isEqualTo("2 " + digest.hex());
    Digest back = Digest.of(types, digest.state());
    assertThat(back).isEqualTo(digest).hasSameHashCodeAs(digest);
    assertThat(back.hashCode()).isNotEqualTo(new Digest(types).hashCode());
    back.remove(Cell.row("t:a"));
    assertThat(back).isNotEqualTo(digest);
    for (String no : List.of("", "2", "2 ab", digest.state() + " 1", digest.state() + "0")) {
      assertThatThrownBy(() -> Digest.of(types, no)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void thePlacesAreNamedAtWhichRowsDiffer() {
    List<ColumnType> types = List.of(Cell.type("text"), Cell.type("numeric"), Cell.type("bigint"));
    Row a = Cell.row("t:a", "t:1.50", "i:1");
    assertThat(Digest.differing(types, a, Cell.row("t:a", "t:1.5", "i:1"))).isEmpty();
    assertThat(Digest.differing(types, a, Cell.row("t:b", "t:1.5", "null"))).containsExactly(0, 2);
    assertThat(Digest.differing(types, a, Cell.row("t:a", "t:2", "i:2"))).containsExactly(1, 2);
  }

  @Test
  void whatIsNoJsonIsItsText() {
    assertThat(digest("jsonb", "t:{x")).isNotEqualTo(digest("jsonb", "t:{y"));
    String far = "x".repeat(5000);
    assertThat(digest("jsonb", "t:\"\\u0041" + far + "\""))
        .isEqualTo(digest("jsonb", "t: \"A" + far + "\""));
    assertThat(digest("jsonb", "t:[1e0, \"\\u0041" + far + "\"]"))
        .isEqualTo(digest("jsonb", "t:[1, \"A" + far + "\"]"));
  }
}
