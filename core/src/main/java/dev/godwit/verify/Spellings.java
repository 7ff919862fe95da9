package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.plan.ColumnTypes;
import dev.godwit.plan.TableCopy;
import dev.godwit.report.Difference;
import dev.godwit.store.Loading.Feed;
import dev.godwit.store.Rows;
import dev.godwit.store.Through;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.digest.Digest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whether rows that differ hold the same values, spelled otherwise: stores without types keep a
 * date, a number or a UUID as it was written. They differ all the same. Use once.
 */
final class Spellings {
  private static final ColumnType UNTYPED = ColumnType.of(Kind.ANY, "");

  private final Comparison comparison;
  private final List<ColumnType> types;

  Spellings(TableCopy copy, Comparison comparison) {
    this.comparison = comparison;
    types = copy.columns().stream().map(c -> type(c.from(), c.to())).toList();
  }

  /** What both declare the column's values to be; null where stored values are all there is. */
  private static ColumnType type(Column from, Column to) {
    if (from == null || from.type().kind() != Kind.ANY || to.type().kind() != Kind.ANY) {
      return null;
    }
    ColumnType there = ColumnTypes.said(to.type());
    return there == null ? ColumnTypes.said(from.type()) : there;
  }

  /** A sentence about what was found; null where values differ in what they are. */
  String remark(Difference found) {
    Set<String> differing = differing(found);
    boolean known = false;
    for (int i = 0; i < types.size(); i++) {
      known |= types.get(i) != null && differing.contains(comparison.names().get(i));
    }
    if (!known) {
      return null;
    }
    Set<String> others = differing(compared(Set.of()));
    if (!compared(others).isEqual()) {
      return null;
    }
    differing.removeAll(others);
    String spelled = String.join(", ", differing);
    return differing.isEmpty()
        ? null
        : "the same values in another spelling: "
            + spelled
            + (others.isEmpty() ? "" : "; other values: " + String.join(", ", others));
  }

  private static Set<String> differing(Difference found) {
    return found.columns().stream()
        .filter(c -> !c.source().equals(c.target()))
        .map(Difference.ColumnDigest::column)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Difference compared(Set<String> without) {
    List<Column> plain =
        comparison.columns().stream().map(c -> Column.of(c.name(), UNTYPED)).toList();
    Comparison meant =
        new Comparison(
            comparison.table(),
            plain,
            comparison.names(),
            comparison.key(),
            comparison.secret(),
            meaning(comparison.source(), without),
            meaning(comparison.target(), without));
    return new Verifier(meant).compare(0);
  }

  private Feed meaning(Feed feed, Set<String> without) {
    return () -> new Meant(feed.open(), without);
  }

  /** What each value means, in one spelling; what means nothing stays as it is. */
  private final class Meant extends Through {
    private final Set<String> without;
    private final List<Coercion> coercions = new ArrayList<>();
    private final Row plain = new Row(types.size());
    private final Row one = new Row(1);

    Meant(Rows rows, Set<String> without) {
      super(rows);
      this.without = without;
      for (ColumnType type : types) {
        coercions.add(type == null ? null : Coercions.of(UNTYPED, type, CoercionRules.DEFAULT));
      }
    }

    @Override
    public Row row() {
      Row row = rows.row();
      for (int i = 0; i < types.size(); i++) {
        Coercion coercion = coercions.get(i);
        if (without.contains(comparison.names().get(i))) {
          plain.setNull(i);
        } else if (coercion == null || row.isNull(i) || coercion.apply(row, i, one, 0).isMisfit()) {
          plain.copy(i, row, i);
        } else {
          plain.setText(i, meaning(types.get(i), one));
        }
      }
      return plain;
    }
  }

  private static String meaning(ColumnType type, Row cell) {
    if (type.kind() == Kind.NUMERIC && cell.storageClass(0) == Row.TEXT) {
      try {
        return new BigDecimal(cell.text(0)).stripTrailingZeros().toString();
      } catch (NumberFormatException e) {
        return cell.text(0);
      }
    }
    Digest digest = new Digest(List.of(type));
    digest.add(cell);
    return digest.hex();
  }
}
