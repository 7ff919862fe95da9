package dev.godwit.sqlite.write;

import dev.godwit.model.Check;
import dev.godwit.model.Column;
import dev.godwit.model.Index;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import dev.godwit.store.Loading.Violation;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.sqlite.SQLiteException;

/**
 * What SQLite says against one row, as a violation. {@code index} is the index that two rows may
 * not share a key of, where it could be dropped; else null.
 */
record Refusal(Violation violation, Index index) {

  /** Null where the error is about something else than the row. */
  static Refusal of(SQLException e, Table table) {
    if (!(e instanceof SQLiteException error)) {
      return null;
    }
    String message = SqliteErrors.plain(e);
    String detail = message.substring(message.indexOf(": ") + 1).strip();
    return switch (error.getResultCode()) {
      case SQLITE_CONSTRAINT_CHECK -> check(detail, table);
      case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID ->
          duplicate(detail, table);
      case SQLITE_CONSTRAINT_NOTNULL -> misfit(column(detail, table), "NULL in a NOT NULL column");
      case SQLITE_CONSTRAINT_DATATYPE -> {
        int at = message.indexOf(" column ");
        yield misfit(
            column(message.substring(at + 8), table),
            message
                    .substring(0, at)
                    .replaceFirst("cannot store (\\w+) value in", "$1 in")
                    .toLowerCase(Locale.ROOT)
                + " column of a STRICT table");
      }
      case SQLITE_CONSTRAINT_TRIGGER -> refused("a trigger raised an error");
      // What a statement cannot do is known before its first row: this is of the row's values.
      case SQLITE_ERROR -> refused(message);
      default -> null;
    };
  }

  private static Refusal refused(String why) {
    String text = "is refused by the target: " + why;
    return new Refusal(new Violation(ProblemKind.REFUSED, null, List.of(), text), null);
  }

  private static List<String> column(String qualified, Table table) {
    return table.columns().stream()
        .map(Column::name)
        .filter(c -> qualified.equals(table.name() + "." + c))
        .toList();
  }

  private static Refusal misfit(List<String> columns, String message) {
    return new Refusal(new Violation(ProblemKind.MISFIT, "NOT NULL", columns, message), null);
  }

  private static Refusal check(String name, Table table) {
    String expression =
        table.checks().stream()
            .filter(c -> name.equals(c.name()))
            .map(Check::expression)
            .findFirst()
            .orElse(name);
    Set<String> words =
        SqlTokens.of(expression).stream()
            .map(t -> SqliteKeys.fold(t.text()))
            .collect(Collectors.toSet());
    List<String> columns =
        table.columns().stream()
            .map(Column::name)
            .filter(c -> words.contains(SqliteKeys.fold(c)))
            .toList();
    String message = "violates the CHECK " + name;
    return new Refusal(
        new Violation(ProblemKind.CHECK, "CHECK " + name, columns, message, true), null);
  }

  /** Two rows of one key of these columns. */
  static Violation duplicate(List<String> columns, Table table) {
    return duplicate(
            columns.stream().map(c -> table.name() + "." + c).collect(Collectors.joining(", ")),
            table)
        .violation();
  }

  private static Refusal duplicate(String key, Table table) {
    for (Index index : table.indexes()) {
      if (index.unique() && key.equals(key(index, table))) {
        return new Refusal(duplicate(index), index.definition() == null ? null : index);
      }
    }
    List<String> columns = table.primaryKey();
    String message = "has a key that another row has (primary key)";
    return new Refusal(new Violation(ProblemKind.DUPLICATE, null, columns, message), null);
  }

  /** How SQLite names the key in its message. */
  private static String key(Index index, Table table) {
    return index.columns().isEmpty()
        ? "index '" + index.name() + "'"
        : index.columns().stream()
            .map(c -> table.name() + "." + c)
            .collect(Collectors.joining(", "));
  }

  static Violation duplicate(Index index) {
    List<String> columns =
        index.parts().stream().map(Index.Part::column).filter(c -> c != null).toList();
    boolean created = index.definition() != null;
    String name = created ? index.name() : "UNIQUE (" + String.join(", ", columns) + ")";
    String message = "has a key that another row has (unique key " + name + ")";
    return new Violation(ProblemKind.DUPLICATE, name, columns, message);
  }
}
