package dev.godwit.value.server;

import dev.godwit.value.Misfit;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Texts of so many bytes: what is longer would be cut without a word. */
final class ShortText {
  private static final Misfit NAME = new Misfit("longer than the 63 bytes of a name");
  private static final Misfit SINGLE = new Misfit("more than the one ASCII character of \"char\"");

  /** As PostgreSQL itself spells a byte beyond ASCII. */
  private static final Pattern HIGH = Pattern.compile("\\\\[23][0-7]{2}");

  private ShortText() {}

  static String name(String text) throws Misfit {
    if (text.length() > 63 || text.getBytes(StandardCharsets.UTF_8).length > 63) {
      throw NAME;
    }
    return text;
  }

  static String single(String text) throws Misfit {
    if (HIGH.matcher(text).matches()) {
      return text;
    }
    if (text.length() > 1 || text.length() == 1 && text.charAt(0) > 0x7f) {
      throw SINGLE;
    }
    return text;
  }
}
