package dev.godwit.value.coerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Row;
import dev.godwit.value.Cell;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.text.Utf8;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCoercionTest {
  @ParameterizedTest(name = "{0}: {1} becomes {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text       | null            | null
          text       | t:              | t:
          text       | t:snow ☃ 𝄞      | t:snow ☃ 𝄞
          text       | x:66696c65966e616d65 | !invalid UTF-8
          text       | x:610062        | !NUL character in text
          text       | x:eda080        | !invalid UTF-8
          text       | x:c080          | !invalid UTF-8
          text       | x:e08080        | !invalid UTF-8
          text       | x:f4908080      | !invalid UTF-8
          text       | x:e298          | !invalid UTF-8
          text       | i:-5            | t:-5
          text       | r:5.0           | t:5.0
          text       | r:-Infinity     | t:-inf
          text       | r:-0.0          | t:-0.0
          text       | b:61            | !blob in a text column
          varchar(3) | t:abc           | t:abc
          varchar(3) | t:abcd          | !longer than 3 characters
          varchar(3) | t:☃𝄞é           | t:☃𝄞é
          varchar(3) | t:☃𝄞éx          | !longer than 3 characters
          varchar(3) | i:100           | t:100
          varchar(3) | i:1000          | !longer than 3 characters
          varchar(1) | t:ab            | !longer than 1 character
          char(2)    | 't:a '          | 't:a '
          char(2)    | 't:a  '         | !longer than 2 characters
          native     | t:[1,5)         | t:[1,5)
          native     | i:5             | t:5
          native     | x:00            | !NUL character in text
          native     | b:00            | !blob in a text column
          bytes      | null            | null
          bytes      | b:              | b:
          bytes      | b:00ff          | b:00ff
          bytes      | t:              | b:
          bytes      | x:00ff          | b:00ff
          bytes      | i:12            | b:3132
          bytes      | r:0.5           | b:302e35
          bytes      | r:-3.0          | b:2d33
          bytes      | r:1e20          | b:31652b3230
          bytes      | r:1.5e300       | b:312e35652b333030
          bytes      | r:9007199254740993 | b:39303037313939323534373430393932
          bytes      | r:-0.0          | b:2d30
          bytes      | r:Infinity      | b:696e66
          any        | x:00ff          | t:\u0000\uFFFD
          any        | r:5.0           | r:5.0
          """)
  void keepsTextAndBytesToTheLetter(String type, String from, String to) {
    assertThat(Cell.coerced(type, from)).isEqualTo(to);
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                                            | null
          t:00000000-0000-0000-0000-000000000000          | b:00000000000000000000000000000000
          t:ffffffff-ffff-ffff-ffff-ffffffffffff          | b:ffffffffffffffffffffffffffffffff
          t:6F9619FF-8B86-D011-B42D-00CF4FC964FF          | b:6f9619ff8b86d011b42d00cf4fc964ff
          t:{6f9619ff-8b86-d011-b42d-00cf4fc964ff}        | b:6f9619ff8b86d011b42d00cf4fc964ff
          t:{6f9619ff8b86d011b42d00cf4fc964ff}            | b:6f9619ff8b86d011b42d00cf4fc964ff
          t:6f9619ff8b86d011b42d00cf4fc964ff              | b:6f9619ff8b86d011b42d00cf4fc964ff
          t:URN:uuid:6f9619ff-8b86-d011-b42d-00cf4fc964ff | b:6f9619ff8b86d011b42d00cf4fc964ff
          t:6f9619ff-8b86-d011-b42d-00cf4fc964f           | !text that is not a uuid
          t:6f9619ff-8b86-d011-b42d-00cf4fc964ffa         | !text that is not a uuid
          t:6f9619ff-8b86-d011-b42d-00cf4fc964fg          | !text that is not a uuid
          t:6f9619ff-8b86-d011-b42d000-cf4fc964ff         | !text that is not a uuid
          t:                                              | !empty text
          b:6f9619ff8b86d011b42d00cf4fc964ff              | b:6f9619ff8b86d011b42d00cf4fc964ff
          b:6f9619ff8b86d011b42d00cf4fc964                | !a blob that is not 16 bytes
          i:5                                             | !a number in a uuid column
          """)
  void readsUuidsInEverySpelling(String from, String to) {
    assertThat(Cell.coerced("uuid", from)).isEqualTo(to);
  }

  private static final byte[] BYTES = {
    'x',
    0x41,
    0x7f,
    (byte) 0x80,
    (byte) 0x8f,
    (byte) 0x90,
    (byte) 0x9f,
    (byte) 0xa0,
    (byte) 0xbf,
    (byte) 0xc1,
    (byte) 0xc2,
    (byte) 0xe0,
    (byte) 0xe2,
    (byte) 0xed,
    (byte) 0xf0,
    (byte) 0xf4,
    (byte) 0xf5
  };

  /** Every sequence of up to four of these bytes, alone and behind what is read in one step. */
  @Test
  void agreesWithAStrictDecoderOnEverySequenceOfEdges() {
    List<String> disagreed = new ArrayList<>();
    int valid = 0;
    for (int size = 0; size <= 4; size++) {
      for (int n = 0; n < Math.pow(BYTES.length, size); n++) {
        for (int before : new int[] {0, 8}) {
          byte[] bytes = new byte[before + size];
          Arrays.fill(bytes, 0, before, (byte) 'x');
          for (int i = before, rest = n; i < bytes.length; i++, rest /= BYTES.length) {
            bytes[i] = BYTES[rest % BYTES.length];
          }
          int expected = strictly(bytes);
          valid += expected < 0 ? 0 : 1;
          if (Utf8.characters(bytes) != expected) {
            disagreed.add(Arrays.toString(bytes));
          }
        }
      }
    }
    assertThat(disagreed).isEmpty();
    assertThat(valid).isGreaterThan(1000);
  }

  @Test
  void countsTheCharactersOfAnyValidText() {
    Random random = new Random(2);
    for (int i = 0; i < 5_000; i++) {
      String text =
          random
              .ints(random.nextInt(40), 1, 0x110000)
              .map(c -> random.nextBoolean() ? 1 + c % 127 : c)
              .filter(c -> c < 0xd800 || c > 0xdfff)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      assertThat(Utf8.characters(bytes)).isEqualTo(text.codePointCount(0, text.length()));
      byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
      assertThat(Utf8.characters(longer)).isEqualTo(Utf8.NUL);
    }
  }

  private static int strictly(byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    return result.isError()
        ? Utf8.INVALID
        : Character.codePointCount(text.flip(), 0, text.length());
  }

  /** SQLite's last digit of 17 is not always the nearest; beyond 15 only the value is compared. */
  @Test
  void spellsNumbersAsSqliteCastsThem() throws Exception {
    Random random = new Random(3);
    Coercion text = Cell.coercion("text", CoercionRules.DEFAULT);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement cast = connection.prepareStatement("SELECT CAST(? AS TEXT)")) {
      double[] edges = {0, 1e15, 1e16, 1e17, 1e-4, 1e-5, 1 / 3.0, 0.1 + 0.2, 2460000.5, 1e100};
      for (int i = 0; i < 20_000; i++) {
        double value = i < edges.length ? edges[i] : number(random);
        cast.setDouble(1, value);
        Row to = new Row(1);
        text.apply(Cell.row("r:" + value), 0, to, 0);
        try (ResultSet result = cast.executeQuery()) {
          String theirs = result.getString(1);
          if (theirs.replaceAll("e.*|[-.]|^-?0[.]0*", "").length() <= 15) {
            assertThat(to.text(0)).isEqualTo(theirs);
          } else {
            assertThat(Double.parseDouble(to.text(0))).isEqualTo(value);
            assertThat(to.text(0).contains("e")).as(theirs).isEqualTo(theirs.contains("e"));
          }
        }
      }
    }
  }

  private static double number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(1_000_000) / 100.0;
      case 1 -> random.nextDouble();
      case 2 -> random.nextLong() * Math.pow(10, -random.nextInt(24));
      default -> random.nextInt() / 1024.0;
    };
  }
}
