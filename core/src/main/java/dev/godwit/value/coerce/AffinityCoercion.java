package dev.godwit.value.coerce;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Outcome;
import dev.godwit.value.plain.FloatCoercion;
import dev.godwit.value.plain.Guarded;
import dev.godwit.value.plain.IntegerCoercion;
import dev.godwit.value.text.DecimalText;
import dev.godwit.value.text.Spelling;

/**
 * To ANY, which is a column of SQLite: every cell gets, before SQLite sees it, the storage class
 * that the declared type's affinity would give it, so that nothing changes on the way in. What
 * affinity would change for good is a misfit.
 */
final class AffinityCoercion implements Coercion {
  private static final Outcome BLOB = Outcome.misfit("blob in a text column");
  private static final Outcome INEXACT =
      Outcome.misfit("text of a number that SQLite would store as another");
  private static final Outcome CONVERTED =
      Outcome.misfit("a value that SQLite would store in another storage class");
  private static final byte[] NAN = Spelling.ofSpecial(Double.NaN);

  private final Affinity affinity;
  private final boolean kept;
  private final boolean words;
  private final DecimalText decimal = new DecimalText();
  private final Coercion integer = new IntegerCoercion(Kind.BIGINT);
  private final Coercion real = new FloatCoercion(Kind.DOUBLE);

  private AffinityCoercion(Affinity affinity, boolean kept, boolean words) {
    this.affinity = affinity;
    this.kept = kept;
    this.words = words;
  }

  /**
   * For cells in plain form. Where both columns have one affinity, cells are what SQLite made of
   * them already, and any change would be a loss.
   */
  static Coercion of(ColumnType from, ColumnType to, CoercionRules rules) {
    Affinity affinity = Affinity.of(to.name(), true);
    boolean kept = isKept(from, affinity);
    Coercion coercion = new AffinityCoercion(affinity, kept, false);
    boolean numbers = affinity == Affinity.INTEGER || affinity == Affinity.REAL;
    return numbers && !kept ? new Guarded(coercion, rules.emptyAsNull()) : coercion;
  }

  /** For what a rule made of such cells: it becomes what SQLite would make of it. */
  static Coercion ofMade(ColumnType from, ColumnType to, CoercionRules rules) {
    Affinity affinity = Affinity.of(to.name(), true);
    return isKept(from, affinity)
        ? new AffinityCoercion(affinity, false, true)
        : of(from, to, rules);
  }

  private static boolean isKept(ColumnType from, Affinity affinity) {
    return from.kind() == Kind.ANY && Affinity.of(from.name(), true) == affinity;
  }

  @Override
  public Outcome apply(Row from, int i, Row to, int j) {
    to.copy(j, from, i);
    if (from.isNull(i)) {
      return Outcome.SAME;
    }
    if (from.storageClass(i) == Row.REAL && Double.isNaN(from.real(i))) {
      // SQLite has no NaN: it would become NULL.
      to.setText(j, NAN);
      return affinity == Affinity.INTEGER ? CONVERTED : Outcome.CHANGED;
    }
    return kept ? kept(from, i) : converted(from, i, to, j);
  }

  private Outcome kept(Row from, int i) {
    boolean same =
        switch (from.storageClass(i)) {
          case Row.INTEGER -> affinity != Affinity.TEXT && affinity != Affinity.REAL;
          case Row.REAL -> affinity != Affinity.TEXT && !(isWhole() && isWhole(from.real(i)));
          case Row.TEXT ->
              affinity == Affinity.TEXT
                  || affinity == Affinity.NONE
                  || !decimal.scan(from.bytes(i));
          default -> true;
        };
    return same ? Outcome.SAME : CONVERTED;
  }

  private Outcome converted(Row from, int i, Row to, int j) {
    return switch (affinity) {
      case INTEGER -> words ? numeric(from, i, to, j) : integer.apply(from, i, to, j);
      case REAL -> words && isWord(from, i) ? Outcome.SAME : real(from, i, to, j);
      case TEXT -> text(from, i, to, j);
      case NUMERIC -> numeric(from, i, to, j);
      case NONE -> Outcome.SAME;
    };
  }

  private boolean isWord(Row from, int i) {
    return from.storageClass(i) == Row.TEXT && !decimal.scan(from.bytes(i));
  }

  private Outcome real(Row from, int i, Row to, int j) {
    Outcome outcome = real.apply(from, i, to, j);
    if (to.storageClass(j) == Row.REAL && Double.isNaN(to.real(j))) {
      to.setText(j, NAN);
    }
    return outcome;
  }

  private static Outcome text(Row from, int i, Row to, int j) {
    return switch (from.storageClass(i)) {
      case Row.INTEGER -> {
        to.setText(j, Spelling.of(from.integer(i)));
        yield Outcome.CHANGED;
      }
      case Row.REAL -> {
        to.setText(j, Spelling.sqlite(from.real(i)));
        yield Outcome.CHANGED;
      }
      case Row.TEXT -> Outcome.SAME;
      default -> BLOB;
    };
  }

  /** Numbers and their texts become numbers; any other text, and blobs, stay what they are. */
  private Outcome numeric(Row from, int i, Row to, int j) {
    if (from.storageClass(i) == Row.REAL && isWhole(from.real(i))) {
      to.setInteger(j, (long) from.real(i));
      return Outcome.CHANGED;
    }
    if (from.storageClass(i) != Row.TEXT || !decimal.scan(from.bytes(i))) {
      return Outcome.SAME;
    }
    if (decimal.isIntegral() && decimal.fitsLong()) {
      to.setInteger(j, decimal.integer());
      return Outcome.CHANGED;
    }
    return real.apply(from, i, to, j).isMisfit() ? INEXACT : Outcome.CHANGED;
  }

  private boolean isWhole() {
    return affinity == Affinity.INTEGER || affinity == Affinity.NUMERIC;
  }

  /** As sqlite3VdbeIntegerAffinity has it: the ends of the range stay reals. */
  private static boolean isWhole(double value) {
    return value == (long) value && value > -0x1p63 && value < 0x1p63;
  }
}
