package dev.godwit.plan.expression;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.sql.Identifiers;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's expressions for SQLite, as far as they are sure to mean the same; null stands for
 * those that are not.
 */
public final class SqliteExpressions {
  private static final Pattern CAST =
      Pattern.compile(
          "(.*?)(?:::[a-zA-Z_][\\w. \"]*(?:\\([\\d, ]+\\))?(?:\\[\\])*)+", Pattern.DOTALL);
  private static final Pattern NUMBER = Pattern.compile("'?(-?\\d+(?:\\.\\d+)?)'?|\\((-\\d+)\\)");
  private static final Pattern ANY =
      Pattern.compile(
          "= ANY \\((?:ARRAY\\[([^\\[\\]]*)\\]|\\(ARRAY\\[([^\\[\\]]*)\\]\\)::[a-z ]+\\[\\])\\)");
  private static final Set<String> NOW =
      Set.of("now()", "CURRENT_TIMESTAMP", "transaction_timestamp()", "statement_timestamp()");
  private static final Set<String> OPERATORS =
      Set.of("=", "<>", "!=", "<", "<=", ">", ">=", "(", ")", ",", "-");
  private static final Set<String> WORDS =
      Set.of("and", "or", "not", "is", "null", "in", "between", "true", "false");

  private static final List<String> ORDERED = List.of("<", "<=", ">", ">=", "between");
  private static final List<String> HARMLESS = List.of("text", "character", "double");

  private SqliteExpressions() {}

  /** A default of a column of this type. */
  public static String defaultValue(String expression, ColumnType type) {
    Matcher cast = CAST.matcher(expression);
    String plain = cast.matches() ? cast.group(1) : expression;
    if (NOW.contains(plain)) {
      return switch (type.kind()) {
        case TIMESTAMPTZ -> "(strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now'))";
        case TIMESTAMP -> "(strftime('%Y-%m-%dT%H:%M:%f', 'now'))";
        default -> null;
      };
    }
    if (plain.equals("CURRENT_DATE") && type.kind() == Kind.DATE) {
      return "(date('now'))";
    }
    Matcher number = NUMBER.matcher(plain);
    return switch (type.kind()) {
      case BOOLEAN -> plain.equals("true") ? "1" : plain.equals("false") ? "0" : null;
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE -> number.matches() ? digits(number) : null;
      case NUMERIC -> number.matches() ? Identifiers.literal(digits(number)) : null;
      case TEXT, VARCHAR, CHAR, JSON, JSONB, UUID -> isString(plain) ? plain : null;
      case NATIVE ->
          type.name().endsWith("[]")
              ? plain.equals("'{}'") ? "'[]'" : null
              : isString(plain) ? plain : null;
      default -> null;
    };
  }

  private static String digits(Matcher number) {
    return number.group(1) == null ? number.group(2) : number.group(1);
  }

  private static boolean isString(String sql) {
    List<Token> tokens = SqlTokens.of(sql);
    return tokens.size() == 1 && tokens.get(0).type() == Token.Type.STRING && sql.startsWith("'");
  }

  /** A condition over columns whose values compare in SQLite as they do in PostgreSQL. */
  public static String condition(String expression, Table table, Map<String, String> names) {
    // = ANY (ARRAY[...]) is how PostgreSQL keeps IN (...).
    String sql =
        ANY.matcher(expression)
            .replaceAll(
                m ->
                    "IN ("
                        + Matcher.quoteReplacement(m.group(1) == null ? m.group(2) : m.group(1))
                        + ")");
    List<Token> tokens = SqlTokens.of(sql);
    if (comparesTexts(tokens, table)) {
      return null;
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (token.is(":") && i + 2 < tokens.size() && tokens.get(i + 1).is(":")) {
        if (!isHarmless(tokens, i)) {
          return null;
        }
        i += tokens.get(i + 2).is("character") || tokens.get(i + 2).is("double") ? 3 : 2;
        continue;
      }
      String part = part(token, i + 1 < tokens.size() ? tokens.get(i + 1) : null, table, names);
      if (part == null) {
        return null;
      }
      out.append(out.isEmpty() ? "" : " ").append(part);
    }
    return out.toString();
  }

  /** Whether texts are put in an order, which is the collation's. */
  private static boolean comparesTexts(List<Token> tokens, Table table) {
    boolean ordered = tokens.stream().anyMatch(t -> ORDERED.stream().anyMatch(t::is));
    return ordered
        && tokens.stream()
            .flatMap(t -> table.column(t.text()).stream())
            .anyMatch(c -> c.type().kind() == Kind.TEXT || c.type().kind() == Kind.VARCHAR);
  }

  /** Whether the cast at {@code i} changes nothing but the type. */
  private static boolean isHarmless(List<Token> tokens, int i) {
    Token type = tokens.get(i + 2);
    Token before = i == 0 ? type : tokens.get(i - 1);
    boolean constant =
        before.type() == Token.Type.STRING
            || before.type() == Token.Type.NUMBER
            || before.is(")") && i > 1 && tokens.get(i - 2).type() == Token.Type.NUMBER;
    return constant && !type.is("numeric") || HARMLESS.stream().anyMatch(type::is);
  }

  private static String part(Token token, Token next, Table table, Map<String, String> names) {
    switch (token.type()) {
      case STRING:
        return Identifiers.literal(token.text());
      case NUMBER:
        return token.text();
      case SYMBOL:
        return OPERATORS.contains(token.text()) ? token.text() : null;
      case WORD, QUOTED:
        break;
      default:
        return null;
    }
    String word = token.text().toLowerCase(Locale.ROOT);
    if (token.type() == Token.Type.WORD && WORDS.contains(word)) {
      return word.equals("true") ? "1" : word.equals("false") ? "0" : word.toUpperCase(Locale.ROOT);
    }
    if (next != null && next.is("(")) {
      return null;
    }
    Column column = table.column(token.text()).orElse(null);
    String name = names.get(token.text());
    return column == null || name == null || !comparesAlike(column)
        ? null
        : '"' + name.replace("\"", "\"\"") + '"';
  }

  private static boolean comparesAlike(Column column) {
    return switch (column.type().kind()) {
      case SMALLINT, INTEGER, BIGINT, DOUBLE, BOOLEAN -> true;
      // Order is the collation's; equality is the same but where another is asked for.
      case TEXT, VARCHAR -> column.collation() == null;
      default -> false;
    };
  }
}
