package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.Column.Generated;
import dev.godwit.model.Column.Identity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.KeyForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Has SQLite itself say what the key of a row is under collations, expressions and predicates. */
public final class ComputedKeys implements KeyForm {
  private static final Set<String> BUILT_IN = Set.of("BINARY", "NOCASE", "RTRIM");

  private static final ColumnType ANY = ColumnType.of(Kind.ANY, "");

  private final List<Column> columns;
  private final String key;

  /** Null where a collation is an application's own. */
  private final Column wanted;

  private ComputedKeys(Index index, List<Column> columns) {
    this.columns = columns;
    this.key = index.name();
    List<String> held = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    boolean known = true;
    if (index.where() != null) {
      held.add("(" + index.where() + "\n)");
    }
    for (Index.Part part : index.parts()) {
      String value =
          part.column() == null ? "(" + part.expression() + "\n)" : Sql.SQLITE.name(part.column());
      String collation =
          Optional.ofNullable(part.collation()).orElse("BINARY").toUpperCase(Locale.ROOT);
      known &= BUILT_IN.contains(collation);
      held.add(value + " IS NOT NULL");
      texts.add(text(value, collation));
    }
    String text =
        "CASE WHEN %s THEN %s END"
            .formatted(String.join(" AND ", held), String.join(" || ',' || ", texts));
    this.wanted =
        known ? new Column("key", ANY, true, text, Generated.NO, Identity.NONE, null) : null;
  }

  /** Nothing where the key compares cells by value. */
  public static Optional<KeyForm> of(Index index, List<Column> columns) {
    boolean plain =
        index.where() == null
            && index.parts().stream().allMatch(p -> p.column() != null && p.collation() == null);
    return plain ? Optional.empty() : Optional.of(new ComputedKeys(index, columns));
  }

  /** Equal for values that are equal: 1 and 1.0 are, and texts as the collation has it. */
  private static String text(String value, String collation) {
    String folded =
        switch (collation) {
          case "NOCASE" -> "lower(%s)";
          case "RTRIM" -> "rtrim(%s)";
          default -> "%s";
        };
    return "quote(CASE typeof(%1$s) WHEN 'text' THEN %2$s WHEN 'real' THEN CASE WHEN %1$s = CAST(%1$s AS INTEGER) THEN CAST(%1$s AS INTEGER) ELSE %1$s END ELSE %1$s END)"
        .formatted(value, folded.formatted(value));
  }

  @Override
  public List<String> of(List<Row> rows) {
    if (wanted == null) {
      throw GodwitException.refused(key + " has a collation that only its application knows");
    }
    try (Computation computation = new Computation(columns, List.of(wanted))) {
      return computation.of(rows).stream().map(ComputedKeys::text).toList();
    }
  }

  private static String text(Row computed) {
    return computed == null || computed.isNull(0)
        ? null
        : new String(computed.bytes(0), StandardCharsets.UTF_8);
  }
}
