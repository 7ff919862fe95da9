package dev.godwit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.report.Difference;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.report.Difference.Where;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", ColumnType.of(Kind.BIGINT, "bigint")),
          Column.of("name", ColumnType.of(Kind.TEXT, "text")),
          Column.of("price", ColumnType.of(Kind.NUMERIC, "numeric")));

  private static List<Object> row(Object... cells) {
    return java.util.Arrays.asList(cells);
  }

  /** Rows in memory, as an engine gives them. */
  private static Rows rows(List<List<Object>> cells) {
    return new Rows() {
      private final Row row = new Row(COLUMNS.size());
      private int next;

      @Override
      public boolean next() {
        if (next == cells.size()) {
          return false;
        }
        List<Object> from = cells.get(next++);
        for (int i = 0; i < from.size(); i++) {
          if (from.get(i) == null) {
            row.setNull(i);
          } else if (from.get(i) instanceof Long number) {
            row.setInteger(i, number);
          } else {
            row.setText(i, from.get(i).toString());
          }
        }
        return true;
      }

      @Override
      public Row row() {
        return row;
      }

      @Override
      public Position position() {
        return Position.START;
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  private static Comparison comparison(
      List<List<Object>> source, List<List<Object>> target, List<Integer> key, String... secret) {
    return new Comparison(
        "t",
        COLUMNS,
        List.of("id", "name", "price"),
        key,
        Set.of(secret),
        () -> rows(source),
        () -> rows(target));
  }

  @Test
  void theSameRowsInAnotherOrderAndSpellingAreEqual() {
    Difference d =
        new Verifier(
                comparison(
                    List.of(row(1L, "a", "1.50"), row(2L, "b", null)),
                    List.of(row(2L, "b", null), row(1L, "a", "1.5")),
                    List.of(0)))
            .compare(10);
    assertThat(d.isEqual()).isTrue();
    assertThat(d.sourceDigest()).isEqualTo(d.targetDigest());
    assertThat(d.columns()).allMatch(Difference.ColumnDigest::equal);
    assertThat(d.rows()).isEmpty();
  }

  @Test
  void rowsThatDifferAreNamedByKeyAndColumn() {
    Difference d =
        new Verifier(
                comparison(
                    List.of(row(1L, "a", "1"), row(2L, "b", "2"), row(3L, "c", "3")),
                    List.of(row(4L, "d", "4"), row(2L, "B", null), row(1L, "a", "1")),
                    List.of(0)))
            .compare(10);
    assertThat(d)
        .extracting("sourceRows", "targetRows", "onlyInSource", "onlyInTarget", "changed")
        .containsExactly(3L, 3L, 1L, 1L, 1L);
    assertThat(d.rows())
        .containsExactlyInAnyOrder(
            new RowDifference("id=3", Where.SOURCE, List.of()),
            new RowDifference("id=4", Where.TARGET, List.of()),
            new RowDifference("id=2", Where.BOTH, List.of("name", "price")));
  }

  @Test
  void aSecretKeyIsNeverShown() {
    Difference d =
        new Verifier(comparison(List.of(row(42L, "a", "1")), List.of(), List.of(0), "id"))
            .compare(10);
    assertThat(d.rows().get(0).key()).startsWith("row of digest ").doesNotContain("42");
  }

  @Test
  void withoutAKeyEqualRowsAreCounted() {
    List<Object> twin = row(null, "a", "1");
    Difference d =
        new Verifier(
                comparison(
                    List.of(twin, twin, twin, row(null, "b", "1")), List.of(twin), List.of()))
            .compare(10);
    assertThat(d).extracting("onlyInSource", "onlyInTarget", "changed").containsExactly(3L, 0L, 0L);
  }

  @Test
  void twoRowsOfOneKeyAreToldApart() {
    Difference d =
        new Verifier(
                comparison(
                    List.of(row(1L, "a", "1"), row(1L, "b", "1")),
                    List.of(row(1L, "a", "1")),
                    List.of(0)))
            .compare(10);
    assertThat(d).extracting("onlyInSource", "onlyInTarget", "changed").containsExactly(1L, 0L, 0L);
    assertThat(d.rows()).containsExactly(new RowDifference("id=1", Where.SOURCE, List.of()));
  }

  /** A budget of one row makes a group of every bucket; the result must not depend on it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 7, 1000, 1_000_000})
  void memoryDecidesOnlyHowOftenItIsRead(long budget) {
    Random random = new Random(7);
    Map<Long, List<Object>> source = new HashMap<>();
    Map<Long, List<Object>> target = new HashMap<>();
    Set<String> expected = new TreeSet<>();
    for (long id = 0; id < 3000; id++) {
      source.put(id, row(id, "n" + id, "1"));
      target.put(id, row(id, "n" + id, "1.0"));
    }
    for (int i = 0; i < 12; i++) {
      long id = random.nextInt(3000);
      switch (i % 3) {
        case 0 -> source.remove(id);
        case 1 -> target.remove(id);
        default -> target.put(id, row(id, "other", "1"));
      }
    }
    for (long id = 0; id < 3000; id++) {
      boolean same =
          source.containsKey(id)
              ? target.containsKey(id) && target.get(id).get(1).equals(source.get(id).get(1))
              : !target.containsKey(id);
      if (!same) {
        expected.add("id=" + id);
      }
    }
    List<List<Object>> shuffled = new ArrayList<>(target.values());
    Collections.shuffle(shuffled, random);
    Difference d =
        new Verifier(comparison(List.copyOf(source.values()), shuffled, List.of(0)), budget)
            .compare(1000);
    assertThat(expected).hasSizeGreaterThan(8);
    assertThat(new HashSet<>(d.rows().stream().map(RowDifference::key).toList()))
        .isEqualTo(expected);
    assertThat(d.onlyInSource() + d.onlyInTarget() + d.changed()).isEqualTo(expected.size());
  }

  @Test
  void onlySoManyRowsAreNamedAndAllAreCounted() {
    List<List<Object>> many = new ArrayList<>();
    for (long id = 0; id < 500; id++) {
      many.add(row(id, "x", null));
    }
    Difference d = new Verifier(comparison(many, List.of(), List.of(0)), 50).compare(5);
    assertThat(d.rows()).hasSize(5);
    assertThat(d.onlyInSource()).isEqualTo(500);
  }
}
