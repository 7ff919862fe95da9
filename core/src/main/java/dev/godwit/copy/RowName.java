package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Position;
import dev.godwit.value.text.Forms;
import java.util.ArrayList;
import java.util.List;

/** What people call a row that is on its way, or in the target. */
public final class RowName {
  private RowName() {}

  /** Its key, by the source's names; {@code row} is in the order of the plan's columns. */
  public static String of(TableCopy copy, Row row) {
    List<String> names = copy.from().primaryKey();
    List<Object> values = new ArrayList<>();
    for (String name : names) {
      for (int i = 0; i < copy.columns().size(); i++) {
        ColumnCopy c = copy.columns().get(i);
        if (c.name().equals(name) && !c.secret() && c.to().type().kind() != Kind.BYTES) {
          values.add(Forms.value(c.to().type(), row, i));
        }
      }
    }
    boolean known = !names.isEmpty() && values.size() == names.size();
    return known ? new Position(names, values).toString() : "a row of no key to show";
  }

  /**
   * Its primary key, unless that is secret, NULL or not among these columns of the source: then
   * where it was read, or which row it was.
   */
  static String read(TableCopy copy, List<Column> columns, Row row, Position at, long number) {
    List<String> names = copy.from().primaryKey();
    List<String> there = columns.stream().map(Column::name).toList();
    List<Object> values = new ArrayList<>();
    for (String name : names) {
      int i = there.indexOf(name);
      boolean secret = copy.columns().stream().anyMatch(c -> c.secret() && c.name().equals(name));
      if (i >= 0 && !row.isNull(i) && !secret) {
        values.add(Forms.value(columns.get(i).type(), row, i));
      }
    }
    if (!names.isEmpty() && values.size() == names.size()) {
      return new Position(names, values).toString();
    }
    return at.isStart() ? "row " + number : at.toString();
  }

  /** By the names of the columns at these places; null without any, or where one is secret. */
  static String at(List<Integer> places, TableCopy copy, Row row) {
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
