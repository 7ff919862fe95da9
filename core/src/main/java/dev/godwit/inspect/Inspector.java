package dev.godwit.inspect;

import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.recipe.Recipes;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Auditing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads every row of a store once and says what is in it. Holds no more than a row at a time. */
public final class Inspector {
  private Inspector() {}

  /** The profile of all tables. */
  public static StoreProfile profile(Source source) {
    return profile(source, source.catalog().tables(), table -> {});
  }

  /** The profile of these tables; tells of each one as it is done. */
  public static StoreProfile profile(
      Source source, List<Table> tables, Consumer<TableProfile> progress) {
    List<TableProfile> result = new ArrayList<>();
    for (Table table : tables) {
      TableProfile profile = profile(source, table);
      progress.accept(profile);
      result.add(profile);
    }
    return new StoreProfile(source.name(), result);
  }

  /** The profile of a table. */
  public static TableProfile profile(Source source, Table table) {
    TableTally tally = new TableTally(table);
    try (Rows rows = source.read(table, table.columns(), Position.START)) {
      tally.read(rows);
    }
    return tally.profile(Auditing.of(source).violations(table));
  }

  /** What is counted over whole rows. */
  private static final class TableTally {
    private final Table table;
    private final ColumnTally[] columns;
    private final int[][] keys;
    private final long[] longestKeys;
    private Rows current;
    private long rows;
    private long widest;

    TableTally(Table table) {
      this.table = table;
      List<Column> all = table.columns();
      columns = new ColumnTally[all.size()];
      for (int i = 0; i < columns.length; i++) {
        Declared declared = Declared.of(all.get(i).type().name(), table.traits().strict());
        boolean numbers = all.get(i).type().kind() == Kind.NUMERIC;
        columns[i] =
            new ColumnTally(
                all.get(i).name(), declared, numbers, () -> current.position().toString());
      }
      List<List<String>> named = new ArrayList<>();
      table.indexes().forEach(index -> named.add(columns(index)));
      named.add(table.primaryKey());
      List<String> names = all.stream().map(Column::name).toList();
      keys = new int[named.size()][];
      for (int i = 0; i < keys.length; i++) {
        keys[i] =
            named.get(i).stream().mapToInt(names::indexOf).filter(place -> place >= 0).toArray();
      }
      longestKeys = new long[keys.length];
    }

    /** The columns whose values make up the key; an expression may use any that it names. */
    private List<String> columns(Index index) {
      List<String> result = new ArrayList<>();
      for (Index.Part part : index.parts()) {
        if (part.column() != null) {
          result.add(part.column());
        } else if (part.expression() != null) {
          table.columns().stream()
              .map(Column::name)
              .filter(c -> part.expression().contains(c))
              .forEach(result::add);
        }
      }
      return result;
    }

    void read(Rows source) {
      current = source;
      while (source.next()) {
        Row row = source.row();
        long width = 0;
        for (int i = 0; i < columns.length; i++) {
          columns[i].add(row, i);
          width += width(row, i);
        }
        widest = Math.max(widest, width);
        rows++;
        for (int k = 0; k < keys.length; k++) {
          longestKeys[k] = Math.max(longestKeys[k], keySize(row, keys[k]));
        }
      }
      current = null;
    }

    /**
     * What a value takes in the row itself: long ones are kept elsewhere, by an 18-byte pointer.
     */
    private static long width(Row row, int i) {
      return switch (row.storageClass(i)) {
        case Row.NULL -> 0;
        case Row.INTEGER, Row.REAL -> 8;
        default -> Math.min(row.bytes(i).length + 1L, 20);
      };
    }

    private static long keySize(Row row, int[] places) {
      long size = 0;
      for (int i : places) {
        byte[] bytes = row.bytes(i);
        size += bytes == null ? 24 : bytes.length + 8L;
      }
      return size;
    }

    TableProfile profile(Auditing.Violations violations) {
      List<ColumnProfile> profiles = new ArrayList<>();
      long bytes = 0;
      for (ColumnTally column : columns) {
        ColumnProfile profile = column.profile();
        bytes += profile.bytes();
        profiles.add(profile);
      }
      List<Long> longest = new ArrayList<>();
      for (int k = 0; k < keys.length - 1; k++) {
        longest.add(longestKeys[k]);
      }
      return new TableProfile(
          table.name(),
          rows,
          bytes,
          widest,
          profiles,
          longest,
          longestKeys[keys.length - 1],
          violations.foreignKeys(),
          violations.checks(),
          Recipes.history(table).map(f -> f.recipe().title()).orElse(null));
    }
  }
}
