package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import java.util.function.Function;

/** Ranges in order, with room between them: PostgreSQL would make others of the rest. */
final class MultirangeForm implements ServerForm {
  private static final Misfit TEXT = new Misfit("text that is not ranges in braces");
  private static final Misfit ORDER =
      new Misfit("ranges that are empty, overlap, touch or are out of order");

  private final RangeForm range;

  MultirangeForm(ColumnType type, Function<ColumnType, Coercion> parts) {
    range = new RangeForm(type, parts);
  }

  @Override
  public String of(String text) throws Misfit {
    Scanner in = new Scanner(text);
    in.blanks();
    if (!in.takes('{')) {
      throw TEXT;
    }
    StringBuilder out = new StringBuilder("{");
    Row end = null;
    boolean inclusive = false;
    in.blanks();
    for (int i = 0; !in.takes('}'); i++) {
      if (i > 0 && !in.takes(',')) {
        throw TEXT;
      }
      in.blanks();
      String spelled = range.read(in);
      if (RangeForm.isEmpty(spelled) || i > 0 && !range.follows(end, inclusive)) {
        throw ORDER;
      }
      end = range.end();
      inclusive = range.endInclusive();
      out.append(i == 0 ? "" : ",").append(spelled);
      in.blanks();
    }
    in.blanks();
    if (!in.ended()) {
      throw TEXT;
    }
    return out.append('}').toString();
  }
}
