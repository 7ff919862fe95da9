package dev.godwit.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are found again, in memory and on disk. */
class KeyIndexTest {
  private static final int KEYS = 5000;

  private static Row key(Object... cells) {
    Row row = new Row(cells.length);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] == null) {
        row.setNull(i);
      } else if (cells[i] instanceof Long number) {
        row.setInteger(i, number);
      } else {
        row.setText(i, (String) cells[i]);
      }
    }
    return row;
  }

  private static List<Long> all(KeyIndex index, Row key) {
    List<Long> found = new ArrayList<>();
    index.each(key, found::add);
    return found;
  }

  /** Every third key stands there a second time, in whatever order the keys come. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 512, 7})
  void everyKeyIsFoundHoweverManyRunsWentToDisk(int run) {
    List<long[]> entries = new ArrayList<>();
    for (long i = 0; i < KEYS; i++) {
      entries.add(new long[] {i, i});
      if (i % 3 == 0) {
        entries.add(new long[] {i, KEYS + i});
      }
    }
    java.util.Collections.shuffle(entries, new Random(1));
    try (KeyIndex index = new KeyIndex(2, run)) {
      entries.forEach(e -> index.add(key(e[0], "k" + e[0]), e[1]));
      index.sort();
      assertThat(index.size()).isEqualTo(entries.size());
      assertThat(index.hasDuplicates()).isTrue();
      for (long i = 0; i < KEYS; i++) {
        Row key = key(i, "k" + i);
        boolean twice = i % 3 == 0;
        assertThat(index.find(key)).isEqualTo(i);
        assertThat(index.last(key)).isEqualTo(twice ? KEYS + i : i);
        assertThat(all(index, key)).isEqualTo(twice ? List.of(i, KEYS + i) : List.of(i));
      }
      assertThat(index.find(key((long) KEYS, "k" + KEYS))).isEqualTo(-1);
      assertThat(index.find(key(1L, "k2"))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 3})
  void oneDuplicateAmongManyIsSeen(int run) {
    try (KeyIndex index = new KeyIndex(1, run);
        KeyIndex other = new KeyIndex(1, run)) {
      for (long i = 0; i < 100; i++) {
        index.add(key(i), i);
        other.add(key(i), i);
      }
      other.add(key(42L), 100);
      index.sort();
      other.sort();
      assertThat(index.hasDuplicates()).isFalse();
      assertThat(other.hasDuplicates()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 2})
  void aKeyWithANullEqualsNoOther(int run) {
    try (KeyIndex index = new KeyIndex(2, run)) {
      for (long i = 0; i < 10; i++) {
        index.add(key(null, "x"), i);
      }
      index.add(key(1L, "x"), 10);
      index.sort();
      assertThat(index.size()).isEqualTo(1);
      assertThat(index.hasDuplicates()).isFalse();
      assertThat(index.find(key(null, "x"))).isEqualTo(-1);
      assertThat(all(index, key(null, "x"))).isEmpty();
    }
  }

  @Test
  void storageClassesCountAndAnEmptyIndexFindsNothing() {
    try (KeyIndex index = new KeyIndex(1, 2);
        KeyIndex empty = new KeyIndex(1, 2)) {
      index.add(key(1L), 0);
      index.add(key("1"), 1);
      index.sort();
      empty.sort();
      assertThat(index.hasDuplicates()).isFalse();
      assertThat(index.find(key("1"))).isEqualTo(1);
      assertThat(empty.find(key("1"))).isEqualTo(-1);
      assertThat(empty.hasDuplicates()).isFalse();
    }
  }
}
