package dev.godwit.value.coerce;

import dev.godwit.value.Conversions.Spelled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes as a text spells them: in Base64, or as hexadecimal digits. */
record BytesText(Spelled how) {
  /** The text, in the form that people write most. */
  String text(byte[] bytes) {
    return how == Spelled.HEX
        ? HexFormat.of().formatHex(bytes)
        : Base64.getEncoder().encodeToString(bytes);
  }

  /** What the text spells; null where it spells no bytes, or in part. */
  byte[] bytes(byte[] text) {
    String digits = new String(text, StandardCharsets.ISO_8859_1);
    try {
      if (how == Spelled.HEX) {
        boolean marked = digits.startsWith("\\x") || digits.startsWith("0x");
        return HexFormat.of().parseHex(marked ? digits.substring(2) : digits);
      }
      byte[] bytes = Base64.getDecoder().decode(text);
      // Bits that no byte holds would be lost.
      byte[] whole = Base64.getEncoder().encode(bytes);
      byte[] bare = Base64.getEncoder().withoutPadding().encode(bytes);
      return Arrays.equals(text, whole) || Arrays.equals(text, bare) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
