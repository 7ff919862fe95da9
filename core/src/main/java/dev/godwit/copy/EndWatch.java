package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.SequenceEnd;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Sequenced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The greatest number on its way into a column whose sequence ends before whole numbers do. */
final class EndWatch {
  private final SequenceEnd end;
  private final int place;
  private long greatest;

  /** {@code given} is the greatest that the source ever gave. */
  private EndWatch(SequenceEnd end, int place, long given) {
    this.end = end;
    this.place = place;
    this.greatest = given;
  }

  /** By table of a plan: none for those whose sequences go on. */
  static Map<TableCopy, List<EndWatch>> of(Plan plan, Source source, Target target) {
    List<Table> tables = plan.tables().stream().map(TableCopy::to).toList();
    List<SequenceEnd> ends = target == null ? List.of() : Sequenced.ends(target, tables);
    if (ends.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> marks = Numbered.marks(source);
    Map<TableCopy, List<EndWatch>> result = new HashMap<>();
    for (TableCopy copy : plan.tables()) {
      long given = marks.getOrDefault(copy.from().name(), Long.MIN_VALUE);
      List<Column> columns = copy.targetColumns();
      result.put(
          copy,
          ends.stream()
              .filter(e -> e.table().equals(copy.to().name()))
              .map(e -> new EndWatch(e, place(e.column(), columns), given))
              .toList());
    }
    return result;
  }

  private static int place(String column, List<Column> columns) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column) && columns.get(i).type().kind().isInteger()) {
        return i;
      }
    }
    return -1;
  }

  void see(Row row) {
    if (place >= 0 && !row.isNull(place)) {
      greatest = Math.max(greatest, row.integer(place));
    }
  }

  void tell(Consumer<Problem> problems) {
    if (!end.goesOn(greatest)) {
      problems.accept(end.problem(greatest));
    }
  }
}
