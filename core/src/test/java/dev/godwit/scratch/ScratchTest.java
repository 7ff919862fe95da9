package dev.godwit.scratch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come back from a scratch to the bit, and values are found by their keys. */
class ScratchTest {
  @TempDir Path folder;

  private static Row row(Object... cells) {
    Row row = new Row(cells.length);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Long number) {
        row.setInteger(i, number);
      } else if (cells[i] instanceof Double number) {
        row.setReal(i, number);
      } else if (cells[i] instanceof String text) {
        row.setText(i, text);
      } else if (cells[i] instanceof byte[] bytes) {
        row.setBlob(i, bytes);
      }
    }
    return row;
  }

  private static Row badText() {
    Row row = new Row(1);
    row.setText(0, new byte[] {(byte) 0xc3, 0x28, 0});
    return row;
  }

  private static boolean same(Row a, Row b) {
    boolean same = a.size() == b.size();
    for (int i = 0; same && i < a.size(); i++) {
      same = a.same(i, b, i);
    }
    return same;
  }

  private static Row copy(Row row) {
    Row copy = new Row(row.size());
    for (int i = 0; i < row.size(); i++) {
      copy.copy(i, row, i);
    }
    return copy;
  }

  private static List<Row> all(Rows rows) {
    List<Row> result = new ArrayList<>();
    try (rows) {
      while (rows.next()) {
        result.add(copy(rows.row()));
      }
    }
    return result;
  }

  private static void assertSame(List<Row> found, List<Row> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(same(found.get(i), expected.get(i))).as("row %s", i).isTrue();
    }
  }

  @Test
  void everyCellComesBackToTheBit() {
    List<Row> rows =
        List.of(
            row(new Object[] {null}),
            row(Long.MIN_VALUE),
            row(Long.MAX_VALUE),
            row(0L),
            row(-0.0),
            row(Double.NaN),
            row(Double.longBitsToDouble(0x7ff0_0000_0000_0001L)),
            row(Double.NEGATIVE_INFINITY),
            row(Double.MIN_VALUE),
            row(Double.MAX_VALUE),
            row(""),
            row("1"),
            row("ä😀\0"),
            badText(),
            row(new byte[0]),
            row(new byte[] {0, -1}),
            row(new byte[3_000_000]));
    try (Scratch scratch = Scratch.passing(folder.resolve("s"))) {
      Shelf shelf = scratch.shelf("t", 1);
      rows.forEach(shelf::add);
      assertSame(all(shelf.read()), rows);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6_999, 7_000, 7_001, 9_999, 10_000})
  void theFirstRowsStayWhereverTheOthersAreCutOff(int first) {
    List<Row> rows = new ArrayList<>();
    try (Scratch scratch = Scratch.temporary()) {
      Shelf shelf = scratch.shelf("t", 1);
      for (int i = 0; i < 10_000; i++) {
        rows.add(row("a text that makes several chunks of these, one of them ended early " + i));
        shelf.add(rows.get(i));
        if (i == 7_000) {
          shelf.flush();
        }
      }
      shelf.keepFirst(first);
      rows.subList(first, rows.size()).clear();
      assertSame(all(shelf.read()), rows);
      shelf.add(row("and one more"));
      rows.add(row("and one more"));
      assertSame(all(shelf.read()), rows);
    }
  }

  @Test
  void aRowThatIsTooLargeIsRefusedByTheNameOfItsTable() {
    Row row = new Row(10);
    byte[] tenth = new byte[101_000_000];
    for (int i = 0; i < row.size(); i++) {
      row.setBlob(i, tenth);
    }
    try (Scratch scratch = Scratch.temporary()) {
      Shelf shelf = scratch.shelf("photos", row.size());
      assertThatThrownBy(() -> shelf.add(row))
          .hasMessageContaining("photos: a row of 1010000090 bytes");
    }
  }

  @Test
  void aRowMayHaveMoreColumnsThanSqliteHas() {
    Object[] cells = new Object[40_000];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (long) i;
    }
    try (Scratch scratch = Scratch.passing(folder.resolve("s"))) {
      Shelf shelf = scratch.shelf("t", cells.length);
      shelf.add(row(cells));
      assertSame(all(shelf.read()), List.of(row(cells)));
      List<Row> some = all(shelf.read(new int[] {39_999, 1}, 0));
      assertSame(some, List.of(row(39_999L, 1L)));
    }
  }

  @Test
  void aRowOverAGigabyteIsRefused() {
    Row row = new Row(4);
    byte[] shared = new byte[300_000_000];
    for (int i = 0; i < 4; i++) {
      row.setBlob(i, shared);
    }
    try (Scratch scratch = Scratch.passing(folder.resolve("s"))) {
      Shelf shelf = scratch.shelf("t", 4);
      assertThatThrownBy(() -> shelf.add(row)).hasMessageContaining("1200000036 bytes");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7000, 19_999, 20_000})
  void readingGoesOnAfterAnyRow(int after) {
    try (Scratch scratch = Scratch.passing(folder.resolve("s"))) {
      Shelf shelf = scratch.shelf("t", 2);
      Shelf other = scratch.shelf("t", 2);
      List<Row> rows = new ArrayList<>();
      for (long i = 0; i < 20_000; i++) {
        rows.add(row(i, "text of some length " + i));
        shelf.add(rows.get(rows.size() - 1));
        other.add(row(-i, null));
      }
      assertSame(all(shelf.readAfter(after)), rows.subList(after, rows.size()));
    }
  }

  @Test
  void whatWasCommittedLastsAndNothingElseDoes() {
    Path file = folder.resolve("s");
    long number;
    try (Scratch scratch = Scratch.lasting(file)) {
      scratch.begin();
      Shelf shelf = scratch.shelf("t", 1);
      number = shelf.number();
      shelf.add(row(1L));
      shelf.close();
      scratch.note("n", new byte[] {1});
      scratch.commit();
      scratch.begin();
      shelf.add(row(2L));
      shelf.close();
      scratch.note("n", new byte[] {2});
    }
    try (Scratch scratch = Scratch.lasting(file)) {
      assertSame(
          all(
              scratch
                  .shelf(
                      Table.of(
                          "", "t", List.of(Column.of("a", ColumnType.of(Kind.ANY, ""))), List.of()),
                      number)
                  .read()),
          List.of(row(1L)));
      assertThat(scratch.note("n")).containsExactly(1);
      assertThat(scratch.shelf("t", 1).number()).isGreaterThan(number);
    }
  }

  /** Every third key stands there a second time, in whatever order the keys come. */
  @Test
  void everyKeyIsFoundAndThoseThatRepeatAreTold() {
    int keys = 5000;
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < keys; i++) {
      order.add(i);
    }
    java.util.Collections.shuffle(order, new Random(7));
    try (Lookup lookup = Lookup.of(2)) {
      order.forEach(i -> lookup.add(row(i, "k" + i), i));
      for (long i = 0; i < keys; i += 3) {
        lookup.add(row(i, "k" + i), keys + i);
      }
      lookup.add(row(1L, null), 1);
      lookup.add(row(1L, null), 2);
      lookup.sort();
      for (long i = 0; i < keys; i++) {
        List<Object> found = new ArrayList<>();
        lookup.each(row(i, "k" + i), found::add);
        assertThat(found.stream().map(v -> ((Number) v).longValue()))
            .containsExactlyElementsOf(i % 3 == 0 ? List.of(i, keys + i) : List.of(i));
      }
      assertThat(lookup.has(row(1L, "k2"))).isFalse();
      assertThat(lookup.has(row(1L, null))).isFalse();
      assertThat(lookup.repeats().cardinality()).isEqualTo((keys + 2) / 3);
      assertThat(lookup.repeats().get(keys + 3)).isTrue();
    }
  }

  @Test
  void keysOfOtherStorageClassesAreOthers() {
    try (Lookup lookup = Lookup.of(1)) {
      lookup.add(row(1L), 1);
      lookup.add(row("a"), new byte[] {1});
      lookup.sort();
      assertThat(lookup.has(row(1.0))).isFalse();
      assertThat(lookup.has(row("1"))).isFalse();
      assertThat(lookup.has(row("A"))).isFalse();
      assertThat((byte[]) lookup.find(row("a"))).containsExactly(1);
    }
  }

  @Test
  void oneIsTakenForEachThatWasAddedAndNullIsEqualToNull() {
    List<ColumnType> types = List.of(ColumnType.of(Kind.NUMERIC, "numeric"));
    try (Lookup lookup = Lookup.ofValues(types)) {
      lookup.add(row("1.50"), 0);
      lookup.add(row("1.5"), 0);
      lookup.add(row(new Object[] {null}), 0);
      lookup.sort();
      assertThat(lookup.take(row("1.500"))).isTrue();
      assertThat(lookup.take(row("1.5"))).isTrue();
      assertThat(lookup.take(row("1.5"))).isFalse();
      assertThat(lookup.take(row(new Object[] {null}))).isTrue();
    }
  }
}
