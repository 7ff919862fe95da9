package dev.godwit.copy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.Plan.Filling;
import dev.godwit.plan.TableCopy;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import java.util.List;

/** What a plan fills in once rows are in, for those who compare rows as they will be. */
final class Backfill {
  /** In the target's forms; NULL where nothing is filled in. */
  private final Row filled;

  Backfill(TableCopy copy, List<Filling> fillings) {
    filled = new Row(copy.columns().size());
    Row text = new Row(1);
    for (int i = 0; i < filled.size(); i++) {
      Column to = copy.columns().get(i).to();
      for (Filling f : fillings) {
        if (f.table().equals(copy.to().name()) && f.column().equals(to.name())) {
          text.setText(0, f.value());
          Coercions.of(ColumnType.of(Kind.ANY, ""), to.type(), CoercionRules.DEFAULT)
              .apply(text, 0, filled, i);
        }
      }
    }
  }

  void apply(Row row) {
    for (int i = 0; i < filled.size(); i++) {
      if (!filled.isNull(i) && row.isNull(i)) {
        row.copy(i, filled, i);
      }
    }
  }
}
