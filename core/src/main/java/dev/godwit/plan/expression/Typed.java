package dev.godwit.plan.expression;

import dev.godwit.model.Affinity;
import dev.godwit.plan.expression.Expressions.Untranslatable;
import dev.godwit.sql.Identifiers;
import java.math.BigDecimal;

/**
 * A piece of SQL for PostgreSQL with what is known of its value. {@code literal} is the value of a
 * constant, {@code column} the column that stands here alone; both may be null.
 */
public record Typed(
    String sql, Form type, Level level, String literal, Expressions.Operand column) {
  /** What a value is, as far as operators care. */
  public enum Form {
    NULL,
    INTEGER,
    DOUBLE,
    NUMERIC,
    TEXT,
    BYTES,
    BOOLEAN,
    /** The result of typeof(). */
    CLASS,
    OTHER;

    boolean isNumber() {
      return this == INTEGER || this == DOUBLE || this == NUMERIC;
    }
  }

  /** How tightly the outermost operator binds. */
  enum Level {
    ATOM,
    ARITHMETIC,
    COMPARISON,
    NOT,
    AND,
    OR
  }

  static final Typed NULL = new Typed("NULL", Form.NULL, Level.ATOM, null, null);

  Typed(String sql, Form type) {
    this(sql, type, Level.ATOM);
  }

  Typed(String sql, Form type, Level level) {
    this(sql, type, level, null, null);
  }

  static Typed number(String text) {
    try {
      if (text.regionMatches(true, 0, "0x", 0, 2)) {
        String value = Long.toString(Long.parseUnsignedLong(text.substring(2), 16));
        return new Typed(value, Form.INTEGER, Level.ATOM, value, null);
      }
      String clean = text.replace("_", "");
      boolean integer = clean.chars().allMatch(c -> c >= '0' && c <= '9') && clean.length() < 19;
      String value = integer ? new BigDecimal(clean).toString() : clean;
      new BigDecimal(clean);
      return new Typed(value, integer ? Form.INTEGER : Form.DOUBLE, Level.ATOM, value, null);
    } catch (NumberFormatException e) {
      throw new Untranslatable("the number " + text);
    }
  }

  static Typed string(String text) {
    return new Typed(Identifiers.literal(text), Form.TEXT, Level.ATOM, text, null);
  }

  static Typed column(Expressions.Operand column) {
    Form type =
        switch (column.type().kind()) {
          case SMALLINT, INTEGER, BIGINT -> Form.INTEGER;
          case REAL, DOUBLE -> Form.DOUBLE;
          case NUMERIC -> Form.NUMERIC;
          case TEXT, VARCHAR, CHAR -> Form.TEXT;
          case BYTES -> Form.BYTES;
          case BOOLEAN -> Form.BOOLEAN;
          default -> Form.OTHER;
        };
    return new Typed(Identifiers.postgres(column.name()), type, Level.ATOM, null, column);
  }

  static Typed negative(Typed value) {
    if (!value.type.isNumber()) {
      throw new Untranslatable("minus of what is no number");
    }
    String literal = value.literal == null ? null : "-" + value.literal;
    // Two minus signs would start a comment.
    String sql = value.sql.startsWith("-") ? "-(" + value.sql + ")" : "-" + value.wrapped();
    return new Typed(sql, value.type, Level.ATOM, value.sql.startsWith("-") ? null : literal, null);
  }

  /** SQLite's arithmetic is that of PostgreSQL for integers and doubles, but not where it ends. */
  static Typed arithmetic(Typed left, String operator, Typed right) {
    boolean numbers = left.isPlainNumber() && right.isPlainNumber();
    boolean divides = operator.equals("/") || operator.equals("%");
    boolean safe =
        !divides || (right.literal != null && new BigDecimal(right.literal).signum() != 0);
    boolean integers = left.type == Form.INTEGER && right.type == Form.INTEGER;
    if (!numbers || !safe || (operator.equals("%") && !integers)) {
      throw new Untranslatable("\"" + operator + "\" differs for these values");
    }
    // Two small numbers would be added as integers of 32 bits.
    String first = integers && left.literal != null ? left.wrapped() + "::bigint" : left.operand();
    String sql = first + " " + operator + " " + right.operand();
    return new Typed(sql, integers ? Form.INTEGER : Form.DOUBLE, Level.ARITHMETIC);
  }

  static Typed concatenation(Typed left, Typed right) {
    boolean text = left.type == Form.TEXT || right.type == Form.TEXT;
    for (Typed side : java.util.List.of(left, right)) {
      if (!text || (side.type != Form.TEXT && side.type != Form.INTEGER)) {
        throw new Untranslatable("\"||\" spells these values differently");
      }
    }
    String sql = left.wrappedText() + " || " + right.wrappedText();
    return new Typed(sql, Form.TEXT, Level.ARITHMETIC);
  }

  /** The SQL, for where nothing stands beside it. */
  String plain() {
    if (type == Form.CLASS) {
      throw new Untranslatable("typeof()");
    }
    return sql;
  }

  /** The SQL in parentheses, unless nothing could come between its parts. */
  String wrapped() {
    return level == Level.ATOM ? plain() : "(" + plain() + ")";
  }

  /** Whether this is a text that SQLite did not make from a number for its column's sake. */
  boolean isPlainText() {
    return type == Form.TEXT
        && (column == null
            || (column.collation() == null
                && (column.affinity() == Affinity.TEXT || column.affinity() == Affinity.NONE)));
  }

  private boolean isPlainNumber() {
    return type == Form.INTEGER || type == Form.DOUBLE;
  }

  private String operand() {
    // A number with a point is a numeric in PostgreSQL, and a double in SQLite.
    return literal != null && type == Form.DOUBLE ? sql + "::double precision" : wrapped();
  }

  private String wrappedText() {
    return type == Form.TEXT ? wrapped() : wrapped() + "::text";
  }
}
