package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.value.Misfit;
import java.util.ArrayList;
import java.util.List;

/** int2vector and oidvector: numbers with blanks between. */
final class NumbersForm implements ServerForm {
  private static final Misfit TEXT = new Misfit("text that is not numbers with blanks between");

  private final long least;
  private final long greatest;

  NumbersForm(ColumnType type) {
    boolean small = type.nature().spelling().equals("int2vector");
    least = small ? Short.MIN_VALUE : 0;
    greatest = small ? Short.MAX_VALUE : 0xffffffffL;
  }

  @Override
  public String of(String text) throws Misfit {
    List<String> result = new ArrayList<>();
    String trimmed = text.strip();
    for (String part : trimmed.isEmpty() ? new String[0] : trimmed.split(" +")) {
      if (!part.matches("-?\\d{1,10}")) {
        throw TEXT;
      }
      long value = Long.parseLong(part);
      if (value < least || value > greatest) {
        throw TEXT;
      }
      result.add(Long.toString(value));
    }
    return String.join(" ", result);
  }
}
