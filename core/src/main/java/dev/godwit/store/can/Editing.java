package dev.godwit.store.can;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Loading;
import dev.godwit.store.Target;
import java.util.List;

/** Changes rows that are there; inside the transaction of {@link Target#atomically}. */
public interface Editing {
  /** Writes a value into a column wherever it is NULL; returns in how many rows. */
  long fill(String table, String column, String value);

  /**
   * Takes out, for each row of the feed, which has the {@code key} columns only, one row of the
   * table with the same values, NULL being the same as NULL. Returns how many.
   */
  long delete(Table table, List<Column> key, Loading.Feed keys);

  static Editing of(Target target) {
    return target.as(Editing.class).orElseThrow();
  }
}
