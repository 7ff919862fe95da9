package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.text.Days;
import dev.godwit.value.text.Quoted;
import dev.godwit.value.text.ServerText;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.Function;

/** A range: its bounds in their type's form, whole numbers and days from [ to ). */
final class RangeForm implements ServerForm {
  private static final String EMPTY = "empty";
  private static final Misfit TEXT = new Misfit("text that is not a range");
  private static final Misfit ORDER = new Misfit("a range whose end is before its start");
  private static final Misfit OVERFLOW = new Misfit("a range with no value behind its last");

  /** An end of a range; a text of null has no end there. */
  private static final class Bound {
    String text;
    boolean inclusive;
    final Row cell = new Row(1);
  }

  private final ColumnType type;
  private final ElementForm element;
  private final boolean discrete;
  private final Bound lower = new Bound();
  private final Bound upper = new Bound();

  RangeForm(ColumnType type, Function<ColumnType, Coercion> parts) {
    this.type = type.nature().element();
    this.element = new ElementForm(this.type, parts.apply(this.type));
    this.discrete =
        switch (type.nature().spelling()) {
          case "int4range", "int8range", "daterange" -> true;
          case "int4multirange", "int8multirange", "datemultirange" -> true;
          default -> false;
        };
  }

  @Override
  public String of(String text) throws Misfit {
    Scanner in = new Scanner(text);
    in.blanks();
    String range = read(in);
    in.blanks();
    if (!in.ended()) {
      throw TEXT;
    }
    return range;
  }

  /** The range that comes next; whatever follows it is left. */
  String read(Scanner in) throws Misfit {
    if (in.rest().toLowerCase(Locale.ROOT).startsWith(EMPTY)) {
      in.skip(EMPTY.length());
      return EMPTY;
    }
    lower.inclusive = in.peek() == '[';
    if (!in.takes('[') && !in.takes('(')) {
      throw TEXT;
    }
    bound(lower, in.part(",", TEXT));
    in.skip(1);
    bound(upper, in.part(")]", TEXT));
    upper.inclusive = in.next() == ']';
    return isEmpty() || discrete && cut() ? EMPTY : spelled();
  }

  private void bound(Bound bound, String text) throws Misfit {
    bound.text = text == null ? null : element.of(text);
    bound.cell.copy(0, element.cell(), 0);
    if (text != null && bound.text == null) {
      throw TEXT;
    }
  }

  private boolean isEmpty() throws Misfit {
    if (lower.text == null || upper.text == null) {
      return false;
    }
    int order = compare(type.kind(), lower.cell, upper.cell);
    if (order > 0) {
      throw ORDER;
    }
    return order == 0 && !(lower.inclusive && upper.inclusive);
  }

  /** Brings both ends to [ and ); whether nothing is left between them. */
  private boolean cut() throws Misfit {
    if (lower.text != null && !lower.inclusive) {
      next(lower, true);
    }
    if (upper.text != null && upper.inclusive) {
      next(upper, false);
    }
    return lower.text != null
        && upper.text != null
        && !upper.inclusive
        && compare(type.kind(), lower.cell, upper.cell) >= 0;
  }

  private void next(Bound bound, boolean inclusive) throws Misfit {
    long value = bound.cell.integer(0);
    if (type.kind() == Kind.DATE && (value == Long.MAX_VALUE || value == Long.MIN_VALUE)) {
      return;
    }
    long last =
        switch (type.kind()) {
          case INTEGER -> Integer.MAX_VALUE;
          case DATE -> Days.LAST;
          default -> Long.MAX_VALUE;
        };
    if (value >= last) {
      throw OVERFLOW;
    }
    bound.cell.setInteger(0, value + 1);
    bound.text = ServerText.of(type, bound.cell, 0);
    bound.inclusive = inclusive;
  }

  private String spelled() {
    StringBuilder out = new StringBuilder();
    out.append(lower.text != null && lower.inclusive ? '[' : '(');
    if (lower.text != null) {
      Quoted.range(lower.text, out);
    }
    out.append(',');
    if (upper.text != null) {
      Quoted.range(upper.text, out);
    }
    return out.append(upper.text != null && upper.inclusive ? ']' : ')').toString();
  }

  /** Whether the range read last begins behind the end that was kept, with room between. */
  boolean follows(Row end, boolean endInclusive) {
    if (end == null || lower.text == null) {
      return false;
    }
    int order = compare(type.kind(), end, lower.cell);
    // Where one of the two ends belongs to its range, they touch.
    return order < 0 || order == 0 && !endInclusive && !lower.inclusive;
  }

  /** The end of the range read last, or null where it has none. */
  Row end() {
    if (upper.text == null) {
      return null;
    }
    Row end = new Row(1);
    end.copy(0, upper.cell, 0);
    return end;
  }

  boolean endInclusive() {
    return upper.inclusive;
  }

  static boolean isEmpty(String range) {
    return range.equals(EMPTY);
  }

  private static int compare(Kind kind, Row a, Row b) {
    return switch (kind) {
      case NUMERIC -> decimal(a.text(0), b.text(0));
      case REAL, DOUBLE -> Double.compare(a.real(0) + 0.0, b.real(0) + 0.0);
      default -> Long.compare(a.integer(0), b.integer(0));
    };
  }

  private static int decimal(String a, String b) {
    int order = Integer.compare(rank(a), rank(b));
    return order != 0 || rank(a) != 0 ? order : new BigDecimal(a).compareTo(new BigDecimal(b));
  }

  /** What is no number of digits lies at the ends, NaN last. */
  private static int rank(String number) {
    return switch (number) {
      case "-Infinity" -> -1;
      case "Infinity" -> 1;
      case "NaN" -> 2;
      default -> 0;
    };
  }
}
