package dev.godwit.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Ranges;
import dev.godwit.store.Rows;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ReadAheadTest {
  /** Rows of a number and its bytes; fails, if asked to, instead of ending. */
  private static class Numbers implements Rows {
    private final Row row = new Row(2);
    private final int last;
    private final int width;
    private final boolean fails;
    final AtomicLong given = new AtomicLong();
    private final AtomicInteger closed = new AtomicInteger();

    private Numbers(int last, int width, boolean fails) {
      this.last = last;
      this.width = width;
      this.fails = fails;
    }

    @Override
    public boolean next() {
      long number = given.get();
      if (number == last) {
        if (fails) {
          throw GodwitException.failed("the disk is gone", null);
        }
        return false;
      }
      row.setInteger(0, number);
      row.setBlob(1, new byte[width]);
      given.incrementAndGet();
      return true;
    }

    @Override
    public Row row() {
      return row;
    }

    @Override
    public Position position() {
      return new Position(List.of("n"), List.of(row.integer(0)));
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 257, 5000})
  void givesEveryRowInItsOrderWithItsPlace(int count) {
    Numbers numbers = new Numbers(count, 3, false);
    try (ReadAhead ahead = new ReadAhead(numbers, 2, "t")) {
      for (int i = 0; i < count; i++) {
        assertThat(ahead.next()).isTrue();
        assertThat(ahead.row().integer(0)).isEqualTo(i);
        assertThat(ahead.position()).hasToString("n=" + i);
      }
      assertThat(ahead.next()).isFalse();
      assertThat(ahead.next()).isFalse();
    }
    assertThat(numbers.closed).hasValue(1);
  }

  /** Ranges of numbers; one of them fails at its end, or none. */
  private record Parts(int readers, long count, int width, long failing, AtomicInteger closed)
      implements Ranges {
    @Override
    public Rows open(int reader, long range) {
      assertThat(range % readers).isEqualTo(reader);
      return new Numbers((int) ((range + 1) * width), 3, range == failing) {
        {
          given.set(range * width);
        }
      };
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 300", "2, 7, 300", "3, 3, 256", "4, 50, 1", "4, 2, 5000", "3, 40, 0"})
  void givesTheRowsOfManyReadersInOrder(int readers, long count, int width) {
    Parts parts = new Parts(readers, count, width, -1, new AtomicInteger());
    try (ReadAhead ahead = new ReadAhead(parts, 2, "t")) {
      for (int i = 0; i < count * width; i++) {
        assertThat(ahead.next()).isTrue();
        assertThat(ahead.row().integer(0)).isEqualTo(i);
        assertThat(ahead.position()).hasToString("n=" + i);
      }
      assertThat(ahead.next()).isFalse();
      assertThat(ahead.next()).isFalse();
    }
    assertThat(parts.closed).hasValue(1);
  }

  @Test
  void tellsOfAReadersFailureAfterTheRowsBeforeIt() {
    Parts parts = new Parts(3, 30, 100, 10, new AtomicInteger());
    try (ReadAhead ahead = new ReadAhead(parts, 2, "t")) {
      for (int i = 0; i < 1100; i++) {
        assertThat(ahead.next()).isTrue();
      }
      assertThatThrownBy(ahead::next).hasMessage("the disk is gone");
    }
    assertThat(parts.closed).hasValue(1);
  }

  @Test
  void tellsOfAFailureAfterTheRowsBeforeIt() {
    try (ReadAhead ahead = new ReadAhead(new Numbers(300, 3, true), 2, "t")) {
      for (int i = 0; i < 300; i++) {
        assertThat(ahead.next()).isTrue();
      }
      assertThatThrownBy(ahead::next).hasMessage("the disk is gone");
    }
  }

  @Test
  void stopsReadingWhenItIsClosed() {
    Numbers numbers = new Numbers(Integer.MAX_VALUE, 1000, false);
    try (ReadAhead ahead = new ReadAhead(numbers, 2, "t")) {
      assertThat(ahead.next()).isTrue();
    }
    assertThat(numbers.given.get()).isLessThan(20_000);
    assertThat(numbers.closed).hasValue(1);
  }

  @Test
  void readsNothingBesideARowThatIsLargerThanItsBudget() throws InterruptedException {
    Numbers numbers = new Numbers(5, 5_000_000, false);
    try (ReadAhead ahead = new ReadAhead(numbers, 2, "t")) {
      for (int i = 1; i <= 5; i++) {
        assertThat(ahead.next()).isTrue();
        Thread.sleep(20);
        assertThat(numbers.given).hasValue(i);
      }
      assertThat(ahead.next()).isFalse();
    }
  }
}
