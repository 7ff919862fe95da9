package dev.godwit.value.digest;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.text.DecimalText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Tells in 128 bits whether two tables hold the same rows, in whatever order. Cells are hashed in
 * their kind's one form and by value: 1.50 is 1.5, trailing blanks of a CHAR and the spelling of
 * JSONB do not count. Single-threaded; {@link #merge} brings several together.
 */
public final class Digest {
  private static final long NULL = 0x100;

  private final Kind[] kinds;
  private final long[] seeds;
  private final Hash hash = new Hash();
  private final LongConsumer numbers = hash::add;
  private final DecimalText decimal = new DecimalText();
  private final JsonDigest json = new JsonDigest();
  private final long[] lanes = new long[2];
  private long rows;
  private long a;
  private long b;

  /** For rows whose cells are of these types, in this order. */
  public Digest(List<ColumnType> types) {
    kinds = types.stream().map(ColumnType::kind).toArray(Kind[]::new);
    seeds = types.stream().mapToLong(type -> seed(type.kind())).toArray();
  }

  /** Not the ordinal: a digest may be kept, and kinds may be added in between. */
  private static long seed(Kind kind) {
    return switch (kind) {
      case BOOLEAN -> 1;
      case SMALLINT -> 2;
      case INTEGER -> 3;
      case BIGINT -> 4;
      case REAL -> 5;
      case DOUBLE -> 6;
      case NUMERIC -> 7;
      case TEXT -> 8;
      case VARCHAR -> 9;
      case CHAR -> 10;
      case BYTES -> 11;
      case UUID -> 12;
      case DATE -> 13;
      case TIME -> 14;
      case TIMESTAMP -> 15;
      case TIMESTAMPTZ -> 16;
      case JSON -> 17;
      case JSONB -> 18;
      case NATIVE -> 19;
      case ANY -> 20;
    };
  }

  public void add(Row row) {
    hash(row, lanes);
    rows++;
    a += lanes[0];
    b += lanes[1];
  }

  /** The first half of the hash of the row that was added last. */
  public long last() {
    return lanes[0];
  }

  /** Takes away a row that was added. */
  public void remove(Row row) {
    hash(row, lanes);
    rows--;
    a -= lanes[0];
    b -= lanes[1];
  }

  /** Adds all rows of another digest of the same columns. */
  public void merge(Digest other) {
    rows += other.rows;
    a += other.a;
    b += other.b;
  }

  public long rows() {
    return rows;
  }

  /** All there is to know of it, as one line that {@link #of} reads. */
  public String state() {
    return rows + " " + hex();
  }

  /**
   * A digest of rows of these types, as its {@link #state} was.
   *
   * @throws IllegalArgumentException where the text is no state
   */
  public static Digest of(List<ColumnType> types, String state) {
    String[] parts = state.split(" ");
    if (parts.length != 2 || parts[1].length() != 32) {
      throw new IllegalArgumentException("no digest: " + state);
    }
    Digest digest = new Digest(types);
    digest.rows = Long.parseLong(parts[0]);
    digest.a = Long.parseUnsignedLong(parts[1].substring(0, 16), 16);
    digest.b = Long.parseUnsignedLong(parts[1].substring(16), 16);
    return digest;
  }

  /** 32 hexadecimal digits; they do not tell the number of rows. */
  public String hex() {
    return HexFormat.of().toHexDigits(a) + HexFormat.of().toHexDigits(b);
  }

  /** Writes the two halves of one row's hash to the first two places of {@code lanes}. */
  public void hash(Row row, long[] lanes) {
    hash.start(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      cell(row, i, kinds[i], seeds[i]);
    }
    lanes[0] = hash.a();
    lanes[1] = hash.b();
  }

  /** The places at which two rows of these types do not hold the same value. */
  public static List<Integer> differing(List<ColumnType> types, Row a, Row b) {
    List<Integer> result = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (!Arrays.equals(hash(types.get(i), a, i), hash(types.get(i), b, i))) {
        result.add(i);
      }
    }
    return result;
  }

  private static long[] hash(ColumnType type, Row row, int i) {
    long[] lanes = new long[2];
    new Digest(List.of(type)).hash(new Row(1).take(row, new int[] {i}), lanes);
    return lanes;
  }

  private void cell(Row row, int i, Kind kind, long seed) {
    byte storageClass = row.storageClass(i);
    if (storageClass == Row.NULL) {
      hash.add(NULL);
      return;
    }
    hash.add(seed << 16 | storageClass);
    switch (storageClass) {
      case Row.INTEGER -> hash.add(row.integer(i));
      case Row.REAL -> hash.add(bits(row.real(i), kind));
      case Row.BLOB -> hash.add(row.bytes(i), row.bytes(i).length);
      default -> text(row.bytes(i), kind);
    }
  }

  private static long bits(double value, Kind kind) {
    // Adding zero makes -0.0 the same as 0.0.
    return kind == Kind.REAL
        ? Float.floatToIntBits((float) value + 0f)
        : Double.doubleToLongBits(value + 0.0);
  }

  private void text(byte[] text, Kind kind) {
    if (kind == Kind.NUMERIC && decimal.scan(text)) {
      decimal.feed(numbers);
    } else if (kind != Kind.JSONB || !json.add(text, hash)) {
      int length = text.length;
      while (kind == Kind.CHAR && length > 0 && text[length - 1] == ' ') {
        length--;
      }
      hash.add(text, length);
    }
  }

  /** Whether both stand for the same rows, and the same number of them. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Digest digest && rows == digest.rows && a == digest.a && b == digest.b;
  }

  @Override
  public int hashCode() {
    return Objects.hash(rows, a, b);
  }

  @Override
  public String toString() {
    return rows + " rows, " + hex();
  }
}
