package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.value.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCoercionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [1, 2 ,3]\n",
        "\"text\"",
        "12",
        "-0",
        "null",
        "true",
        "1.5e-3",
        "9007199254740993",
        "{\"a\":{\"b\":[{}]},\"c\":\"\\ud834\\udd1e\"}",
        "{\"\\ud834\\udd1e\":1}",
        "[\"\\\\u0000\", \"\\\\\\\\ud800\"]",
        "{\"a\":1,\"b\":{\"a\":1}}",
        "{\"b\":{\"b\":1e0}}",
        "{\"☃\":\"é𝄞\"}",
        "[{\"a\":1},{\"a\":1}]"
      })
  void keepsValidJsonToTheLetter(String json) {
    assertThat(Cell.coerced("json", "t:" + json)).isEqualTo("t:" + json);
    assertThat(Cell.coerced("jsonb", "t:" + json)).isEqualTo("t:" + json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "{",
        "[1 2]",
        "[1,]",
        "{\"a\":1,}",
        "{'a':1}",
        "{a:1}",
        "01",
        "+1",
        ".5",
        "1.",
        "-",
        "1 2",
        "[] []",
        "[]x",
        "1x",
        "truex",
        "tru",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12\"",
        "[1]//c",
        "\uFEFF[]",
        "{\"a\"}",
        "{1:2}",
        "nan",
        "]",
        "[NaN",
        "\"\\"
      })
  void refusesWhatIsNotJson(String json) {
    assertThat(Cell.coerced("json", "t:" + json)).isEqualTo("!invalid JSON");
    assertThat(Cell.coerced("jsonb", "t:" + json)).isEqualTo("!invalid JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "jsonb"})
  void namesWhatElseIsWrong(String type) {
    assertThat(Cell.coerced(type, "null")).isEqualTo("null");
    assertThat(Cell.coerced(type, "t:")).isEqualTo("!empty text");
    assertThat(Cell.coerced(type, "t:NaN")).isEqualTo("!NaN in JSON");
    assertThat(Cell.coerced(type, "t:[1,-Infinity]")).isEqualTo("!Infinity in JSON");
    assertThat(Cell.coerced(type, "x:22ff22")).isEqualTo("!invalid UTF-8");
    assertThat(Cell.coerced(type, "x:220022")).isEqualTo("!NUL character in text");
    assertThat(Cell.coerced(type, "b:7b7d")).isEqualTo("!blob in a json column");
    assertThat(Cell.coerced(type, "i:9007199254740993")).isEqualTo("t:9007199254740993");
    assertThat(Cell.coerced(type, "r:1e20")).isEqualTo("t:1.0e+20");
    assertThat(Cell.coerced(type, "r:NaN")).isEqualTo("!NaN in JSON");
    assertThat(Cell.coerced(type, "r:Infinity")).isEqualTo("!Infinity in JSON");
  }

  @Test
  void letsOnlyTextualJsonHoldWhatPostgresCannotTakeApart() {
    assertMisfitOfJsonbOnly("{\"a\":1,\"a\":2}", "duplicate key in JSON");
    assertMisfitOfJsonbOnly("[{\"b\":{\"a\":1,\"\\u0061\":2}}]", "duplicate key in JSON");
    assertMisfitOfJsonbOnly("\"\\u0000\"", "\\u0000 in JSON");
    assertMisfitOfJsonbOnly("{\"\\u0000\":1}", "\\u0000 in JSON");
    assertMisfitOfJsonbOnly("\"\\ud800\"", "lone surrogate in JSON");
    assertMisfitOfJsonbOnly("\"\\udc00x\"", "lone surrogate in JSON");
    assertMisfitOfJsonbOnly("\"\\ud800\\ud800\"", "lone surrogate in JSON");
    assertMisfitOfJsonbOnly("{\"\\ud800\":1}", "lone surrogate in JSON");
    assertMisfitOfJsonbOnly("1e131072", "number out of range in JSON");
    assertMisfitOfJsonbOnly("1e-16384", "number out of range in JSON");
    assertMisfitOfJsonbOnly("9".repeat(131_073), "number out of range in JSON");
    assertThat(Cell.coerced("jsonb", "t:" + "9".repeat(131_072))).startsWith("t:999");
    assertThat(Cell.coerced("jsonb", "t:1e131071")).isEqualTo("t:1e131071");
    assertThat(Cell.coerced("jsonb", "t:1e-16383")).isEqualTo("t:1e-16383");
  }

  private static void assertMisfitOfJsonbOnly(String json, String reason) {
    assertThat(Cell.coerced("json", "t:" + json)).isEqualTo("t:" + json);
    assertThat(Cell.coerced("jsonb", "t:" + json)).isEqualTo("!" + reason);
  }

  @Test
  void goesAsDeepAsPostgresAndNoDeeper() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(Cell.coerced("jsonb", "t:" + deep)).isEqualTo("t:" + deep);
    String objects = "{\"a\":".repeat(5000) + "1" + "}".repeat(5000);
    assertThat(Cell.coerced("jsonb", "t:" + objects)).isEqualTo("t:" + objects);
    assertThat(Cell.coerced("json", "t:[" + deep + "]")).isEqualTo("!invalid JSON");
  }

  @Test
  void findsADuplicateAmongManyKeys() {
    StringBuilder json = new StringBuilder("{\"k0\":0");
    for (int i = 1; i < 20_000; i++) {
      json.append(",\"k").append(i).append("\":{\"k0\":").append(i).append('}');
    }
    assertThat(Cell.coerced("jsonb", "t:" + json + "}")).startsWith("t:");
    assertThat(Cell.coerced("jsonb", "t:" + json + ",\"k77\":0}"))
        .isEqualTo("!duplicate key in JSON");
  }
}
