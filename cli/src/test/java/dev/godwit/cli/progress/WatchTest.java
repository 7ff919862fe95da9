package dev.godwit.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {
  @Test
  void aLineTellsRowsPaceAndTimeLeft() {
    Moment s = new Moment("copying", "orders", 500, 1000, 1000, 20_000_000, 4000, 10);
    assertThat(s.line())
        .isEqualTo("copying orders: 1,000 rows of about 4,000 (25 %), 2.0 MB/s, 30 s left");
    Moment unknown = new Moment("verifying orders", null, 0, -1, 1000, 0, -1, 10);
    assertThat(unknown.line()).isEqualTo("verifying orders: 1,000 rows, 0.0 MB/s");
  }

  @Test
  void thePaceIsThatOfTheRowsNotOfWhatComesBeforeAndAfter() throws InterruptedException {
    try (Watch watch = Watch.silent()) {
      watch.phase("connecting");
      assertThat(watch.moment().seconds()).isZero();
      Thread.sleep(2);
      watch.table("t", 10);
      watch.rows("t", 10, 100);
      watch.phase("building keys and indexes");
      double pacing = watch.moment().seconds();
      Thread.sleep(2);
      assertThat(watch.moment().seconds()).isEqualTo(pacing);
    }
  }

  @Test
  void memoryDoesNotGrowWithRows() {
    try (Watch watch = Watch.silent()) {
      watch.table("t", -1);
      for (int i = 0; i < 100_000; i++) {
        watch.rows("t", 1, 10);
      }
      Throughput t = watch.throughput();
      assertThat(t.samples()).hasSizeLessThan(500);
      assertThat(t.samples().get(t.samples().size() - 1).rows()).isEqualTo(100_000);
    }
  }

  @Test
  void nothingIsWiderThanTheTerminal() {
    Moment wide = new Moment("copying", "\u8868".repeat(60), 500, 1000, 1000, 2_000, 4000, 1);
    assertThat(Columns.fit(wide.table(), 79)).isEqualTo("\u8868".repeat(39));
    for (int width : new int[] {40, 57, 80, 200}) {
      StringWriter err = new StringWriter();
      try (Bars bars = new Bars(new PrintWriter(err), () -> width)) {
        bars.show(new Moment("copying", "t".repeat(300), 500, 1000, 1000, 2_000, 4000, 1));
        for (String line : err.toString().split("[\r\n]+")) {
          assertThat(line.replaceAll("\033\\[[0-9]*[A-Z]", "").length()).isLessThan(width);
        }
      }
    }
    StringWriter err = new StringWriter();
    new Lines(new PrintWriter(err), () -> 20).show(wide);
    assertThat(err.toString().strip().length()).isLessThanOrEqualTo(20);
  }

  @Test
  void barsStayInTwoLinesAndAreGoneAtTheEnd() {
    StringWriter err = new StringWriter();
    try (Bars bars = new Bars(new PrintWriter(err), () -> 80)) {
      bars.show(new Moment("copying", "orders", 500, 1000, 1000, 2_000_000, 4000, 1));
      assertThat(err.toString()).contains("orders").contains("500/1000").contains("all  25%");
      bars.show(new Moment("copying", "lines", 2500, 2000, 3500, 2_000_000, 4000, 1));
      assertThat(err.toString()).contains("lines 100%").contains("left");
    }
    assertThat(err.toString()).endsWith("\r\033[2K\033[1A\r\033[2K");
    assertThat(err.toString().chars().filter(c -> c == 0x0a).count()).isEqualTo(2);
  }

  @Test
  void aWindowThatBecomesNarrowerIsClearedOfWhatItBrokeInTwo() {
    StringWriter err = new StringWriter();
    AtomicInteger width = new AtomicInteger(100);
    try (Bars bars = new Bars(new PrintWriter(err), width::get)) {
      Moment s = new Moment("copying", "orders", 500, 1000, 1000, 2_000_000, 4000, 1);
      bars.show(s);
      width.set(50);
      err.getBuffer().setLength(0);
      bars.show(s);
      String line = "\r\033[2K";
      assertThat(err.toString()).startsWith(line + ("\033[1A" + line).repeat(3));
      for (String shown : err.toString().replaceAll("\033\\[[0-9]*[A-Z]", "").split("[\r\n]+")) {
        assertThat(shown.length()).isLessThan(50);
      }
      assertThat(err.toString()).contains("orders");
    }
  }

  @Test
  void aPhaseWithoutRowsIsToldByItsName() {
    StringWriter err = new StringWriter();
    try (Bars bars = new Bars(new PrintWriter(err), () -> 80)) {
      bars.show(new Moment("starting PostgreSQL", null, 0, -1, 0, 0, -1, 0));
      assertThat(err.toString().replaceAll("\033\\[[0-9]*[A-Z]", ""))
          .isEqualTo("\rstarting PostgreSQL\n\r");
    }
  }
}
