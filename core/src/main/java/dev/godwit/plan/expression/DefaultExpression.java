package dev.godwit.plan.expression;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.sql.Identifiers;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the default of a SQLite column for a column of PostgreSQL, where its type can hold it. */
public final class DefaultExpression {
  private static final String UTC = "(now() AT TIME ZONE 'UTC')";
  private static final String SECONDS = "extract(epoch FROM now())::bigint";
  private static final Set<String> TRUE = Set.of("1", "true", "t", "yes", "y", "on");
  private static final Set<String> FALSE = Set.of("0", "false", "f", "no", "n", "off");
  private static final Pattern FORMAT = Pattern.compile("strftime\\('([^']*)','now'(,'[^']*')?\\)");
  private static final Pattern NOW =
      Pattern.compile("(datetime|date|time)\\(('now'(,'utc'|,'localtime')?)?\\)");
  private static final Pattern SINCE_1970 =
      Pattern.compile("cast\\(strftime\\('%s','now'\\)as(int|integer)\\)");
  private static final Pattern MILLIS =
      Pattern.compile(
          "\\(*(strftime\\('%s','now'\\)|unixepoch\\(('now')?\\)|"
              + SINCE_1970.pattern()
              + ")\\)*\\*1000\\)*");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Map<Character, String> FIELDS =
      Map.of(
          'Y', "YYYY", 'm', "MM", 'd', "DD", 'H', "HH24", 'M', "MI", 'S', "SS", 'f', "SS.MS", 'j',
          "DDD");

  private DefaultExpression() {}

  /** Whether the default is NULL, which is what a column without one has. */
  public static boolean isNone(String value) {
    return value == null || value.strip().equalsIgnoreCase("NULL");
  }

  /** The default as PostgreSQL writes it, or null where there is none that does the same. */
  public static String translate(String value, ColumnType type) {
    List<Token> tokens = SqlTokens.of(value);
    while (tokens.size() > 2
        && tokens.get(0).is("(")
        && SqlTokens.closing(tokens, 0) == tokens.size() - 1) {
      tokens = tokens.subList(1, tokens.size() - 1);
    }
    if (tokens.isEmpty()) {
      return null;
    }
    Token first = tokens.get(0);
    boolean signed = tokens.size() == 2 && (first.is("-") || first.is("+"));
    if (signed && tokens.get(1).type() == Token.Type.NUMBER) {
      return number(first.is("-") ? "-" + tokens.get(1).text() : tokens.get(1).text(), type);
    } else if (tokens.size() > 1) {
      String call = function(normal(tokens), type);
      return call == null ? constant(value, type) : call;
    }
    return switch (first.type()) {
      case NUMBER -> number(first.text(), type);
      case STRING, QUOTED, NAME -> string(first.text(), type);
      case BLOB -> type.kind() == Kind.BYTES ? "'\\x" + first.text() + "'::bytea" : null;
      case WORD -> word(first.text(), type);
      case SYMBOL -> null;
    };
  }

  /** An expression of constants, where its own type is that of the column: nothing is cast. */
  private static String constant(String sql, ColumnType type) {
    Expressions.Translation found = Expressions.value(sql, column -> null);
    boolean same =
        found.found()
            && switch (type.kind()) {
              case BIGINT -> found.type() == Typed.Form.INTEGER;
              case DOUBLE -> found.type() == Typed.Form.DOUBLE;
              case TEXT -> found.type() == Typed.Form.TEXT;
              case BYTES -> found.type() == Typed.Form.BYTES;
              case BOOLEAN -> found.type() == Typed.Form.BOOLEAN;
              default -> false;
            };
    return same ? "(" + found.sql() + ")" : null;
  }

  private static String word(String word, ColumnType type) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "true" -> number("1", type);
      case "false" -> number("0", type);
      case "current_timestamp" -> function("datetime('now')", type);
      case "current_date" -> function("date('now')", type);
      case "current_time" -> function("time('now')", type);
      // SQLite takes a bare name for a string.
      default -> string(word, type);
    };
  }

  private static String number(String text, ColumnType type) {
    BigDecimal value;
    try {
      value = new BigDecimal(text.replace("_", ""));
    } catch (NumberFormatException e) {
      return null;
    }
    return switch (type.kind()) {
      case BIGINT -> isInteger(value) ? value.toBigInteger().toString() : null;
      case DOUBLE -> value.abs().doubleValue() <= Double.MAX_VALUE ? value.toString() : null;
      case NUMERIC -> fits(value, type) ? value.toPlainString() : null;
      case BOOLEAN -> bool(value.stripTrailingZeros().toPlainString());
      case TEXT, VARCHAR -> string(spelled(text, value), type);
      case BYTES -> string(spelled(text, value), type);
      case JSONB, JSON -> Identifiers.literal(value.toPlainString()) + "::" + type.name();
      default -> null;
    };
  }

  private static String spelled(String text, BigDecimal value) {
    boolean plain = text.matches("-?\\d{1,18}");
    return plain ? value.toBigInteger().toString() : String.valueOf(value.doubleValue());
  }

  private static boolean isInteger(BigDecimal value) {
    return value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
        && value.stripTrailingZeros().scale() <= 0;
  }

  private static boolean fits(BigDecimal value, ColumnType type) {
    BigDecimal plain = value.stripTrailingZeros();
    return Math.abs(plain.scale()) < 1000
        && (type.length() == 0
            || (plain.scale() <= type.scale()
                && plain.precision() - plain.scale() <= type.length() - type.scale()));
  }

  private static String bool(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TRUE.contains(lower) ? "TRUE" : FALSE.contains(lower) ? "FALSE" : null;
  }

  private static String string(String text, ColumnType type) {
    boolean nul = text.indexOf('\0') >= 0;
    return switch (type.kind()) {
      case TEXT -> nul ? null : Identifiers.literal(text);
      case VARCHAR ->
          !nul && text.codePointCount(0, text.length()) <= type.length()
              ? Identifiers.literal(text)
              : null;
      case BYTES -> nul ? null : "convert_to(" + Identifiers.literal(text) + ", 'UTF8')";
      case BOOLEAN -> bool(text);
      case BIGINT, DOUBLE, NUMERIC -> text.isBlank() ? null : number(text.strip(), type);
      case UUID ->
          text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
              ? Identifiers.literal(text)
              : null;
      case DATE -> DATE.matcher(text).matches() ? temporal(text, type) : null;
      case TIMESTAMP, TIMESTAMPTZ -> temporal(text, type);
      case JSON, JSONB ->
          text.matches("\\{\\}|\\[\\]|null|true|false") ? Identifiers.literal(text) : null;
      default -> null;
    };
  }

  private static String temporal(String text, ColumnType type) {
    String iso = text.strip().replace(' ', 'T');
    try {
      switch (type.kind()) {
        case DATE -> java.time.LocalDate.parse(iso);
        case TIMESTAMP -> java.time.LocalDateTime.parse(iso);
        default -> java.time.OffsetDateTime.parse(iso);
      }
      return Identifiers.literal(text.strip());
    } catch (java.time.format.DateTimeParseException e) {
      return null;
    }
  }

  /** The tokens without blanks, in lower case but for strings. */
  private static String normal(List<Token> tokens) {
    StringBuilder text = new StringBuilder();
    for (Token token : tokens) {
      text.append(
          token.type() == Token.Type.STRING || token.type() == Token.Type.QUOTED
              ? Identifiers.literal(token.text())
              : token.text().toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }

  private static String function(String call, ColumnType type) {
    Matcher now = NOW.matcher(call);
    Matcher format = FORMAT.matcher(call);
    boolean text = type.kind() == Kind.TEXT;
    if (now.matches()) {
      boolean local = ",'localtime'".equals(now.group(3));
      return now(now.group(1), local ? "LOCALTIMESTAMP" : UTC, local, type);
    } else if (format.matches()) {
      boolean local = ",'localtime'".equals(format.group(2));
      boolean known = format.group(2) == null || local;
      return known ? formatted(format.group(1), local ? "LOCALTIMESTAMP" : UTC, local, type) : null;
    } else if (MILLIS.matcher(call).matches()) {
      return type.kind() == Kind.BIGINT ? SECONDS + " * 1000" : null;
    } else if (SINCE_1970.matcher(call).matches()) {
      return type.kind() == Kind.BIGINT ? SECONDS : null;
    } else if (call.matches("unixepoch\\(('now')?\\)")) {
      return type.kind() == Kind.BIGINT ? SECONDS : moment(type, false);
    } else if (call.matches("julianday\\(('now')?\\)") && type.kind() == Kind.DOUBLE) {
      return "extract(julian FROM " + UTC + ")::double precision";
    } else if (call.equals("lower(hex(randomblob(16)))") && text) {
      return "replace(gen_random_uuid()::text, '-', '')";
    } else if (call.equals("hex(randomblob(16))") && text) {
      return "upper(replace(gen_random_uuid()::text, '-', ''))";
    } else if (call.matches("(?s)lower\\(hex\\(randomblob\\(4\\)\\)\\)?\\|\\|'-'.*-4.*")) {
      return text
          ? "gen_random_uuid()::text"
          : type.kind() == Kind.UUID ? "gen_random_uuid()" : null;
    }
    return null;
  }

  private static String now(String function, String clock, boolean local, ColumnType type) {
    String cast = function.equals("datetime") ? "" : "::" + function;
    return switch (type.kind()) {
      case TEXT, VARCHAR -> {
        String format =
            switch (function) {
              case "datetime" -> "YYYY-MM-DD HH24:MI:SS";
              case "date" -> "YYYY-MM-DD";
              default -> "HH24:MI:SS";
            };
        yield type.length() > 0 && type.length() < format.length()
            ? null
            : "to_char(" + clock + ", '" + format + "')";
      }
      case DATE -> function.equals("date") ? clock + "::date" : null;
      case TIME -> function.equals("time") ? clock + "::time" : null;
      case TIMESTAMP -> function.equals("time") ? null : clock + cast;
      case TIMESTAMPTZ -> function.equals("datetime") ? moment(type, local) : null;
      default -> null;
    };
  }

  private static String moment(ColumnType type, boolean local) {
    return type.kind() == Kind.TIMESTAMPTZ && !local ? "CURRENT_TIMESTAMP" : null;
  }

  private static String formatted(String format, String clock, boolean local, ColumnType type) {
    if (format.equals("%s")) {
      return type.kind() == Kind.BIGINT ? SECONDS : moment(type, local);
    } else if (type.kind() == Kind.TIMESTAMP || type.kind() == Kind.TIMESTAMPTZ) {
      boolean moment = format.matches("%Y-%m-%d[ T]%H:%M:(%S|%f)Z?");
      boolean plain = type.kind() == Kind.TIMESTAMP && moment;
      return plain ? clock : moment ? moment(type, local) : null;
    } else if (type.kind() != Kind.TEXT) {
      return null;
    }
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        pattern.append(Character.isLetterOrDigit(c) ? "\"" + c + "\"" : String.valueOf(c));
      } else if (i + 1 < format.length() && FIELDS.containsKey(format.charAt(i + 1))) {
        pattern.append(FIELDS.get(format.charAt(++i)));
      } else {
        return null;
      }
    }
    return "to_char(" + clock + ", " + Identifiers.literal(pattern.toString()) + ")";
  }
}
