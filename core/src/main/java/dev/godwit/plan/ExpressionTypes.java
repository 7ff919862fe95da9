package dev.godwit.plan;

import dev.godwit.inspect.Declared;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What a rule's expression sees of a row of the source, and what it gives. */
public final class ExpressionTypes {
  /** Words and functions that give another value with every transaction. */
  private static final Set<String> WORDS =
      Set.of("current_timestamp", "current_date", "current_time", "localtime", "localtimestamp");

  private static final Set<String> FUNCTIONS =
      Set.of("now", "transaction_timestamp", "statement_timestamp");
  private static final Set<String> STRINGS = Set.of("now", "today", "tomorrow", "yesterday");

  private ExpressionTypes() {}

  /**
   * The source's columns, in the order in which they are read, by their own names, of types that
   * the target has.
   */
  public static List<Column> given(TableCopy copy) {
    boolean stored = copy.targetColumns().stream().anyMatch(c -> c.type().kind() == Kind.ANY);
    List<Column> result = new ArrayList<>();
    for (Column column : copy.sourceColumns()) {
      ColumnType type = stored ? stored(column.type()) : served(column.type());
      result.add(Column.of(column.name(), type));
    }
    return result;
  }

  private static ColumnType stored(ColumnType type) {
    return type.kind() == Kind.ANY ? type : ColumnType.of(Kind.ANY, "");
  }

  /** As PostgreSQL sees a column of SQLite, by its declaration alone. */
  private static ColumnType served(ColumnType type) {
    if (type.kind() != Kind.ANY) {
      return type;
    }
    Declared declared = Declared.of(type.name(), false);
    return switch (declared.family()) {
      case INTEGER -> ColumnTypes.BIGINT;
      case BOOLEAN -> ColumnTypes.BOOLEAN;
      case REAL -> ColumnTypes.DOUBLE;
      case DECIMAL, NUMERIC -> ColumnTypes.NUMERIC;
      case BLOB -> ColumnTypes.BYTES;
      default -> ColumnTypes.TEXT;
    };
  }

  /** A column for each expression, of a type that takes its value without rounding or cutting. */
  public static List<Column> wanted(TableCopy copy) {
    List<Column> result = new ArrayList<>();
    for (ColumnCopy c : copy.expressed()) {
      result.add(
          new Column(
              c.to().name(),
              wide(c.to().type()),
              true,
              c.expression(),
              Column.Generated.NO,
              Column.Identity.NONE,
              null));
    }
    return result;
  }

  /** What holds any value that a column of this type may be meant to have. */
  public static ColumnType wide(ColumnType type) {
    return switch (type.kind()) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC -> ColumnTypes.NUMERIC;
      case REAL, DOUBLE -> ColumnTypes.DOUBLE;
      case TEXT, VARCHAR, CHAR -> ColumnTypes.TEXT;
      case BYTES -> ColumnTypes.BYTES;
      case BOOLEAN -> ColumnTypes.BOOLEAN;
      case UUID -> ColumnTypes.UUID;
      // A cast to date would take the time of day off without a word.
      case DATE, TIMESTAMP -> ColumnTypes.TIMESTAMP;
      case TIMESTAMPTZ -> ColumnTypes.TIMESTAMPTZ;
      case TIME -> ColumnTypes.TIME;
      case JSON -> ColumnTypes.JSON;
      case JSONB -> ColumnTypes.JSONB;
      case NATIVE -> type.family() == Family.INTERVAL ? ColumnTypes.INTERVAL : type;
      case ANY -> ColumnType.of(Kind.ANY, "");
    };
  }

  /** Whether an expression names the column. */
  public static boolean names(String expression, String column) {
    return SqlTokens.of(expression).stream()
        .anyMatch(t -> t.isName() && t.text().equalsIgnoreCase(column));
  }

  /** The first word that makes it give another value another time, or null. */
  static String momentary(String expression) {
    List<Token> tokens = SqlTokens.of(expression);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      String text = token.text().toLowerCase(Locale.ROOT);
      boolean called = i + 1 < tokens.size() && tokens.get(i + 1).is("(");
      boolean found =
          switch (token.type()) {
            case WORD -> WORDS.contains(text) || called && FUNCTIONS.contains(text);
            case STRING -> STRINGS.contains(text);
            default -> false;
          };
      if (found) {
        return token.text();
      }
    }
    return null;
  }
}
