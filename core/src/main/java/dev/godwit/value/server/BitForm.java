package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Shown;
import dev.godwit.value.Misfit;

/** Strings of bits, as many as the type says: PostgreSQL would cut or fill up others. */
final class BitForm implements ServerForm {
  private static final Misfit BITS = new Misfit("text that is not made of 0 and 1");

  private final int length;
  private final boolean exact;
  private final Misfit wrong;

  /** A length of 0 is no limit. */
  BitForm(ColumnType type, boolean exact) {
    this.length = type.length();
    this.exact = exact;
    this.wrong = new Misfit((exact ? "not " : "more than ") + Shown.count(length, "bit"));
  }

  @Override
  public String of(String text) throws Misfit {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '0' && text.charAt(i) != '1') {
        throw BITS;
      }
    }
    if (length > 0 && (exact ? text.length() != length : text.length() > length)) {
      throw wrong;
    }
    return text;
  }
}
