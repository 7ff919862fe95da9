package dev.godwit.value;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.TypeNames;
import dev.godwit.value.coerce.Coercions;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cells as short words, for tables of cases: {@code null}, {@code i:5}, {@code r:2.5}, {@code
 * t:text}, {@code b:00ff} ({@code x:00ff} is TEXT of those bytes).
 */
public final class Cell {
  public static final ColumnType ANY = ColumnType.of(Kind.ANY, "");
  private static final Pattern TYPE = Pattern.compile("(\\w+)(?:\\((\\d+)(?:,(-?\\d+))?\\))?");

  private Cell() {}

  /** {@code numeric(4,2)} and the like. */
  public static ColumnType type(String spelled) {
    ColumnType known = TypeNames.parse(spelled);
    if (known != null && known.family() != Family.NONE && known.family() != Family.OPAQUE) {
      return known;
    }
    Matcher m = TYPE.matcher(spelled);
    if (!m.matches()) {
      throw new IllegalArgumentException(spelled);
    }
    Kind kind = Kind.valueOf(m.group(1).toUpperCase(Locale.ROOT));
    int first = m.group(2) == null ? 0 : Integer.parseInt(m.group(2));
    int second = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
    return kind.isTemporal() && m.group(2) != null
        ? new ColumnType(kind, 1, first, spelled)
        : new ColumnType(kind, first, second, spelled);
  }

  public static Row row(String... cells) {
    Row row = new Row(cells.length);
    for (int i = 0; i < cells.length; i++) {
      set(row, i, cells[i]);
    }
    return row;
  }

  public static void set(Row row, int i, String cell) {
    if (cell.equals("null")) {
      row.setNull(i);
      return;
    }
    String value = cell.substring(2);
    switch (cell.charAt(0)) {
      case 'i' -> row.setInteger(i, Long.parseLong(value));
      case 'r' -> row.setReal(i, Double.parseDouble(value));
      case 't' -> row.setText(i, value);
      case 'x' -> row.setText(i, HexFormat.of().parseHex(value));
      case 'b' -> row.setBlob(i, HexFormat.of().parseHex(value));
      default -> throw new IllegalArgumentException(cell);
    }
  }

  public static String show(Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> "null";
      case Row.INTEGER -> "i:" + row.integer(i);
      case Row.REAL -> "r:" + row.real(i);
      case Row.TEXT -> "t:" + new String(row.bytes(i), StandardCharsets.UTF_8);
      default -> "b:" + HexFormat.of().formatHex(row.bytes(i));
    };
  }

  /** The coerced cell as a word, or {@code !} and the reason of the misfit. */
  public static String coerced(Coercion coercion, String cell) {
    Row to = new Row(1);
    Outcome outcome = coercion.apply(row(cell), 0, to, 0);
    return outcome.isMisfit() ? "!" + outcome.reason() : show(to, 0);
  }

  public static String coerced(String type, String cell) {
    return coerced(coercion(type, CoercionRules.DEFAULT), cell);
  }

  public static Coercion coercion(String type, CoercionRules rules) {
    return since1970(type(type), Coercions.of(ANY, type(type), rules));
  }

  /** Moments are easier to read as microseconds since 1970. */
  private static Coercion since1970(ColumnType type, Coercion coercion) {
    if (type.kind() != Kind.TIMESTAMP && type.kind() != Kind.TIMESTAMPTZ) {
      return coercion;
    }
    return new Coercion() {
      @Override
      public Outcome apply(Row from, int i, Row to, int j) {
        Outcome outcome = coercion.apply(from, i, to, j);
        boolean finite =
            !outcome.isMisfit()
                && !to.isNull(j)
                && to.integer(j) != Long.MAX_VALUE
                && to.integer(j) != Long.MIN_VALUE;
        if (finite) {
          to.setInteger(j, to.integer(j) + Kind.EPOCH_MICROS);
        }
        return outcome;
      }

      @Override
      public String guess() {
        return coercion.guess();
      }
    };
  }
}
