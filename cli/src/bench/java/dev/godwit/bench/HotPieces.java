package dev.godwit.bench;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.digest.Digest;
import dev.godwit.value.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds for one cell, or one row, of what every row goes through. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HotPieces {
  private static final String JSON = "{\"i\": 123456, \"ok\": true, \"tags\": [\"a\", \"b\"]}";

  private final Row from = new Row(4);
  private final Row to = new Row(4);
  private final Coercion timestamp = of(Kind.TIMESTAMPTZ);
  private final Coercion uuid = of(Kind.UUID);
  private final Coercion json = of(Kind.JSONB);
  private final Coercion text = of(Kind.TEXT);
  private final Digest digest =
      new Digest(List.of(type(Kind.TIMESTAMPTZ), type(Kind.UUID), type(Kind.JSONB), type(Kind.TEXT)));

  /** Fills the row that is coerced again and again. */
  public HotPieces() {
    from.setText(0, "2024-03-01T12:34:56.789012");
    from.setText(1, "1b4e28ba-2fa1-11d2-883f-0016d3cca427");
    from.setText(2, JSON);
    from.setText(3, "lorem ipsum dolor sit amet, été naïve 日本 consectetur adipiscing elit");
    timestamp();
    uuid();
    json();
    text();
  }

  private static ColumnType type(Kind kind) {
    return ColumnType.of(kind, "");
  }

  private static Coercion of(Kind kind) {
    return Coercions.of(type(Kind.ANY), type(kind), CoercionRules.DEFAULT);
  }

  @Benchmark
  public final Outcome timestamp() {
    return timestamp.apply(from, 0, to, 0);
  }

  @Benchmark
  public final Outcome uuid() {
    return uuid.apply(from, 1, to, 1);
  }

  @Benchmark
  public final Outcome json() {
    return json.apply(from, 2, to, 2);
  }

  @Benchmark
  public final Outcome text() {
    return text.apply(from, 3, to, 3);
  }

  @Benchmark
  public long digest() {
    digest.add(to);
    return digest.rows();
  }
}
