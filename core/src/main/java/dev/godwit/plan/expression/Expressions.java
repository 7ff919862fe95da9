package dev.godwit.plan.expression;

import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.sql.Identifiers;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Writes an expression of SQLite as one of PostgreSQL, where it means the same there for every row;
 * otherwise says why not. Works on columns as they are typed in the target.
 */
public final class Expressions {
  /** A column that an expression may name. {@code collation} is null for the usual one. */
  public record Operand(String name, ColumnType type, Affinity affinity, String collation) {}

  /** An expression of PostgreSQL, or, where {@code sql} is null, why there is none. */
  public record Translation(String sql, Typed.Form type, String why) {
    public boolean found() {
      return sql != null;
    }
  }

  /** Ends a translation: its message is the reason. */
  public static final class Untranslatable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Untranslatable(String message) {
      super(message, null, false, false);
    }
  }

  private final List<Token> tokens;
  private final Function<String, Operand> columns;
  private int at;

  private Expressions(List<Token> tokens, Function<String, Operand> columns) {
    this.tokens = tokens;
    this.columns = columns;
  }

  /** A condition: of a CHECK or of a partial index. The function gives null for unknown names. */
  public static Translation condition(String sql, Function<String, Operand> columns) {
    return translate(sql, columns, e -> Comparisons.truth(e.or()));
  }

  /** A value: of a generated column or of a part of an index. */
  public static Translation value(String sql, Function<String, Operand> columns) {
    return translate(sql, columns, Expressions::or);
  }

  private static Translation translate(
      String sql, Function<String, Operand> columns, Function<Expressions, Typed> rule) {
    if (sql == null) {
      return new Translation(null, null, "its text is not known");
    }
    Expressions parser = new Expressions(SqlTokens.of(sql), columns);
    try {
      Typed result = rule.apply(parser);
      if (parser.at < parser.tokens.size()) {
        throw new Untranslatable("\"" + parser.tokens.get(parser.at).text() + "\" is not known");
      }
      return new Translation(result.plain(), result.type(), null);
    } catch (Untranslatable e) {
      return new Translation(null, null, e.getMessage());
    }
  }

  private Typed or() {
    Typed left = and();
    while (accept("OR")) {
      left = Comparisons.logic("OR", left, and());
    }
    return left;
  }

  private Typed and() {
    Typed left = not();
    while (accept("AND")) {
      left = Comparisons.logic("AND", left, not());
    }
    return left;
  }

  private Typed not() {
    if (accept("NOT")) {
      return new Typed(
          "NOT " + Comparisons.truth(not()).wrapped(), Typed.Form.BOOLEAN, Typed.Level.NOT);
    }
    return comparison();
  }

  private Typed comparison() {
    Typed left = sum();
    if (peek("NOT") && at + 1 < tokens.size() && !tokens.get(at + 1).is("NULL")) {
      at++;
      return postfix(left, true);
    }
    for (String operator : List.of("==", "=", "<>", "!=", "<=", ">=", "<", ">")) {
      if (accept(operator)) {
        return Comparisons.compare(left, operator, sum());
      }
    }
    if (accept("IS")) {
      boolean not = accept("NOT");
      return Comparisons.is(left, not, sum());
    } else if (accept("ISNULL")) {
      return Comparisons.isNull(left, false);
    } else if (accept("NOTNULL") || (accept("NOT") && accept("NULL"))) {
      return Comparisons.isNull(left, true);
    }
    return peek("IN") || peek("BETWEEN") || peek("LIKE") ? postfix(left, false) : left;
  }

  private Typed postfix(Typed left, boolean not) {
    if (accept("IN")) {
      return Comparisons.in(left, not, list());
    } else if (accept("BETWEEN")) {
      Typed low = sum();
      expect("AND");
      Typed high = sum();
      return Comparisons.between(left, not, low, high);
    } else if (accept("LIKE")) {
      Typed pattern = sum();
      if (peek("ESCAPE")) {
        throw new Untranslatable("LIKE ... ESCAPE");
      }
      return Comparisons.like(left, not, pattern);
    }
    throw unknown();
  }

  private Typed sum() {
    Typed left = product();
    while (peek("+") || peek("-")) {
      String operator = tokens.get(at++).text();
      left = Typed.arithmetic(left, operator, product());
    }
    return left;
  }

  private Typed product() {
    Typed left = concatenation();
    while (peek("*") || peek("/") || peek("%")) {
      String operator = tokens.get(at++).text();
      left = Typed.arithmetic(left, operator, concatenation());
    }
    return left;
  }

  private Typed concatenation() {
    Typed left = unary();
    while (accept("||")) {
      left = Typed.concatenation(left, unary());
    }
    return left;
  }

  private Typed unary() {
    if (accept("-")) {
      return Typed.negative(unary());
    }
    accept("+");
    return primary();
  }

  private Typed primary() {
    if (at >= tokens.size()) {
      throw new Untranslatable("it is not complete");
    }
    Token token = tokens.get(at++);
    return switch (token.type()) {
      case NUMBER -> Typed.number(token.text());
      case STRING -> Typed.string(token.text());
      case BLOB -> new Typed("'\\x" + token.text() + "'::bytea", Typed.Form.BYTES);
      case NAME -> column(token);
      case QUOTED ->
          columns.apply(token.text()) == null ? Typed.string(token.text()) : column(token);
      case WORD -> word(token);
      case SYMBOL -> {
        if (!token.is("(")) {
          throw new Untranslatable("\"" + token.text() + "\" is not known");
        }
        Typed inner = or();
        expect(")");
        yield inner;
      }
    };
  }

  private Typed word(Token token) {
    if (peek("(") && columnOnly(token) == null) {
      return Functions.call(token.text(), token.is("CAST") ? cast() : list());
    } else if (token.is("NULL")) {
      return Typed.NULL;
    } else if (token.is("TRUE") || token.is("FALSE")) {
      return Typed.number(token.is("TRUE") ? "1" : "0");
    }
    return column(token);
  }

  private Operand columnOnly(Token token) {
    return peek("(") ? null : columns.apply(token.text());
  }

  private Typed column(Token token) {
    Token name = token;
    if (peek(".") && at + 1 < tokens.size()) {
      name = tokens.get(at + 1);
      at += 2;
    }
    Operand column = columns.apply(name.text());
    if (column == null) {
      throw new Untranslatable("there is no column " + name.text());
    }
    return Typed.column(column);
  }

  private List<Typed> list() {
    expect("(");
    List<Typed> items = new ArrayList<>();
    if (!peek(")")) {
      do {
        items.add(or());
      } while (accept(","));
    }
    expect(")");
    return items;
  }

  /** The value and the name of the type of a CAST. */
  private List<Typed> cast() {
    expect("(");
    Typed value = or();
    expect("AS");
    StringBuilder type = new StringBuilder();
    while (at < tokens.size() && tokens.get(at).type() == Token.Type.WORD) {
      type.append(tokens.get(at++).text());
    }
    expect(")");
    return List.of(value, Typed.string(type.toString()));
  }

  private boolean peek(String word) {
    return at < tokens.size() && tokens.get(at).is(word);
  }

  private boolean accept(String word) {
    if (peek(word)) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    if (!accept(word)) {
      throw unknown();
    }
  }

  private Untranslatable unknown() {
    return at < tokens.size()
        ? new Untranslatable("\"" + tokens.get(at).text() + "\" is not known")
        : new Untranslatable("it is not complete");
  }

  public static String quote(String name) {
    return Identifiers.postgres(name);
  }
}
