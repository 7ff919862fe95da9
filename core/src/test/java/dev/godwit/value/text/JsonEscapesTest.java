package dev.godwit.value.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Escapes at the very ends of texts and of ranges of characters. */
class JsonEscapesTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "\\, 0",
    "\\n, 2",
    "\\x, 0",
    "\\u0041, 6",
    "\\u004, 0",
    "\\u0000, 0",
    "\\u0001, 6",
    "\\ud834\\udd1e, 12",
    "\\ud834\\udd1, 0",
    "\\ud834, 0",
    "\\ud834x, 0",
    "\\ud834\\u0041, 0",
    "\\udd1e, 0",
    "\\ud7ff, 6",
    "\\ue000, 6",
    "\\ud800\\udc00, 12",
    "\\udbff\\udfff, 12"
  })
  void anEscapeEndsWithTheText(String json, int length) {
    assertThat(JsonEscapes.length(bytes(json), 0)).isEqualTo(length);
    assertThat(JsonEscapes.length(bytes("[" + json), 1)).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x3ffff, 0x10ffff})
  void aCharacterIsWrittenAsUtf8(int character) {
    byte[] expected = bytes(Character.toString(character));
    byte[] written = new byte[8];
    int end = JsonEscapes.put(character, written, 1);
    assertThat(Arrays.copyOfRange(written, 1, end)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "\\udc00, true", "\\udfff, true", "\\ud800, true", "\\udbff, true", "\\ud800\\udc00, false",
    "\\udbff\\udfff, false", "\\ud7ff, false", "\\ue000, false", "\\\\ud800, false", "a, false",
    "\\ud800\\ud800, true", "\\ud800\\n, true", "\\n\\udc00, true", "\\ud800\\udc00\\udc00, true"
  })
  void halfAPairIsFound(String inside, boolean lone) {
    assertThat(JsonEscapes.escapesLoneSurrogate(bytes('"' + inside + '"'))).isEqualTo(lone);
  }

  @Test
  void surrogatesAreTakenOutUpToTheEndOfTheText() {
    byte[] plain = bytes("\\u0041");
    assertThat(JsonEscapes.withoutSurrogates(plain)).isSameAs(plain);
    for (String half : new String[] {"\\ud800", "\\udfff", "\"\\udbff", "\\n\\udc00"}) {
      byte[] json = bytes(half);
      assertThat(JsonEscapes.withoutSurrogates(json))
          .as(half)
          .isNotEqualTo(json)
          .hasSameSizeAs(json);
    }
    byte[] cut = bytes("\\ud80");
    assertThat(JsonEscapes.withoutSurrogates(cut)).isSameAs(cut);
  }
}
