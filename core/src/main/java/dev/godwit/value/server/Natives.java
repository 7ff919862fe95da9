package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.value.Coercion;
import dev.godwit.value.CoercionRules;
import dev.godwit.value.plain.Guarded;
import dev.godwit.value.plain.TextCoercion;
import dev.godwit.value.time.IntervalCoercion;
import dev.godwit.value.time.TimetzCoercion;
import java.util.function.Function;

/** The part of the table of coercions for PostgreSQL's types that no common kind holds. */
public final class Natives {
  private Natives() {}

  /**
   * To the server's own text of such a type, exactly as it prints it; {@code parts} has the
   * coercions for what lies within.
   */
  public static Coercion of(
      ColumnType to, CoercionRules rules, Function<ColumnType, Coercion> parts) {
    return switch (to.family()) {
      case INTERVAL -> new Guarded(new IntervalCoercion(to, rules.time()), rules.emptyAsNull());
      case TIMETZ -> new Guarded(new TimetzCoercion(to, rules.time()), rules.emptyAsNull());
      case ARRAY -> ServerCoercion.ofTexts(new ArrayForm(to, parts), to);
      case RANGE -> ServerCoercion.ofTexts(new RangeForm(to, parts), to);
      case MULTIRANGE -> ServerCoercion.ofTexts(new MultirangeForm(to, parts), to);
      case COMPOSITE -> ServerCoercion.ofTexts(new CompositeForm(to, parts), to);
      case ENUM -> ServerCoercion.ofAll(Labels.of(to), to);
      case INET -> ServerCoercion.ofTexts(new AddressForm(false), to);
      case CIDR -> ServerCoercion.ofTexts(new AddressForm(true), to);
      case MACADDR -> ServerCoercion.ofTexts(new HardwareForm(6), to);
      case MACADDR8 -> ServerCoercion.ofTexts(new HardwareForm(8), to);
      case BIT -> ServerCoercion.ofAll(new BitForm(to, true), to);
      case VARBIT -> ServerCoercion.ofTexts(new BitForm(to, false), to);
      case MONEY -> ServerCoercion.ofAll(new MoneyForm(), to);
      case NAME -> ServerCoercion.ofAll(ShortText::name, to);
      case BYTE -> ServerCoercion.ofAll(ShortText::single, to);
      case OID -> ServerCoercion.ofAll(new UnsignedForm(32), to);
      case XID8 -> ServerCoercion.ofAll(new UnsignedForm(64), to);
      case TID -> ServerCoercion.ofTexts(ServerPlaces::tid, to);
      case LSN -> ServerCoercion.ofTexts(ServerPlaces::lsn, to);
      case NUMBERS -> ServerCoercion.ofTexts(new NumbersForm(to), to);
      case POINT, LINE, SEGMENT, BOX, PATH, POLYGON, CIRCLE ->
          ServerCoercion.ofTexts(new GeometryForm(to.family()), to);
      case TSVECTOR -> ServerCoercion.ofTexts(new LexemesForm(), to);
      case HSTORE -> ServerCoercion.ofTexts(new HstoreForm(), to);
      // The server itself has its say about what is judged.
      default -> new TextCoercion(to);
    };
  }
}
