package dev.godwit.plan.expression;

import dev.godwit.model.Kind;
import dev.godwit.plan.expression.Expressions.Untranslatable;
import dev.godwit.plan.expression.Typed.Form;
import dev.godwit.plan.expression.Typed.Level;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Conditions: what compares alike in SQLite and PostgreSQL, and how it has to be written there. */
public final class Comparisons {
  private record Pair(Typed left, Typed right) {
    Pair turned() {
      Typed first = right;
      Typed second = left;
      return new Pair(first, second);
    }
  }

  private Comparisons() {}

  /** A value as a condition. */
  static Typed truth(Typed value) {
    return switch (value.type()) {
      case BOOLEAN -> value;
      case INTEGER -> new Typed(value.wrapped() + " <> 0", Form.BOOLEAN, Level.COMPARISON);
      default -> throw new Untranslatable("a value as a condition");
    };
  }

  static Typed logic(String operator, Typed left, Typed right) {
    Level level = operator.equals("AND") ? Level.AND : Level.OR;
    return new Typed(
        side(truth(left), level) + " " + operator + " " + side(truth(right), level),
        Form.BOOLEAN,
        level);
  }

  private static String side(Typed side, Level level) {
    boolean loose = side.level() == Level.OR || side.level() == Level.AND;
    return loose && side.level() != level ? side.wrapped() : side.plain();
  }

  static Typed compare(Typed left, String operator, Typed right) {
    boolean equality = operator.equals("=") || operator.equals("==");
    if (left.type() == Form.CLASS || right.type() == Form.CLASS) {
      Typed column = left.type() == Form.CLASS ? left : right;
      String literal = left.type() == Form.CLASS ? right.literal() : left.literal();
      if (!equality || literal == null) {
        throw new Untranslatable("typeof()");
      }
      return ofClass(column, List.of(literal));
    }
    boolean order = operator.startsWith("<") || operator.startsWith(">");
    boolean ordered = order && !operator.equals("<>");
    Pair pair = align(left, right);
    if (ordered && (left.type() == Form.BOOLEAN || (left.type() == Form.OTHER && !alike(pair)))) {
      throw new Untranslatable("the order of these values");
    }
    String symbol =
        switch (operator) {
          case "==" -> "=";
          case "!=" -> "<>";
          default -> operator;
        };
    String collate = ordered && pair.left().type() == Form.TEXT ? " COLLATE \"C\"" : "";
    return new Typed(
        pair.left().wrapped() + collate + " " + symbol + " " + pair.right().wrapped(),
        Form.BOOLEAN,
        Level.COMPARISON);
  }

  static Typed is(Typed left, boolean not, Typed right) {
    if (right.type() == Form.NULL) {
      return isNull(left, not);
    }
    Pair pair = align(left, right);
    return new Typed(
        pair.left().wrapped()
            + (not ? " IS DISTINCT FROM " : " IS NOT DISTINCT FROM ")
            + pair.right().wrapped(),
        Form.BOOLEAN,
        Level.COMPARISON);
  }

  static Typed isNull(Typed value, boolean not) {
    return new Typed(
        value.wrapped() + (not ? " IS NOT NULL" : " IS NULL"), Form.BOOLEAN, Level.COMPARISON);
  }

  static Typed in(Typed left, boolean not, List<Typed> items) {
    if (left.type() == Form.CLASS) {
      List<String> literals = items.stream().map(Typed::literal).toList();
      if (not || literals.contains(null)) {
        throw new Untranslatable("typeof()");
      }
      return ofClass(left, literals);
    }
    if (items.isEmpty()) {
      throw new Untranslatable("an empty list");
    }
    List<String> sql = new ArrayList<>();
    for (Typed item : items) {
      sql.add(item.type() == Form.NULL ? "NULL" : align(left, item).right().plain());
    }
    return new Typed(
        left.wrapped() + (not ? " NOT IN (" : " IN (") + String.join(", ", sql) + ")",
        Form.BOOLEAN,
        Level.COMPARISON);
  }

  static Typed between(Typed left, boolean not, Typed low, Typed high) {
    Typed both = logic("AND", compare(left, ">=", low), compare(left, "<=", high));
    return not ? new Typed("NOT " + both.wrapped(), Form.BOOLEAN, Level.NOT) : both;
  }

  /** SQLite's LIKE ignores the case of ASCII letters, and knows no escape unless told. */
  static Typed like(Typed left, boolean not, Typed pattern) {
    if (!left.isPlainText() || pattern.literal() == null || pattern.type() != Form.TEXT) {
      throw new Untranslatable("LIKE of these values");
    }
    String text = pattern.literal();
    boolean letters = text.matches("(?s).*[A-Za-z].*");
    String value = letters ? "lower(" + left.plain() + " COLLATE \"C\")" : left.wrapped();
    String like = Typed.string(letters ? asciiLower(text) : text).sql();
    return new Typed(
        value + (not ? " NOT LIKE " : " LIKE ") + like + " ESCAPE ''",
        Form.BOOLEAN,
        Level.COMPARISON);
  }

  private static String asciiLower(String text) {
    StringBuilder result = new StringBuilder();
    text.chars().forEach(c -> result.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c)));
    return result.toString();
  }

  /** A check of storage classes that the column's type implies. */
  private static Typed ofClass(Typed typeof, List<String> classes) {
    String own =
        switch (typeof.column().type().kind()) {
          case BIGINT -> "integer";
          case DOUBLE -> "real";
          case TEXT, VARCHAR -> "text";
          case BYTES -> "blob";
          default -> "";
        };
    List<String> wanted = classes.stream().map(c -> c.toLowerCase(Locale.ROOT)).toList();
    if (own.isEmpty() || !wanted.contains(own)) {
      throw new Untranslatable("typeof()");
    }
    String column = Expressions.quote(typeof.column().name());
    return wanted.contains("null")
        ? new Typed("TRUE", Form.BOOLEAN)
        : new Typed(column + " IS NOT NULL", Form.BOOLEAN, Level.COMPARISON);
  }

  /** Brings a constant to the type of what it is compared with, as SQLite does by affinity. */
  private static Pair align(Typed left, Typed right) {
    if (left.literal() != null && right.literal() == null) {
      return align(right, left).turned();
    }
    boolean numbers = left.type().isNumber() && right.type().isNumber();
    boolean texts = left.isPlainText() && right.isPlainText();
    if (numbers || texts || alike(new Pair(left, right))) {
      return new Pair(left, right);
    }
    String literal = right.literal();
    if (literal != null && left.type() == Form.BOOLEAN && literal.matches("[01]")) {
      return new Pair(left, new Typed(literal.equals("1") ? "TRUE" : "FALSE", Form.BOOLEAN));
    } else if (literal != null && left.type().isNumber() && isNumber(literal)) {
      return new Pair(left, new Typed(literal, left.type()));
    } else if (literal != null && left.isPlainText() && right.type() == Form.INTEGER) {
      return new Pair(left, Typed.string(literal));
    }
    throw new Untranslatable("it compares values of different types");
  }

  private static boolean alike(Pair pair) {
    Expressions.Operand left = pair.left().column();
    Expressions.Operand right = pair.right().column();
    if (left == null || right == null || left.type().kind() != right.type().kind()) {
      return false;
    }
    Kind kind = left.type().kind();
    return kind.isTemporal() || kind == Kind.BOOLEAN || kind == Kind.UUID || kind == Kind.BYTES;
  }

  private static boolean isNumber(String text) {
    try {
      return text.length() < 19 && new BigDecimal(text).scale() < 19;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
