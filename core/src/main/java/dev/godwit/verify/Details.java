package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.report.Difference.Value;
import dev.godwit.report.Difference.Where;
import dev.godwit.store.Position;
import dev.godwit.value.digest.Digest;
import dev.godwit.value.text.Forms;
import dev.godwit.verify.RowHash.Lanes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds a few rows again by the hash of their keys, to say which they are and how they differ. */
final class Details {
  /** A version of a row, and how often it is on one side more than on the other. */
  private static final class Version {
    final Row row;
    long source;

    Version(Row row) {
      this.row = row;
    }
  }

  private final Comparison comparison;
  private final Map<Lanes, Map<Lanes, Version>> wanted = new LinkedHashMap<>();

  Details(Comparison comparison, Set<Lanes> keys) {
    this.comparison = comparison;
    keys.forEach(k -> wanted.put(k, new LinkedHashMap<>()));
  }

  List<RowDifference> rows() {
    RowHash hash = new RowHash(comparison.columns(), comparison.key());
    Verifier.each(comparison.source(), row -> keep(hash, row, 1));
    Verifier.each(comparison.target(), row -> keep(hash, row, -1));
    List<RowDifference> result = new ArrayList<>();
    wanted.values().forEach(versions -> describe(versions.values(), result));
    return result;
  }

  private void keep(RowHash hash, Row row, int step) {
    hash.take(row);
    Map<Lanes, Version> versions = wanted.get(hash.key());
    if (versions != null) {
      versions.computeIfAbsent(hash.row(), k -> new Version(row.copy())).source += step;
    }
  }

  private void describe(Collection<Version> versions, List<RowDifference> result) {
    List<Row> source = versions.stream().filter(v -> v.source > 0).map(v -> v.row).toList();
    List<Row> target = versions.stream().filter(v -> v.source < 0).map(v -> v.row).toList();
    int both = Math.min(source.size(), target.size());
    for (int i = 0; i < both; i++) {
      result.add(of(source.get(i), target.get(i)));
    }
    source.stream().skip(both).forEach(row -> result.add(of(row, null)));
    target.stream().skip(both).forEach(row -> result.add(of(null, row)));
  }

  /** What is said of a row; one of both may be null, where it is not there. */
  RowDifference of(Row source, Row target) {
    boolean both = source != null && target != null;
    List<String> columns = both ? differing(source, target) : List.of();
    Where where = both ? Where.BOTH : source == null ? Where.TARGET : Where.SOURCE;
    List<Value> values = new ArrayList<>();
    for (int i = 0; comparison.open() && i < comparison.names().size(); i++) {
      String name = comparison.names().get(i);
      if (!both || columns.contains(name)) {
        boolean secret = comparison.secret().contains(name);
        values.add(
            new Value(name, secret ? "***" : text(source, i), secret ? "***" : text(target, i)));
      }
    }
    return new RowDifference(key(source == null ? target : source), where, columns, values);
  }

  private String text(Row row, int i) {
    if (row == null || row.isNull(i)) {
      return null;
    }
    Row plain = new Row(1);
    Forms.render(comparison.columns().get(i).type(), row, i, plain, 0);
    Object value = plain.value(0);
    return value instanceof byte[] bytes
        ? "x'" + HexFormat.of().formatHex(bytes) + "'"
        : value.toString();
  }

  List<String> differing(Row a, Row b) {
    List<ColumnType> types = comparison.columns().stream().map(Column::type).toList();
    return Digest.differing(types, a, b).stream().map(comparison.names()::get).toList();
  }

  /** The row's key for people; where there is none to show, its digest. */
  String key(Row row) {
    List<String> names = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i : comparison.key()) {
      if (comparison.secret().contains(comparison.names().get(i))) {
        return digest(row);
      }
      names.add(comparison.names().get(i));
      values.add(Forms.value(comparison.columns().get(i).type(), row, i));
    }
    return names.isEmpty() ? digest(row) : new Position(names, values).toString();
  }

  private String digest(Row row) {
    RowHash hash = new RowHash(comparison.columns(), comparison.key());
    hash.take(row);
    return String.format("row of digest %016x", hash.a());
  }
}
