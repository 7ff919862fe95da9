package dev.godwit.verify;

import dev.godwit.model.Row;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.ColumnDigest;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Rows;
import dev.godwit.value.digest.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Compares some rows of a source with those that a target has under their keys. Use once. */
final class Sampler {
  private final Comparison comparison;
  private final Function<Row, Rows> lookup;
  private final int limit;
  private final Details details;
  private final RowHash hash;
  private final Digest source;
  private final Digest target;
  private final List<RowDifference> rows = new ArrayList<>();
  private long onlyInSource;
  private long changed;

  /**
   * The comparison must have a key. {@code lookup} gives the target's rows, of the compared
   * columns, for a row that holds the key's cells.
   */
  public Sampler(Comparison comparison, Function<Row, Rows> lookup, int limit) {
    this.comparison = comparison;
    this.lookup = lookup;
    this.limit = limit;
    this.details = new Details(comparison, Set.of());
    this.hash = new RowHash(comparison.columns(), comparison.key());
    var types = comparison.columns().stream().map(c -> c.type()).toList();
    this.source = new Digest(types);
    this.target = new Digest(types);
  }

  /** Compares these rows of the source; rows that only the target has are not looked for. */
  public Difference compare(Feed sample) {
    Row key = new Row(comparison.key().size());
    Verifier.each(
        sample,
        row -> {
          for (int i = 0; i < key.size(); i++) {
            key.copy(i, row, comparison.key().get(i));
          }
          source.add(row);
          look(row, key);
        });
    List<ColumnDigest> none = List.of();
    return new Difference(
        comparison.table(),
        source.rows(),
        target.rows(),
        source.hex(),
        target.hex(),
        onlyInSource,
        0,
        changed,
        none,
        rows);
  }

  private void look(Row row, Row key) {
    hash.take(row);
    RowHash.Lanes wanted = hash.row();
    Row other = null;
    try (Rows found = lookup.apply(key)) {
      while (found.next()) {
        other = found.row().copy();
        hash.take(other);
        if (hash.row().equals(wanted)) {
          target.add(other);
          return;
        }
      }
    }
    if (other == null) {
      onlyInSource++;
      name(row, null);
    } else {
      changed++;
      target.add(other);
      name(row, other);
    }
  }

  private void name(Row row, Row other) {
    if (rows.size() < limit) {
      rows.add(details.of(row, other));
    }
  }
}
