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

  private static final ColumnType UNTYPED = ColumnType.of(Kind.ANY, "");

  private Coercions() {}

  /** A new coercion for one column of one run. */
  public static Coercion of(ColumnType from, ColumnType to, CoercionRules rules) {
    Coercion usual = Precise.of(exact(from, to, rules), to, rules.time().precision());
    if (rules.conversions().isNone()) {
      return usual;
    }
    // What a conversion made is of no type any more.
    Coercion changed =
        from.kind() == Kind.ANY ? usual : of(UNTYPED, to, rules.withoutConversions());
    return new Converted(from, rules.conversions(), to.kind() == Kind.ANY, usual, changed);
  }

  private static Coercion exact(ColumnType from, ColumnType to, CoercionRules rules) {
    if (from.family() == Family.ARRAY && holdsJson(to.kind())) {
      return new ThroughJson(from, to.kind() == Kind.ANY ? COPY : guarded(to, rules));
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
        ? new ThroughWords(guarded(to, rules))
        : new ThroughPlainForm(from, guarded(to, rules));
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
      return new ThroughWords(stored);
    }
    return from.kind() == Kind.ANY ? stored : new ThroughPlainForm(from, stored);
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

  /** An array of PostgreSQL as JSON. */
  private static final class ThroughJson implements Coercion {
    private final ArrayText array;
    private final Coercion rest;
    private final Row plain = new Row(1);

    private ThroughJson(ColumnType type, Coercion rest) {
      this.array = new ArrayText(type.nature().element());
      this.rest = rest;
    }

    @Override
    public Outcome apply(Row from, int i, Row to, int j) {
      if (from.isNull(i)) {
        return Coercion.nothing(to, j);
      }
      try {
        plain.setText(0, array.json(from.bytes(i)));
      } catch (Misfit e) {
        return e.outcome();
      }
      Outcome outcome = rest.apply(plain, 0, to, j);
      return outcome.isMisfit() ? outcome : Outcome.CHANGED;
    }
  }

  /** A boolean as people write it in a text: {@code true} or {@code false}. */
  private static final class ThroughWords implements Coercion {
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    private final Coercion rest;
    private final Row plain = new Row(1);

    private ThroughWords(Coercion rest) {
      this.rest = rest;
    }

    @Override
    public Outcome apply(Row from, int i, Row to, int j) {
      if (from.isNull(i)) {
        return Coercion.nothing(to, j);
      }
      plain.setText(0, from.integer(i) == 0 ? FALSE : TRUE);
      Outcome outcome = rest.apply(plain, 0, to, j);
      return outcome.isMisfit() ? outcome : Outcome.CHANGED;
    }
  }

  /** Between two kinds that know nothing of each other. */
  private static final class ThroughPlainForm implements Coercion {
    private final ColumnType type;
    private final Coercion rest;
    private final Row plain = new Row(1);

    private ThroughPlainForm(ColumnType type, Coercion rest) {
      this.type = type;
      this.rest = rest;
    }

    @Override
    public Outcome apply(Row from, int i, Row to, int j) {
      Forms.render(type, from, i, plain, 0);
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
}
