package dev.godwit.value.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.digest.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

class PlainJsonTest {
  private static final List<String> SEEDS =
      List.of(
          "{\"a\": 1, \"b\": [true, false, null, -2.50, \"x y\"], \"c\": {\"a\": {}}}",
          "[[], {}, 0, -0, 0.0, 12345678901234567890, \"\u00e4\u20ac\ud83d\ude00\", \"\"]",
          " {\n\t\"k\" : \"v\" ,\r\n \"n\":9 } ",
          "[\"\\u00e9\\n\\\\\", \"\\ud83d\\uDE00\", \"\\\"\\/\\b\\f\\r\\t\\u0001\"]");
  private static final String LETTERS = "{}[]\",:.-+0123456789eEdDtrufalsn \n\t\\\u0001u/x";

  private final PlainJson plain = new PlainJson(PlainJson.Listener.NONE);
  private final JsonMapper strict =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private boolean recognises(String json) {
    return plain.recognises(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void recognisesWhatApplicationsWrite() {
    assertThat(SEEDS).allMatch(this::recognises);
    assertThat(List.of("1", "\"x\"", "null", "-1.5", "[1,2]")).allMatch(this::recognises);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "NaN",
        "Infinity",
        "nul",
        "truee",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud800x\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud800\\u00e9\"",
        "\"\\ud800\\n\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"\\",
        "\"\\\"",
        "{\"\\u0061\":1}",
        "\"a\nb\"",
        "{a:1}",
        "{1:1}",
        "[1 2]",
        "1 2",
        "{\"a\" 1}",
        "\"x",
        "1e400000",
        "'x'"
      })
  void leavesEverythingElseToTheParser(String json) {
    assertThat(recognises(json)).isFalse();
  }

  /** Whatever it recognises, a strict parser takes too. */
  @Test
  void recognisesNothingThatAStrictParserRefuses() {
    Random random = new Random(42);
    int recognised = 0;
    for (int i = 0; i < 200_000; i++) {
      String json = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      if (recognises(json)) {
        recognised++;
        assertThat(isValid(json)).as(json).isTrue();
      }
    }
    assertThat(recognised).isGreaterThan(20_000);
  }

  /** An exponent leaves the text to the parser, and is the same number. */
  @Test
  void whatItRecognisesHasTheDigestThatTheParserGives() {
    Random random = new Random(43);
    int compared = 0;
    for (int i = 0; i < 50_000; i++) {
      String json = mutated(SEEDS.get(random.nextInt(SEEDS.size())), random);
      if (recognises(json)) {
        compared++;
        assertThat(recognises("[1e0, " + json + "]")).isFalse();
        assertThat(digest("[1, " + json + "]")).as(json).isEqualTo(digest("[1e0, " + json + "]"));
      }
    }
    assertThat(compared).isGreaterThan(5_000);
  }

  private static Digest digest(String json) {
    Digest digest = new Digest(List.of(ColumnType.of(Kind.JSONB, "jsonb")));
    Row row = new Row(1);
    row.setText(0, json);
    digest.add(row);
    return digest;
  }

  private boolean isValid(String json) {
    try {
      return !strict.readTree(json).isMissingNode();
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String mutated(String seed, Random random) {
    StringBuilder json = new StringBuilder(seed);
    for (int change = random.nextInt(3); change >= 0; change--) {
      int at = random.nextInt(json.length());
      char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
      switch (random.nextInt(3)) {
        case 0 -> json.setCharAt(at, letter);
        case 1 -> json.insert(at, letter);
        default -> json.deleteCharAt(at);
      }
    }
    return json.toString();
  }

  /** What stays below its limits is not left to a parser, which takes longer. */
  @Test
  void recognisesUpToItsLimits() {
    String names =
        IntStream.range(0, 64)
            .mapToObj(i -> "\"" + (char) ('a' + i % 8) + (char) ('a' + i / 8) + "\":1")
            .collect(Collectors.joining(","));
    assertThat(recognises("{" + names + "}")).isTrue();
    assertThat(recognises("{" + names + ",\"z\":1}")).isFalse();
    assertThat(recognises("1".repeat(30))).isTrue();
    assertThat(recognises("1".repeat(31))).isFalse();
    assertThat(recognises("[".repeat(16) + "]".repeat(16))).isTrue();
    assertThat(recognises("[".repeat(17) + "]".repeat(17))).isFalse();
    assertThat(recognises("{ }")).isTrue();
    assertThat(recognises("[ ]")).isTrue();
    assertThat(recognises("{\"a b\":1}")).isTrue();
    assertThat(recognises("{\"a\":{\"b\":1},\"b\":2}")).isTrue();
    assertThat(recognises("{\"a\0\":1}")).isFalse();
    assertThat(recognises("{\"a\u001f\":1}")).isFalse();
    assertThat(recognises("\"\0\"")).isFalse();
    assertThat(recognises("\"\u001f\"")).isFalse();
  }
}
