package dev.godwit.verify;

import dev.godwit.model.ForeignKey;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.Plan;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Numbering;
import dev.godwit.store.Source;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Sequenced;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What stands around the rows of two stores: numbering, keys, foreign keys, indexes. */
final class Structure {
  private final Plan plan;
  private final Source source;
  private final Source target;
  private final Map<String, TableCopy> bySource = new HashMap<>();

  Structure(Plan plan, Source source, Source target) {
    this.plan = plan;
    this.source = source;
    this.target = target;
    plan.tables().forEach(t -> bySource.put(t.from().name(), t));
  }

  /** Problems are numbers that would be given twice; all else is a warning. */
  void compare(List<Problem> problems, List<Problem> warnings) {
    numbering(problems);
    List<Table> tables = plan.tables().stream().map(TableCopy::to).toList();
    Numbering now = Sequenced.of(target, tables, plan.counters());
    problems.addAll(now.behind());
    warnings.addAll(now.loose());
    for (TableCopy copy : plan.tables()) {
      keys(copy, warnings);
      foreignKeys(copy, warnings);
    }
  }

  private void numbering(List<Problem> problems) {
    Map<String, Long> before = Numbered.marks(source);
    Map<String, Long> after = Numbered.marks(target);
    for (TableCopy copy : plan.tables()) {
      Long was = before.get(copy.from().name());
      Long is = after.get(copy.to().name());
      if (was != null && is != null && is < was) {
        problems.add(
            Problem.of(ProblemKind.SEQUENCE)
                .at(copy.from().name())
                .says(
                    "the source has given numbers up to " + was + ", the target up to " + is,
                    "move the target's sequence past it"));
      }
    }
  }

  private static void keys(TableCopy copy, List<Problem> warnings) {
    Set<Set<String>> there = new HashSet<>();
    Set<Set<String>> unique = new HashSet<>();
    there.add(Set.copyOf(copy.to().primaryKey()));
    unique.add(Set.copyOf(copy.to().primaryKey()));
    for (Index index : copy.to().indexes()) {
      there.add(Set.copyOf(index.columns()));
      if (index.unique()) {
        unique.add(Set.copyOf(index.columns()));
      }
    }
    List<String> key = mapped(copy, copy.from().primaryKey());
    if (!key.isEmpty() && !unique.contains(Set.copyOf(key))) {
      warn(warnings, copy, ProblemKind.KEY, "the target has no key on " + String.join(", ", key));
    }
    for (Index index : copy.from().indexes()) {
      List<String> columns = mapped(copy, index.columns());
      if (columns.isEmpty()) {
        continue;
      }
      if (!(index.unique() ? unique : there).contains(Set.copyOf(columns))) {
        String what = index.unique() ? "unique index" : "index";
        warn(
            warnings,
            copy,
            ProblemKind.INDEX,
            "the target has no " + what + " on " + String.join(", ", columns));
      }
    }
  }

  private void foreignKeys(TableCopy copy, List<Problem> warnings) {
    for (ForeignKey key : copy.from().foreignKeys()) {
      TableCopy parent = bySource.get(key.targetTable());
      List<String> columns = mapped(copy, key.columns());
      boolean there =
          parent == null
              || columns.isEmpty()
              || copy.to().foreignKeys().stream()
                  .anyMatch(
                      k ->
                          k.columns().equals(columns)
                              && k.targetTable().equals(parent.to().name()));
      if (!there) {
        warn(
            warnings,
            copy,
            ProblemKind.FOREIGN_KEY,
            "the target has no foreign key from "
                + String.join(", ", columns)
                + " to "
                + parent.to().displayName());
      }
    }
  }

  private static void warn(
      List<Problem> warnings, TableCopy copy, ProblemKind kind, String message) {
    Table table = copy.from();
    warnings.add(Problem.of(kind).at(table.name()).says(message));
  }

  /** What the target calls these columns; empty where one does not travel. */
  private static List<String> mapped(TableCopy copy, List<String> columns) {
    Map<String, String> names = new HashMap<>();
    for (ColumnCopy c : copy.columns()) {
      if (c.from() != null) {
        names.put(c.from().name(), c.to().name());
      }
    }
    boolean all = columns.stream().allMatch(names::containsKey);
    return all ? columns.stream().map(names::get).toList() : List.of();
  }
}
