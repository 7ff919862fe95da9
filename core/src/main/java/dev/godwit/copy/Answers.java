package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ProblemKind;
import dev.godwit.plan.ColumnCopy;
import dev.godwit.plan.OnMisfit;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Loading.Violation;
import java.util.List;
import java.util.stream.Stream;

/** What a table's rules answer to rows that its target refuses, by columns of the target. */
record Answers(TableCopy copy) {
  /** To a row that a constraint of these columns refuses: only setting it aside goes by column. */
  OnMisfit to(List<String> columns) {
    return ruled(columns).filter(p -> p == OnMisfit.QUARANTINE).findFirst().orElse(copy.onMisfit());
  }

  OnMisfit to(Violation why) {
    return why.kind() == ProblemKind.MISFIT
        ? ruled(why.columns()).findFirst().orElse(copy.onMisfit())
        : to(why.columns());
  }

  /** The columns that become NULL in rows that refer to nothing: none where no rule says so. */
  List<String> nulled(Violation violation) {
    return violation.kind() == ProblemKind.ORPHAN
            && to(violation.columns()) != OnMisfit.QUARANTINE
            && wantsNull(violation.columns())
        ? copy.targetColumns().stream()
            .filter(c -> violation.columns().contains(c.name()) && c.nullable())
            .map(Column::name)
            .toList()
        : List.of();
  }

  /** What a message adds where a rule was given that is no answer. */
  private String unanswered(List<String> columns) {
    return wantsNull(columns) ? "; onMisfit: null is no answer to that" : "";
  }

  /** The violation as people are told it. */
  String text(Violation violation) {
    return violation.message() + unanswered(violation.columns());
  }

  /** The source's name of the first of these columns; null where there are none. */
  String column(List<String> columns) {
    return of(columns)
        .map(ColumnCopy::name)
        .findFirst()
        .orElse(columns.isEmpty() ? null : columns.get(0));
  }

  private boolean wantsNull(List<String> columns) {
    return copy.onMisfit() == OnMisfit.NULL || ruled(columns).anyMatch(p -> p == OnMisfit.NULL);
  }

  private Stream<OnMisfit> ruled(List<String> columns) {
    return of(columns).map(ColumnCopy::onMisfit);
  }

  private Stream<ColumnCopy> of(List<String> columns) {
    return copy.columns().stream().filter(c -> columns.contains(c.to().name()));
  }
}
