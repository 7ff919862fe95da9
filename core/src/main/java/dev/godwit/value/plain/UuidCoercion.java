package dev.godwit.value.plain;

import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Outcome;

/** To UUID: 16 bytes, or the text of them, with or without dashes, braces or {@code urn:uuid:}. */
public final class UuidCoercion implements Coercion {
  private static final Outcome TEXT = Outcome.misfit("text that is not a uuid");
  private static final Outcome NUMBER = Outcome.misfit("a number in a uuid column");
  private static final Outcome BLOB = Outcome.misfit("a blob that is not 16 bytes");
  private static final String URN = "urn:uuid:";
  private static final byte[] DIGITS = new byte[256];

  static {
    for (int i = 0; i < DIGITS.length; i++) {
      DIGITS[i] = i < 128 ? (byte) Character.digit(i, 16) : -1;
    }
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.TEXT -> {
        byte[] uuid = parse(from.bytes(i));
        to.setBlob(j, uuid);
        yield uuid == null ? TEXT : Outcome.CHANGED;
      }
      case Row.BLOB -> {
        to.copy(j, from, i);
        yield from.bytes(i).length == 16 ? Outcome.SAME : BLOB;
      }
      case Row.NULL -> Coercion.nothing(to, j);
      default -> NUMBER;
    };
  }

  private static byte[] parse(byte[] text) {
    int from = 0;
    int to = text.length;
    if (to == 36 + URN.length() && startsWithUrn(text)) {
      from = URN.length();
    } else if (to > 2 && text[0] == '{' && text[to - 1] == '}') {
      from++;
      to--;
    }
    boolean dashes = to - from == 36;
    return (dashes && hasDashes(text, from)) || to - from == 32 ? digits(text, from, dashes) : null;
  }

  private static boolean startsWithUrn(byte[] text) {
    for (int i = 0; i < URN.length(); i++) {
      char wanted = URN.charAt(i);
      if ((wanted == ':' ? text[i] : text[i] | 0x20) != wanted) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasDashes(byte[] text, int from) {
    return text[from + 8] == '-'
        && text[from + 13] == '-'
        && text[from + 18] == '-'
        && text[from + 23] == '-';
  }

  private static byte[] digits(byte[] text, int from, boolean dashes) {
    byte[] uuid = new byte[16];
    int dash = dashes ? 1 : 0;
    int wrong =
        pairs(text, from, uuid, 0, 4)
            | pairs(text, from + 8 + dash, uuid, 4, 6)
            | pairs(text, from + 12 + 2 * dash, uuid, 6, 8)
            | pairs(text, from + 16 + 3 * dash, uuid, 8, 10)
            | pairs(text, from + 20 + 4 * dash, uuid, 10, 16);
    return wrong < 0 ? null : uuid;
  }

  /** Reads two digits for each byte; negative where there are other characters. */
  private static int pairs(byte[] text, int from, byte[] uuid, int start, int end) {
    int all = 0;
    int at = from;
    for (int i = start; i < end; i++, at += 2) {
      int value = DIGITS[text[at] & 0xff] << 4 | DIGITS[text[at + 1] & 0xff];
      uuid[i] = (byte) value;
      all |= value;
    }
    return all;
  }
}
