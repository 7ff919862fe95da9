package dev.godwit.value.plain;

import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;
import dev.godwit.value.text.DecimalText;
import java.nio.charset.StandardCharsets;

/** To BOOLEAN: 0 and 1, and the words that people write for them. */
public final class BooleanCoercion implements Coercion {
  private static final Outcome NUMBER = Outcome.misfit("a number other than 0 and 1");
  private static final Outcome TEXT = Outcome.misfit("text that is not a boolean");
  private static final Outcome BLOB = Outcome.misfit("blob in a boolean column");
  private static final byte[][] FALSE = words("0", "f", "false", "n", "no", "off");
  private static final byte[][] TRUE = words("1", "t", "true", "y", "yes", "on");

  private static byte[][] words(String... words) {
    byte[][] result = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      result[i] = words[i].getBytes(StandardCharsets.US_ASCII);
    }
    return result;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.INTEGER -> {
        to.copy(j, from, i);
        yield (from.integer(i) & ~1L) == 0 ? Outcome.CHANGED : NUMBER;
      }
      case Row.REAL -> {
        double value = from.real(i);
        to.setInteger(j, value == 1 ? 1 : 0);
        yield value == 0 || value == 1 ? Outcome.CHANGED : NUMBER;
      }
      case Row.TEXT -> {
        boolean yes = isOneOf(TRUE, from.bytes(i));
        to.setInteger(j, yes ? 1 : 0);
        yield yes || isOneOf(FALSE, from.bytes(i)) ? Outcome.CHANGED : TEXT;
      }
      case Row.NULL -> Coercion.nothing(to, j);
      default -> BLOB;
    };
  }

  private static boolean isOneOf(byte[][] words, byte[] text) {
    int start = 0;
    int end = text.length;
    while (start < end && DecimalText.isBlank(text[start])) {
      start++;
    }
    while (start < end && DecimalText.isBlank(text[end - 1])) {
      end--;
    }
    for (byte[] word : words) {
      if (word.length == end - start && matches(word, text, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(byte[] word, byte[] text, int start) {
    for (int i = 0; i < word.length; i++) {
      byte c = text[start + i];
      if (word[i] != (c >= 'A' && c <= 'Z' ? c | 0x20 : c)) {
        return false;
      }
    }
    return true;
  }
}
