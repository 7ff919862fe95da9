package dev.godwit.value.coerce;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.Misfit;
import dev.godwit.value.Outcome;
import dev.godwit.value.plain.BooleanCoercion;
import dev.godwit.value.plain.BytesCoercion;
import dev.godwit.value.plain.FloatCoercion;
import dev.godwit.value.plain.Guarded;
import dev.godwit.value.plain.IntegerCoercion;
import dev.godwit.value.plain.NumericCoercion;
import dev.godwit.value.plain.TextCoercion;
import dev.godwit.value.plain.UuidCoercion;
import dev.godwit.value.server.Natives;
import dev.godwit.value.text.Forms;
import dev.godwit.value.time.TemporalCoercion;
import java.nio.charset.StandardCharsets;

/** The one table: how cells of any type become cells of any other. */
public final class Coercions {
  private static final Coercion COPY =
      (from, i, to, j) -> {
        to.copy(j, from, i);
        return Outcome.SAME;
      };

  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final ColumnType UNTYPED = ColumnType.of(Kind.ANY, "");

  private Coercions() {}

  /** A new coercion for one column of one run. */
  public static Coercion of(ColumnType from, ColumnType to, CoercionRules rules) {
    Coercion usual = Precise.of(exact(from, to, rules), to, rules.time().precision());
    if (rules.conversions().isNone()) {
      return usual;
    }
    // What a conversion made is of no type any more.
    boolean stored = to.kind() == Kind.ANY;
    Coercion changed =
        from.kind() != Kind.ANY
            ? of(UNTYPED, to, rules.withoutConversions())
            : stored ? AffinityCoercion.ofMade(from, to, rules) : usual;
    return new Converted(from, to, rules.conversions(), usual, changed);
  }

  private static Coercion exact(ColumnType from, ColumnType to, CoercionRules rules) {
    if (from.family() == Family.ARRAY && holdsJson(to.kind())) {
      return throughJson(from, to.kind() == Kind.ANY ? COPY : guarded(to, rules));
    }
    if (to.kind() == Kind.ANY) {
      return stored(from, to, rules);
    }
    if (from.kind() == Kind.ANY) {
      return guarded(to, rules);
    }
    if (from.kind() == to.kind()) {
      return same(from, to, rules);
    }
    return from.kind() == Kind.BOOLEAN && isText(to.kind())
        ? throughWords(guarded(to, rules))
        : throughPlainForm(from, guarded(to, rules));
  }

  private static boolean isText(Kind kind) {
    return kind == Kind.TEXT || kind == Kind.VARCHAR || kind == Kind.CHAR || kind == Kind.NATIVE;
  }

  private static boolean holdsJson(Kind kind) {
    return kind == Kind.ANY || kind == Kind.JSON || kind == Kind.JSONB;
  }

  private static Coercion stored(ColumnType from, ColumnType to, CoercionRules rules) {
    Coercion stored = AffinityCoercion.of(from, to, rules);
    if (from.kind() == Kind.BOOLEAN && Affinity.of(to.name(), true) == Affinity.TEXT) {
      return throughWords(stored);
    }
    return from.kind() == Kind.ANY ? stored : throughPlainForm(from, stored);
  }

  private static Coercion guarded(ColumnType to, CoercionRules rules) {
    return switch (to.kind()) {
      case TEXT, VARCHAR, CHAR, NATIVE, BYTES -> any(to, rules);
      default -> new Guarded(any(to, rules), rules.emptyAsNull());
    };
  }

  private static Coercion any(ColumnType to, CoercionRules rules) {
    return switch (to.kind()) {
      case BOOLEAN -> new BooleanCoercion();
      case SMALLINT, INTEGER, BIGINT -> new IntegerCoercion(to.kind());
      case REAL, DOUBLE -> new FloatCoercion(to.kind());
      case NUMERIC -> new NumericCoercion(to);
      case TEXT, VARCHAR, CHAR -> new TextCoercion(to);
      case NATIVE -> Natives.of(to, rules, part -> of(UNTYPED, part, rules));
      case BYTES -> new BytesCoercion();
      case UUID -> new UuidCoercion();
      case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> new TemporalCoercion(to, rules.time());
      case JSON, JSONB -> new JsonCoercion(to.kind());
      case ANY ->
          throw new IllegalArgumentException("columns of SQLite have coercions of their own");
    };
  }

  /** A cell of the right kind already: only a narrower limit can stand in its way. */
  private static Coercion same(ColumnType from, ColumnType to, CoercionRules rules) {
    boolean equal = from.length() == to.length() && from.scale() == to.scale();
    return switch (to.kind()) {
      case VARCHAR, CHAR, NUMERIC -> to.length() == 0 || equal ? COPY : any(to, rules);
      case NATIVE -> equal && from.nature().equals(to.nature()) ? COPY : any(to, rules);
      default -> COPY;
    };
  }

  /** A cell as something else on its way: where two kinds know nothing of each other. */
  private static final class Through implements Coercion {
    private final Form form;
    private final Coercion rest;
    private final Row plain = new Row(1);

    private Through(Form form, Coercion rest) {
      this.form = form;
      this.rest = rest;
    }

    @Override
    public Outcome apply(Row from, int i, Row to, int j) {
      if (from.isNull(i)) {
        return Coercion.nothing(to, j);
      }
      try {
        form.write(from, i, plain);
      } catch (Misfit e) {
        return e.outcome();
      }
      Outcome outcome = rest.apply(plain, 0, to, j);
      // The plain form may be copied where the cell itself was not.
      return outcome == Outcome.SAME && !isCopy(from, i, to, j) ? Outcome.CHANGED : outcome;
    }

    private static boolean isCopy(Row from, int i, Row to, int j) {
      return from.storageClass(i) == to.storageClass(j) && from.bytes(i) == to.bytes(j);
    }

    @Override
    public String guess() {
      return rest.guess();
    }
  }

  /** Writes what a cell, which is not NULL, is on its way to the only cell of {@code plain}. */
  @FunctionalInterface
  private interface Form {
    void write(Row from, int i, Row plain) throws Misfit;
  }

  private static Coercion throughPlainForm(ColumnType type, Coercion rest) {
    return new Through((from, i, plain) -> Forms.render(type, from, i, plain, 0), rest);
  }

  /** A boolean as people write it in a text: {@code true} or {@code false}. */
  private static Coercion throughWords(Coercion rest) {
    return new Through(
        (from, i, plain) -> plain.setText(0, from.integer(i) == 0 ? FALSE : TRUE), rest);
  }

  /** An array of PostgreSQL as JSON. */
  private static Coercion throughJson(ColumnType type, Coercion rest) {
    ArrayText array = new ArrayText(type.nature().element());
    return new Through((from, i, plain) -> plain.setText(0, array.json(from.bytes(i))), rest);
  }
}
