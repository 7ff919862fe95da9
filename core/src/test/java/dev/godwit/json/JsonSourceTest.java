package dev.godwit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Stores;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSourceTest {
  @TempDir Path folder;

  private Source open(String file, String json) throws IOException {
    return Stores.source("json:" + Reading.file(folder, file, json), null);
  }

  private Source open(String file, String json, String parameters) throws IOException {
    return Stores.source("json:" + Reading.file(folder, file, json) + "?" + parameters, null);
  }

  @Nested
  class Shapes {
    @Test
    void aBareArrayIsATableNamedAfterItsFile() throws IOException {
      try (Source source = open("users.json", "[{\"id\": 1, \"name\": \"a\"}, {\"id\": 2}]")) {
        assertThat(Reading.columns(source, "users"))
            .containsExactly("id BIGINT integer", "name TEXT string?");
        assertThat(Reading.rows(source, "users")).containsExactly("1|a", "2|NULL");
      }
    }

    @Test
    void anObjectOfArraysIsATableEachAndWhatStandsBesideThemADocument() throws IOException {
      String json = "{\"users\": [{\"id\": 1}], \"v\": 2, \"roles\": [{\"r\": \"x\"}]}";
      try (Source source = open("app.json", json)) {
        assertThat(source.catalog().tables().stream().map(Table::name))
            .containsExactly("document", "users", "roles");
        assertThat(Reading.rows(source, "document")).containsExactly("2");
        assertThat(Reading.rows(source, "roles")).containsExactly("x");
      }
    }

    @Test
    void anObjectKeyedByIdKeepsItsKeys() throws IOException {
      try (Source source = open("k.json", "{\"a\": {\"n\": 1}, \"b\": {\"n\": 2}}")) {
        Table table = source.catalog().tables().get(0);
        assertThat(table.primaryKey()).containsExactly("id");
        assertThat(Reading.rows(source, "k")).containsExactly("a|1", "b|2");
      }
    }

    @Test
    void aKeyThatEachRecordRepeatsIsNoColumnOfItsOwn() throws IOException {
      String json =
          "{\"a\": {\"session\": \"a\", \"n\": 1}, \"b\": {\"session\": \"b\", \"n\": 1}}";
      try (Source source = open("k.json", json)) {
        assertThat(source.catalog().tables().get(0).primaryKey()).containsExactly("session");
        assertThat(Reading.rows(source, "k")).containsExactly("a|1", "b|1");
      }
    }

    @Test
    void tablesMayBeKeyedToo() throws IOException {
      String json = "{\"users\": {\"1\": {\"n\": \"x\"}}, \"roles\": {\"r\": {\"ok\": true}}}";
      try (Source source = open("app.json", json)) {
        assertThat(Reading.rows(source, "users")).containsExactly("1|x");
        assertThat(Reading.rows(source, "roles")).containsExactly("r|1");
      }
    }

    @Test
    void linesAreTakenForRecords() throws IOException {
      try (Source source = open("log.json", "{\"n\": 1}\n{\"n\": 2}\n")) {
        assertThat(Reading.rows(source, "log")).containsExactly("1", "2");
      }
    }

    @Test
    void aFileOfOneLineThatIsNamedLinesIsOneRecord() throws IOException {
      try (Source source = open("log.ndjson", "{\"tags\": [{\"n\": 1}]}")) {
        assertThat(Reading.rows(source, "log")).containsExactly("[{\"n\":1}]");
      }
    }

    @Test
    void aFolderIsAllItsFiles() throws IOException {
      Reading.file(folder, "a.json", "[{\"n\": 1}]");
      Reading.file(folder, "b.ndjson", "{\"n\": 2}\n");
      Reading.file(folder, "notes.txt", "no JSON");
      try (Source source = Stores.source(folder.toString(), null)) {
        assertThat(Reading.rows(source, "a")).containsExactly("1");
        assertThat(Reading.rows(source, "b")).containsExactly("2");
      }
    }

    @Test
    void jsonUnderADatabasesNameIsToldByItsContent() throws IOException {
      Path file = Reading.file(folder, "sessions.db", " \n[{\"session\": \"a\"}]");
      try (Source source = Stores.source(file.toString(), null)) {
        assertThat(Reading.rows(source, "sessions")).containsExactly("a");
      }
    }

    @Test
    void elementsThatAreNoObjectsAreValues() throws IOException {
      try (Source source = open("tags.json", "[\"a\", null, \"b\"]")) {
        assertThat(Reading.rows(source, "tags")).containsExactly("a", "NULL", "b");
      }
    }
  }

  @Nested
  class Types {
    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '`',
        value = {
          "9223372036854775807; BIGINT; 9223372036854775807",
          "9223372036854775808; NUMERIC; 9223372036854775808",
          "-9223372036854775808; BIGINT; -9223372036854775808",
          "0.1; DOUBLE; 0.1f",
          "-0.0; DOUBLE; -0.0f",
          "-0; DOUBLE; -0.0f",
          "1E3; DOUBLE; 1000.0f",
          "0.12345678901234567890; NUMERIC; 0.12345678901234567890",
          "1e999999; JSON; 1e999999",
          "true; BOOLEAN; 1",
          "\"x\"; TEXT; x",
          "\"\\u00e4\\ud83d\\ude00\"; TEXT; ä😀",
          "\"\\u0000\"; JSON; \"\\u0000\"",
          "\"\\ud800\"; JSON; \"\\ud800\"",
          "[1, {\"a\": null}]; JSONB; [1,{\"a\":null}]",
          "{\"a\": 1, \"a\": 2}; JSON; {\"a\":1,\"a\":2}",
        })
    void aValueDecidesItsColumnsTypeAndIsReadAsItStands(String json, String kind, String read)
        throws IOException {
      try (Source source = open("t.json", "[{\"v\": " + json + "}]")) {
        assertThat(Reading.columns(source, "t").get(0)).startsWith("v " + kind + " ");
        assertThat(Reading.rows(source, "t")).containsExactly(read);
      }
    }

    @Test
    void aNumberPastAllDoublesIsWrittenOut() throws IOException {
      try (Source source = open("t.json", "[{\"v\": 1e400}]")) {
        assertThat(Reading.columns(source, "t")).containsExactly("v NUMERIC decimal");
        assertThat(Reading.rows(source, "t")).containsExactly("1" + "0".repeat(400));
      }
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '`',
        value = {
          "1; 0.5; DOUBLE",
          "9007199254740993; 0.5; NUMERIC",
          "9007199254740993; 1; BIGINT",
          "1; \"1\"; JSONB",
          "true; 1; JSONB",
          "null; true; BOOLEAN",
          "null; null; TEXT",
        })
    void theTypeHoldsAllValues(String one, String other, String kind) throws IOException {
      try (Source source = open("t.json", "[{\"v\": " + one + "}, {\"v\": " + other + "}]")) {
        assertThat(Reading.columns(source, "t").get(0)).startsWith("v " + kind + " ");
      }
    }

    @Test
    void nullAndNotThereAreKeptApart() throws IOException {
      try (Source source = open("t.json", "[{\"a\": null, \"b\": 1}, {\"b\": null}, {\"a\": 2}]")) {
        assertThat(Reading.columns(source, "t"))
            .containsExactly("a BIGINT integer", "b BIGINT integer", "_missing JSONB json?");
        assertThat(Reading.rows(source, "t"))
            .containsExactly("NULL|1|NULL", "NULL|NULL|[\"a\"]", "2|NULL|[\"b\"]");
        assertThat(source.catalog().remarks()).hasSize(1);
      }
    }

    @Test
    void nullAndNotThereAreOneWhereThatIsAskedFor() throws IOException {
      try (Source source = open("t.json", "[{\"a\": null}, {}, {\"a\": 2}]", "missing=null")) {
        assertThat(Reading.rows(source, "t")).containsExactly("NULL", "NULL", "2");
      }
    }
  }

  @Nested
  class Nesting {
    private static final String JSON =
        "[{\"tags\": [\"x\", \"y\"], \"id\": 7, \"g\": {\"o\": \"me\", \"r\": {\"n\": 1}}},"
            + " {\"id\": 8, \"tags\": []}]";

    @Test
    void objectsAndArraysStayJson() throws IOException {
      try (Source source = open("t.json", JSON)) {
        assertThat(Reading.rows(source, "t"))
            .containsExactly("[\"x\",\"y\"]|7|{\"o\":\"me\",\"r\":{\"n\":1}}", "[]|8|NULL");
      }
    }

    @Test
    void anObjectsMembersBecomeColumnsByRule() throws IOException {
      try (Source source = open("t.json", JSON, "flatten=t.g")) {
        assertThat(Reading.columns(source, "t")).contains("g_o TEXT string?", "g_r JSONB json?");
        assertThat(Reading.rows(source, "t")).contains("[\"x\",\"y\"]|7|me|{\"n\":1}");
      }
    }

    @Test
    void anArraysElementsBecomeRowsByRuleWithTheirRecordsKey() throws IOException {
      try (Source source = open("t.json", JSON, "children=tags&key=id")) {
        assertThat(source.catalog().table("tags").orElseThrow().primaryKey())
            .containsExactly("t_id", "ordinal");
        assertThat(Reading.rows(source, "tags")).containsExactly("7|1|x", "7|2|y");
        assertThat(Reading.columns(source, "t")).noneMatch(c -> c.startsWith("tags"));
      }
    }

    @Test
    void nullAndNotThereAreKeptApartBelowTheRecordToo() throws IOException {
      String json =
          "[{\"id\": 1, \"g\": {\"a\": null}, \"tags\": [{\"n\": null, \"m\": 1}, {\"m\": 2}]},"
              + " {\"id\": 2, \"g\": {}, \"tags\": [{\"n\": 3, \"m\": 3}, {}]}]";
      try (Source source = open("t.json", json, "key=t.id&children=t.tags&flatten=t.g")) {
        assertThat(Reading.rows(source, "t")).containsExactly("1|NULL|NULL", "2|NULL|[\"g_a\"]");
        assertThat(Reading.columns(source, "t_tags"))
            .containsExactly(
                "t_id BIGINT integer",
                "ordinal BIGINT integer",
                "n BIGINT integer",
                "m BIGINT integer?",
                "_missing JSONB json?");
        assertThat(Reading.rows(source, "t_tags"))
            .containsExactly(
                "1|1|NULL|1|NULL", "1|2|NULL|2|[\"n\"]", "2|1|3|3|NULL", "2|2|NULL|NULL|[\"n\"]");
        Table tags = source.catalog().table("t_tags").orElseThrow();
        Table some = tags.with(tags.columns().subList(4, 5));
        try (var rows = source.read(tags, some.columns(), Position.START)) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.next()).isTrue();
          assertThat(rows.row().isNull(0)).isFalse();
        }
      }
    }

    @Test
    void numbersInChildrenAndFlattenedObjectsAreExactToo() throws IOException {
      String json =
          "[{\"id\": 1, \"g\": {\"n\": 9007199254740993}, \"v\": [{\"d\": 12345678901234567890.10},"
              + " {\"d\": 0.1}]}]";
      try (Source source = open("t.json", json, "key=t.id&children=t.v&flatten=t.g")) {
        assertThat(Reading.rows(source, "t")).containsExactly("1|9007199254740993");
        assertThat(Reading.rows(source, "t_v"))
            .containsExactly("1|1|12345678901234567890.10", "1|2|0.1");
      }
    }

    @Test
    void recordsWithoutAKeyAreNumberedForTheirChildren() throws IOException {
      try (Source source = open("t.json", JSON, "children=t.tags")) {
        assertThat(Reading.rows(source, "t_tags")).containsExactly("1|1|x", "1|2|y");
        assertThat(Reading.rows(source, "t")).allMatch(row -> row.matches(".*\\|[12]"));
      }
    }
  }

  @Nested
  class Refusals {
    private void refuses(String json, String... words) throws IOException {
      Path file = Reading.file(folder, "bad.json", json);
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .isInstanceOf(GodwitException.class)
          .hasMessageContainingAll(words);
    }

    @Test
    void aSyntaxErrorIsNamedByLineAndColumnWithoutWhatStandsThere() throws IOException {
      refuses("[{\"a\": 1},\n {\"a\": secret}]", "bad.json, line 2, column 8", "no valid JSON");
      Path file = folder.resolve("bad.json");
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .hasMessageNotContaining("secret");
    }

    @Test
    void aFileThatIsCutOffIsRefused() throws IOException {
      refuses("[{\"a\": 1}, {\"a\"", "no valid JSON", "ends in the middle");
    }

    @Test
    void aFileThatGoesOnAfterItsEndIsRefused() throws IOException {
      refuses("[{\"a\": 1}] [2]", "goes on after its end");
    }

    @Test
    void anEmptyFileIsNoEmptyStore() throws IOException {
      refuses("", "is empty", "write []");
      refuses(" \n", "nothing but blanks");
    }

    @Test
    void aScalarHoldsNoRecords() throws IOException {
      refuses("42", "neither an array nor an object");
    }

    @Test
    void aFileThatIsNotThereIsRefused() {
      assertThatThrownBy(() -> Stores.source("json:" + folder.resolve("none.json"), null).close())
          .hasMessageContaining("does not exist");
    }

    @Test
    void repeatedKeysAreAllNamedWithTheirPlaces() throws IOException {
      refuses(
          "[{\"a\": 1, \"a\": 2},\n{\"a\": 1, \"b\": 1, \"b\": 2}]",
          "bad.a  line 1, column 11: stands twice in one object",
          "bad.b  line 2, column 18");
      refuses("{\"k\": {\"n\": 1}, \"k\": {\"n\": 2}}", "the key stands there already");
      Path file =
          Reading.file(
              folder, "t.json", "[{\"g\": {\"a\": 1, \"a\": 2},\n\"v\": [{\"b\": 1, \"b\": 2}]}]");
      assertThatThrownBy(
              () -> Stores.source("json:" + file + "?flatten=t.g&children=t.v", null).close())
          .hasMessageContainingAll("t.g.a  line 1", "t_v.b  line 2");
    }

    @Test
    void malformedUtf8IsRefused() throws IOException {
      Path file = folder.resolve("bad.json");
      Files.write(file, new byte[] {'[', '"', (byte) 0xff, '"', ']'});
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .hasMessageContaining("UTF-8");
    }

    @Test
    void anUnknownParameterIsAUsageError() {
      assertThatThrownBy(() -> Stores.source("json:x.json?shap=array", null).close())
          .hasMessageContaining("shap: not a parameter");
    }
  }

  @Test
  void anEmptyArrayIsAnEmptyStoreThatSaysSo() throws IOException {
    try (Source source = open("sessions.db", "[]")) {
      assertThat(source.catalog().tables()).isEmpty();
      assertThat(source.catalog().remarks()).singleElement().asString().contains("is empty");
    }
  }

  @Test
  void otherEncodingsOfUnicodeAreRead() throws IOException {
    Path file = folder.resolve("t.json");
    Files.write(file, "[{\"a\": \"\u00e4\"}]".getBytes(StandardCharsets.UTF_16));
    try (Source source = Stores.source("json:" + file, null)) {
      assertThat(Reading.rows(source, "t")).containsExactly("\u00e4");
    }
  }

  @Test
  void readingGoesOnAfterAPosition() throws IOException {
    try (Source source = open("t.json", "[{\"a\": 1}, {\"a\": 2}, {\"a\": 3}]")) {
      Position second = new Position(List.of("row"), List.of(2L));
      assertThat(Reading.rows(source, "t", second)).containsExactly("3");
    }
  }

  @Test
  void aFileLargerThanTheHeapIsReadInPieces() throws Exception {
    // One array of records whose texts alone would fill a heap many times: see the limit below.
    Path file = folder.resolve("large.json");
    byte[] record = ("{\"t\": \"" + "x".repeat(10_000) + "\"},").getBytes(StandardCharsets.UTF_8);
    int records = 4000;
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write('[');
      for (int i = 1; i < records; i++) {
        out.write(record);
      }
      out.write(record, 0, record.length - 1);
      out.write(']');
    }
    int rows = Child.count(file, "-Xmx24m");
    assertThat(Files.size(file)).isGreaterThan(40_000_000L);
    assertThat(rows).isEqualTo(records);
  }

  @Nested
  class Names {
    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '~',
        value = {
          "[{'a_0000b': 1}]; names that no table can have; its name holds U+0000",
          "[{'a': 1}, {'_d800': 1}]; names that no table can have; half of a character",
          "[{'a': 1}, {'_dc00': 1}]; names that no table can have; half of a character",
          "{'t_0000': [{'a': 1}], 'u': [{'a': 1}]}; names that no table can have; U+0000",
          "{'': [{'id': 1}], 'users': [{'id': 2}]}; holds records and has no name; x.json",
          "{'a': {'': [{'id': 1}]}, 'b': [{'id': 1}]}; holds records and has no name; 'a' in ''",
          "{'a': {'b': [{'id': 1}]}, 'a.b': [{'id': 2}]}; another one is found by; a.b",
          "{'a.b': [{'id': 2}], 'a': {'b': [{'id': 1}]}}; another one is found by; a.b"
        })
    void thatNoTableCanHaveAreRefusedWithTheirPlace(String json, String one, String other) {
      String text = json.replace('\'', '"').replace("_", "\\u");
      assertThatThrownBy(() -> open("x.json", text).close())
          .isInstanceOf(GodwitException.class)
          .satisfies(
              e ->
                  assertThat(e.getMessage() + ((GodwitException) e).problems())
                      .contains("x.json", one, other.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "c1bf", "e08080", "f0808080", "f4908080", "f5808080", "eda080"})
    void bytesThatAreNoUtf8AreRefusedWithTheirPlace(String hex) throws IOException {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      json.writeBytes("[{\"a\": \"€\",\n  \"b\": \"".getBytes(StandardCharsets.UTF_8));
      json.writeBytes(HexFormat.of().parseHex(hex));
      json.writeBytes("\"}]".getBytes(StandardCharsets.UTF_8));
      Path file = Files.write(folder.resolve("x.json"), json.toByteArray());
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .hasMessageContaining("x.json, line 2")
          .hasMessageContaining("is no valid JSON: Invalid UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32"})
    void otherFormsOfUnicodeAreRead(String charset) throws IOException {
      byte[] json = "[{\"a\": \"ÀЀ\"}]".getBytes(charset);
      Path file = Files.write(folder.resolve("x.json"), json);
      try (Source source = Stores.source("json:" + file, null)) {
        assertThat(Reading.rows(source, "x")).containsExactly("ÀЀ");
      }
    }

    @Test
    void linesMayBeNoneAndGzipIsCalledWhatItIs() throws IOException {
      try (Source source = open("none.json", "", "shape=lines")) {
        assertThat(source.catalog().tables()).isEmpty();
      }
      Path file = folder.resolve("x.json");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write("[]".getBytes(StandardCharsets.UTF_8));
      }
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .hasMessageContaining("x.json is compressed by gzip; unpack it: zcat FILE");
      assertThatThrownBy(() -> open("y.json", "[]", "missing=nul").close())
          .hasMessageContaining("missing=nul: null, or leave it out");
    }

    @Test
    void whatIsNestedTooDeepIsNotCalledInvalid() {
      String deep = "[{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}]";
      assertThatThrownBy(() -> open("x.json", deep).close())
          .hasMessageContaining("x.json")
          .hasMessageContaining("is nested deeper than 5000")
          .hasMessageNotContaining("valid");
    }
  }
}
