package dev.godwit.postgres.encode;


import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Slack;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds to encode one row of eight columns for COPY. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RowEncoding {
  private static final int ROWS = 1000;

  private final List<Column> columns =
      List.of(
          column(Kind.BIGINT),
          column(Kind.UUID),
          column(Kind.BIGINT),
          column(Kind.TEXT),
          column(Kind.DOUBLE),
          column(Kind.BOOLEAN),
          column(Kind.TIMESTAMPTZ),
          column(Kind.JSONB));
  private final Row row = new Row(8);

  /** Fills the row that is encoded again and again. */
  public RowEncoding() {
    row.setInteger(0, 123_456);
    row.setBlob(1, new byte[16]);
    row.setInteger(2, 7);
    row.setText(3, "lorem ipsum dolor sit amet, consectetur adipiscing elit");
    row.setReal(4, 0.25);
    row.setInteger(5, 1);
    row.setInteger(6, 1_700_000_000_000_000L);
    row.setText(7, "{\"i\": 123456, \"ok\": true}");
  }

  private static Column column(Kind kind) {
    return Column.of(kind.name(), ColumnType.of(kind, ""));
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long encode() throws InterruptedException {
    Chunks chunks = new Chunks(new Slack());
    BinaryEncoder encoder = new BinaryEncoder(columns);
    for (int i = 0; i < ROWS; i++) {
      encoder.encode(row, chunks);
    }
    chunks.end();
    long bytes = 0;
    for (Chunks.Chunk chunk = chunks.take(); chunk.bytes() != null; chunk = chunks.take()) {
      bytes += chunk.length();
      chunks.release(chunk);
    }
    return bytes;
  }
}
