package dev.godwit.value.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.Row;
import dev.godwit.model.TypeNames;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Outcome;
import dev.godwit.value.TypeSamples;
import dev.godwit.value.TypeSamples.Sample;
import dev.godwit.value.TypeSamples.Value;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.text.FloatText;
import dev.godwit.value.text.ServerText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Coercions to PostgreSQL's types, without a server; TypesTest asks one about the same values. */
class ServerFormsTest {
  private static final ColumnType ANY = ColumnType.of(Kind.ANY, "");

  private final Row from = new Row(1);
  private final Row to = new Row(1);

  private Outcome apply(ColumnType type, String text) {
    from.setText(0, text);
    return Coercions.of(ANY, type, CoercionRules.DEFAULT).apply(from, 0, to, 0);
  }

  @Test
  void eachSpellingBecomesWhatTheServerPrints() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (Value value : sample.values()) {
        Outcome outcome = apply(sample.known(), value.sent());
        boolean ours = !sample.known().nature().isJudged() || sample.known().kind() != Kind.NATIVE;
        String got =
            outcome.isMisfit()
                ? outcome.reason()
                : to.isNull(0) ? "NULL" : ServerText.of(sample.known(), to, 0);
        if (outcome.isMisfit() || ours && !got.equals(value.printed())) {
          wrong.add(sample.type() + ": " + value.sent() + " becomes " + got);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatTheServerPrintsIsTakenAsItIs() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (Value value : sample.values()) {
        if (sample.known().kind() == Kind.NATIVE
            && apply(sample.known(), value.printed()) != Outcome.SAME) {
          wrong.add(sample.type() + ": " + value.printed());
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everythingElseIsAMisfit() {
    List<String> wrong = new ArrayList<>();
    for (Sample sample : TypeSamples.all()) {
      for (String text : sample.misfits()) {
        if (!sample.isJudged() && !apply(sample.known(), text).isMisfit()) {
          wrong.add(sample.type() + ": " + text + " becomes " + to.value(0));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String coerced(String type, String cell) {
    return Cell.coerced(Coercions.of(ANY, TypeNames.parse(type), CoercionRules.DEFAULT), cell);
  }

  @ParameterizedTest(name = "{1} into {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          inet       | null     | null
          inet       | i:1      | !a number in a column of type inet
          inet       | r:1.5    | !a number in a column of type inet
          inet       | b:00     | !blob in a column of type inet
          inet       | x:ff     | !invalid UTF-8
          inet       | x:00     | !NUL character in text
          integer[]  | i:1      | !a number in a column of type integer[]
          money      | i:5      | t:$5.00
          money      | r:1.5    | t:$1.50
          money      | r:0.1    | t:$0.10
          money      | r:1.005  | !more than 2 fractional digits
          money      | r:Infinity | !text that is not an amount of money
          oid        | i:7      | t:7
          oid        | i:-1     | !not from 0 to 4294967295
          oid        | r:7.0    | t:7
          oid        | r:7.5    | !text that is not a whole number from 0 up
          oid        | i:4294967296 | !not from 0 to 4294967295
          xid8       | i:4294967296 | t:4294967296
          name       | i:7      | t:7
          "char"     | i:7      | t:7
          bit        | i:1      | t:1
          bit(2)     | i:1      | !not 2 bits
          bit varying | i:1     | !a number in a column of type bit varying
          citext     | i:7      | t:7
          citext     | b:00     | !blob in a text column
          """)
  void numbersAndBlobsAreTakenWhereTheyAreUnderstood(String type, String cell, String expected) {
    assertThat(coerced(type, cell)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{1} into {0} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          integer[]      | {1,x}          | text that is not an integer
          integer[]      | [[1],[2,3]]    | an array whose rows are of different lengths
          integer[]      | {{1},2}        | an array whose rows are of different lengths
          integer[]      | {1,{2}}        | an array whose rows are of different lengths
          integer[]      | {{}}           | an array with an empty row
          integer[]      | [[]]           | an array with an empty row
          integer[]      | {{{{{{{1}}}}}}} | an array of more than 6 dimensions
          integer[]      | [[[[[[[1]]]]]]] | an array of more than 6 dimensions
          integer[]      | [{}]           | an object in an array
          integer[]      | 1,2            | text that is not an array
          bytea[]        | {ab}           | bytes that are not spelled \\x and hexadecimal
          cidr           | 10.0.0.1/8     | an address with bits right of its network
          cidr           | 10.1           | text that is not an internet address
          macaddr        | x              | text that is not an address of 6 bytes
          macaddr8       | x              | text that is not an address of 8 bytes
          bit(3)         | 11             | not 3 bits
          bit varying(3) | 1111           | more than 3 bits
          bit varying(1) | 11             | more than 1 bit
          bit(3)         | abc            | text that is not made of 0 and 1
          money          | 1e30           | out of range for money
          money          | 92233720368547758.08 | out of range for money
          tid            | (0,65536)      | text that is not a tid: (block,row)
          pg_lsn         | 1              | text that is not a pg_lsn: two hexadecimal numbers
          point          | 1              | text that is not a point
          lseg           | 1              | text that is not a line segment
          circle         | <(1,2),-1>     | text that is not a circle
          point          | (1,9007199254740993) | not exact as double precision
          tsvector       | a:0            | a position that is not from 1 to 16383
          tsvector       | a:1A,1B        | a position with two weights
          tsvector       | 'a             | text that is not lexemes
          hstore         | a=>1,a=>2      | a key that comes twice
          hstore         | a              | text that is not hstore: "key"=>"value"
          int2vector     | a              | text that is not numbers with blanks between
          """)
  void aReasonSaysWhatIsWrong(String type, String text, String reason) {
    assertThat(coerced(type, "t:" + text)).isEqualTo("!" + reason);
  }

  @Test
  void limitsOfLexemesAreThoseOfTheServer() {
    ColumnType type = TypeNames.parse("tsvector");
    assertThat(apply(type, "a".repeat(2046)).isMisfit()).isFalse();
    assertThat(apply(type, "a".repeat(2047)).reason())
        .isEqualTo("a lexeme of more than 2046 bytes");
    assertThat(apply(type, positions(256)).isMisfit()).isFalse();
    assertThat(apply(type, positions(257)).reason())
        .isEqualTo("more than 256 positions of a lexeme");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 520; i++) {
      many.append(String.format("%04d", i)).append("a".repeat(2042)).append(' ');
    }
    assertThat(apply(type, many.toString()).reason()).isEqualTo("more than 1 MB of lexemes");
    assertThat(apply(type, many.substring(0, 500 * 2047)).isMisfit()).isFalse();
  }

  private static String positions(int count) {
    StringBuilder text = new StringBuilder("a:1");
    for (int i = 2; i <= count; i++) {
      text.append(',').append(i);
    }
    return text.toString();
  }

  @Test
  void anEnumNamesItsLabelsButNotTooMany() {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      labels.add("l" + i);
    }
    assertThat(refusal(labels.subList(0, 12)))
        .endsWith("none of the labels of e: l0, l1, l2, l3, l4, l5, l6, l7, l8, l9, l10, l11");
    assertThat(refusal(labels)).endsWith("l10, l11, …");
  }

  private String refusal(List<String> labels) {
    Nature nature = new Nature(Family.ENUM, "e", labels, List.of(), false);
    return apply(new ColumnType(Kind.NATIVE, 0, 0, "e", nature), "x").reason();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0.0, 0",
    "-0.0, -0",
    "NaN, NaN",
    "Infinity, Infinity",
    "-Infinity, -Infinity",
    "1.0, 1",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1e15, 1e+15",
    "123456789012345.0, 123456789012345",
    "1e23, 9.999999999999999e+22",
    "5.641232424577593e-278, 5.641232424577593e-278",
    "33171584315171.5625, 33171584315171.562",
    "33171584315171.6875, 33171584315171.688",
    "1766322861760901.25, 1.7663228617609012e+15",
    "-1766322861760901.75, -1.7663228617609018e+15",
    "9007199254740992.0, 9.007199254740992e+15",
    "4.9E-324, 5e-324",
    "1.7976931348623157E308, 1.7976931348623157e+308",
    "2.2250738585072014E-308, 2.2250738585072014e-308",
    "-1.5e-7, -1.5e-07",
    "1e100, 1e+100",
    "5.684341886080801e-14, 5.684341886080801e-14",
    "1.2345678901234567e-300, 1.2345678901234568e-300",
    "3e-291, 3e-291"
  })
  void aDoubleIsPrintedInTheFewestDigits(double value, String expected) {
    assertThat(FloatText.of(value)).isEqualTo(expected);
    assertThat(Double.valueOf(FloatText.of(value))).isEqualTo(Double.valueOf(value));
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "0.0, 0",
    "-0.0, -0",
    "0.1, 0.1",
    "100000, 100000",
    "1e6, 1e+06",
    "1.5e-5, 1.5e-05",
    "16777216, 1.6777216e+07",
    "33554432, 3.3554432e+07",
    "1.4E-45, 1e-45",
    "3.4028235E38, 3.4028235e+38",
    "1.17549435E-38, 1.1754944e-38",
    "123456, 123456",
    "1234567, 1.234567e+06",
    "NaN, NaN",
    "-Infinity, -Infinity",
    "2.524355e-29, 2.524355e-29",
    "3e-31, 3e-31"
  })
  void aRealIsPrintedInTheFewestDigits(float value, String expected) {
    assertThat(FloatText.of(value)).isEqualTo(expected);
    assertThat(Float.valueOf(FloatText.of(value))).isEqualTo(Float.valueOf(value));
  }

  @Test
  void whatArraysCannotTellAsJsonIsAMisfit() {
    assertThat(json("integer[]", "[0:1]={1,2}"))
        .isEqualTo("!an array whose first index is not 1, which JSON cannot tell");
    assertThat(json("jsonb[]", "{\"null\"}"))
        .isEqualTo("!an array with JSON's null in it, which JSON cannot tell from NULL");
    assertThat(json("json[]", "{{1}}"))
        .isEqualTo("!JSON in several dimensions, which JSON cannot tell from arrays in one");
    assertThat(json("jsonb[]", "{NULL,1,\"{\\\"a\\\": null}\"}"))
        .isEqualTo("t:[null,1,{\"a\": null}]");
    assertThat(json("text[]", "{a,\"b c\",\"NULL\",NULL,\"\\\"\\\\\"}"))
        .isEqualTo("t:[\"a\",\"b c\",\"NULL\",null,\"\\\"\\\\\"]");
    assertThat(json("boolean[]", "{t,f,NULL}")).isEqualTo("t:[true,false,null]");
    assertThat(json("numeric[]", "{1.10,NaN,-Infinity}"))
        .isEqualTo("t:[1.10,\"NaN\",\"-Infinity\"]");
    assertThat(json("box[]", "{(1,1),(0,0);NULL}")).isEqualTo("t:[\"(1,1),(0,0)\",null]");
    assertThat(json("integer[]", "{{1,2},{3,4}}")).isEqualTo("t:[[1,2],[3,4]]");
    assertThat(json("integer[]", "{}")).isEqualTo("t:[]");
    ColumnType stored = ColumnType.of(Kind.ANY, "JSON_TEXT");
    Coercion two = Coercions.of(TypeNames.parse("integer[]"), stored, CoercionRules.DEFAULT);
    assertThat(Cell.coerced(two, "t:{1}")).isEqualTo("t:[1]");
    assertThat(Cell.coerced(two, "t:{2}")).isEqualTo("t:[2]");
    assertThat(json("text[]", "{\"a\n\tb\u0001\"}")).isEqualTo("t:[\"a\\n\\tb\\u0001\"]");
  }

  private static String json(String type, String text) {
    ColumnType stored = ColumnType.of(Kind.ANY, "JSON_TEXT");
    return Cell.coerced(
        Coercions.of(TypeNames.parse(type), stored, CoercionRules.DEFAULT), "t:" + text);
  }

  @ParameterizedTest(name = "{1} into {0} is {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      textBlock =
          """
          inet       | 255.0.255.255       | 255.0.255.255
          inet       | 1.2.3.4/0           | 1.2.3.4/0
          inet       | ::1/0               | ::1/0
          inet       | 1::                 | 1::
          inet       | ::2:3:4:5:6:7:8     | 0:2:3:4:5:6:7:8
          inet       | 1:0:0:2:0:0:3:4     | 1::2:0:0:3:4
          inet       | ::1.2.255.254       | ::1.2.255.254
          inet       | 1:2:3:4:5:6:1.2.3.4 | 1:2:3:4:5:6:102:304
          inet       | 1:2::3.4            | !text that is not an internet address
          inet       | 1:.:3               | !text that is not an internet address
          inet       | ::1/128             | ::1
          inet       | ::1/129             | !text that is not an internet address
          inet       | /8                  | !text that is not an internet address
          cidr       | 255.255.255.128/25  | 255.255.255.128/25
          cidr       | 255.255.255.128/24  | !an address with bits right of its network
          cidr       | 1:2:3:4:5:6:7:8000/113 | 1:2:3:4:5:6:7:8000/113
          cidr       | 1:2:3:4:5:6:7:8000/112 | !an address with bits right of its network
          integer[]  | ^ { 1 , 2 } ^       | {1,2}
          integer[]  | ^[ 1 , 2 ] ^        | {1,2}
          integer[]  | ^{ { 1 } , { 2 } }^ | {{1},{2}}
          integer[]  | {{1,2},{3}}         | !an array whose rows are of different lengths
          integer[]  | {{{{{{1}}}}}}       | {{{{{{1}}}}}}
          integer[]  | [[[[[[1]]]]]]       | {{{{{{1}}}}}}
          text[]     | {"a" }              | {a}
          text[]     | {a\\ }            | {"a "}
          text[]     | {"a                 | !text that is not an array
          int4range[] | {}                 | {}
          pg_lsn     | ffffffff/FFFFFFFF   | FFFFFFFF/FFFFFFFF
          pg_lsn     | 0ffffffff/0ffffffff | FFFFFFFF/FFFFFFFF
          tsvector   | ^  b   a  ^         | 'a' 'b'
          tsvector   | a:16383             | 'a':16383
          tsvector   | a:1d                | 'a':1
          tsvector   | a:0000001           | 'a':1
          tsvector   | a:00000001          | !a position that is not from 1 to 16383
          tsvector   | a:1D,2A             | 'a':1,2A
          """)
  void edgesAreWhereTheServerHasThem(String type, String text, String expected) {
    String got = coerced(type, "t:" + text);
    assertThat(got.startsWith("!") ? got : got.substring(2)).isEqualTo(expected);
  }

  @Test
  void boundsOfRangesOfNumbersAreComparedByValue() {
    ColumnType range = range("numrange", "numeric");
    assertThat(spelled(range, " [1,2] ")).isEqualTo("[1,2]");
    assertThat(spelled(range, "[1.0,1.00]")).isEqualTo("[1.0,1.00]");
    assertThat(spelled(range, "[Infinity,NaN]")).isEqualTo("[Infinity,NaN]");
    assertThat(spelled(range, "[-Infinity,-5]")).isEqualTo("[-Infinity,-5]");
    assertThat(spelled(range, "[NaN,Infinity]")).isEqualTo("a range whose end is before its start");
    ColumnType real = range("floats", "double precision");
    assertThat(spelled(real, "[-0,0]")).isEqualTo("[-0,0]");
    assertThat(spelled(real, "[0,-0)")).isEqualTo("empty");
    assertThat(spelled(real, "[-0,0)")).isEqualTo("empty");
  }

  private static ColumnType range(String name, String bounds) {
    Nature.Part part = new Nature.Part("", TypeNames.parse(bounds));
    Nature nature = new Nature(Family.RANGE, name, List.of(), List.of(part), false);
    return new ColumnType(Kind.NATIVE, 0, 0, name, nature);
  }

  private String spelled(ColumnType type, String text) {
    Outcome outcome = apply(type, text);
    return outcome.isMisfit() ? outcome.reason() : to.text(0);
  }

  @ParameterizedTest(name = "{1} into {0} is {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          money      | t:100                     | t:$100.00
          money      | t:-1000                   | t:-$1,000.00
          money      | t:123456                  | t:$123,456.00
          int2vector | t:-32768 32767            | t:-32768 32767
          oidvector  | t:0 4294967295            | t:0 4294967295
          int2vector | t:-32769                  | !
          int2vector | t:32768                   | !
          oidvector  | t:-1                      | !
          oidvector  | t:4294967296              | !
          inet       | t:1:2:3:4::5:6:7:8        | !
          inet       | t:1:2:3::5:6:7:8          | t:1:2:3:0:5:6:7:8
          integer[]  | 't: { 1 , 2 } '           | t:{1,2}
          integer[]  | t:[1,[2]]                 | !
          integer[]  | t:[[1],2]                 | !
          hstore     | 't:  "z"=>"1" , "é"=>"2" , b => 3 , ab=>4 ' | 't:"b"=>"3", "z"=>"1", "ab"=>"4", "é"=>"2"'
          hstore     | t:a=>b"c                  | !
          hstore     | t:\\"a=>1                 | !
          "char"     | x:7f                      | t:\u007f
          money      | t:0e-1000000000           | t:$0.00
          box        | 't:(-0,1),(0,0)'          | 't:(-0,1),(0,0)'
          """)
  void blanksAndEdgesAreAsTheServerHasThem(String type, String cell, String expected) {
    String got = coerced(type, cell);
    assertThat(expected.equals("!") ? got.substring(0, 1) : got).isEqualTo(expected);
  }

  @Test
  void blanksAreAnywhereBetweenThePartsOfAMultirange() {
    ColumnType type = sample("int4multirange");
    assertThat(spelled(type, " { [1,3) , [5,7) } ")).isEqualTo("{[1,3),[5,7)}");
    assertThat(spelled(type, " { } ")).isEqualTo("{}");
    assertThat(apply(type, "{[1,3)} x").isMisfit()).isTrue();
  }

  @Test
  void blanksAroundARowAreNoneOfItAndThoseOfItsTextsAre() {
    ColumnType type = sample("pair");
    assertThat(spelled(type, " (1, a ,2) ")).isEqualTo("(1,\" a \",2.00)");
    assertThat(apply(type, " (1,a,2) x").isMisfit()).isTrue();
  }

  private static ColumnType sample(String type) {
    return TypeSamples.all().stream()
        .filter(s -> s.type().equals(type))
        .findFirst()
        .orElseThrow()
        .known();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"integer[] | t:{1,x} | t:{2}", "integer[] | t:[1,{}] | t:[2]"})
  void aMisfitLeavesNothingToTheNextValue(String type, String misfit, String next) {
    Coercion one = Coercions.of(ANY, TypeNames.parse(type), CoercionRules.DEFAULT);
    assertThat(Cell.coerced(one, misfit)).startsWith("!");
    assertThat(Cell.coerced(one, next)).isEqualTo("t:{2}");
  }
}
