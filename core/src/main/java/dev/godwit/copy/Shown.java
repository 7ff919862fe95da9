package dev.godwit.copy;

import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Position;
import dev.godwit.value.Forms;
import java.util.ArrayList;
import java.util.List;

/** What a row is called, for people. */
final class Shown {
  private Shown() {}

  /** A row of the target by these places of the copy; null without any, or where one is secret. */
  static String row(TableCopy copy, List<Integer> places, Row row) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i : places) {
      ColumnCopy column = copy.columns().get(i);
      if (column.secret()) {
        return null;
      }
      names.add(column.name());
      values.add(Forms.value(column.to().type(), row, i));
    }
    return names.isEmpty() ? null : new Position(names, values).toString();
  }
}
