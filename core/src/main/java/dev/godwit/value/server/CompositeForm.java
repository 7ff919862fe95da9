package dev.godwit.value.server;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Nature;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A row of a composite type, field by field. */
final class CompositeForm implements ServerForm {
  private static final Misfit TEXT = new Misfit("text that is not a row: (field,field)");

  private final List<ElementForm> fields = new ArrayList<>();
  private final Misfit count;

  CompositeForm(ColumnType type, Function<ColumnType, Coercion> parts) {
    for (Nature.Part part : type.nature().parts()) {
      fields.add(new ElementForm(part.type(), parts.apply(part.type())));
    }
    this.count = new Misfit("a row of other than the " + fields.size() + " fields of " + type);
  }

  @Override
  public String of(String text) throws Misfit {
    Scanner in = new Scanner(text);
    in.blanks();
    if (!in.takes('(')) {
      throw TEXT;
    }
    StringBuilder out = new StringBuilder("(");
    for (int i = 0; i < fields.size(); i++) {
      out.append(i == 0 ? "" : ",");
      if (i > 0 && !in.takes(',')) {
        throw count;
      }
      String value = in.part(",)", TEXT);
      String spelled = value == null ? null : fields.get(i).of(value);
      if (spelled != null) {
        Quoted.row(spelled, out);
      }
    }
    if (!in.takes(')')) {
      throw count;
    }
    in.blanks();
    if (!in.ended()) {
      throw TEXT;
    }
    return out.append(')').toString();
  }
}
