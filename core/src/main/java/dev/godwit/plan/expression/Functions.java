package dev.godwit.plan.expression;

import dev.godwit.plan.expression.Expressions.Untranslatable;
import dev.godwit.plan.expression.Typed.Form;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The functions that SQLite and PostgreSQL both have, where they give the same. */
public final class Functions {
  private static final String C = " COLLATE \"C\")";

  private Functions() {}

  static Typed call(String name, List<Typed> arguments) {
    String lower = name.toLowerCase(Locale.ROOT);
    Typed first = arguments.isEmpty() ? Typed.NULL : arguments.get(0);
    Typed result =
        switch (lower) {
          case "typeof",
              "json_valid",
              "length",
              "lower",
              "upper",
              "trim",
              "ltrim",
              "rtrim",
              "abs" ->
              arguments.size() == 1 ? ofOne(lower, first) : null;
          case "coalesce", "ifnull" -> coalesce(arguments);
          case "substr", "substring" -> substring(arguments);
          case "instr", "replace" -> ofTexts(lower, arguments);
          case "cast" -> cast(first, arguments.get(1).literal().toUpperCase(Locale.ROOT));
          default -> null;
        };
    if (result == null) {
      throw new Untranslatable("the function " + name + "()");
    }
    return result;
  }

  /** A function of one argument, or null where it has none that is the same. */
  private static Typed ofOne(String name, Typed value) {
    boolean column = value.column() != null;
    boolean text = value.type() == Form.TEXT;
    boolean number = value.type() == Form.INTEGER || value.type() == Form.DOUBLE;
    if (name.equals("typeof") && column) {
      return new Typed("", Form.CLASS, Typed.Level.ATOM, null, value.column());
    } else if (name.equals("json_valid") && column && isJson(value)) {
      return new Typed("TRUE", Form.BOOLEAN);
    } else if (name.equals("length") && text) {
      return new Typed("length(" + value.plain() + ")", Form.INTEGER);
    } else if (name.equals("abs") && number) {
      return new Typed("abs(" + value.plain() + ")", value.type());
    } else if (name.endsWith("er") && text) {
      // SQLite changes the case of ASCII letters only, as PostgreSQL does under "C".
      return new Typed(name + "(" + value.wrapped() + C, Form.TEXT);
    } else if (name.endsWith("trim") && text) {
      String sql = name.equals("trim") ? "btrim" : name;
      return new Typed(sql + "(" + value.plain() + ")", Form.TEXT);
    }
    return null;
  }

  private static Typed ofTexts(String name, List<Typed> arguments) {
    if (!arguments.stream().allMatch(a -> a.type() == Form.TEXT)) {
      return null;
    }
    boolean instr = name.equals("instr");
    String sql = (instr ? "strpos(" : "replace(") + join(arguments) + ")";
    return arguments.size() == (instr ? 2 : 3)
        ? new Typed(sql, instr ? Form.INTEGER : Form.TEXT)
        : null;
  }

  private static boolean isJson(Typed value) {
    return switch (value.column().type().kind()) {
      case JSON, JSONB -> true;
      default -> false;
    };
  }

  private static Typed coalesce(List<Typed> arguments) {
    Form type = arguments.isEmpty() ? Form.NULL : arguments.get(0).type();
    boolean same = arguments.stream().allMatch(a -> a.type() == type || a.type() == Form.NULL);
    if (!same || type == Form.CLASS || type == Form.NULL || arguments.size() < 2) {
      throw new Untranslatable("coalesce() of different types");
    }
    return new Typed("coalesce(" + join(arguments) + ")", type);
  }

  /** Both count from 1; they differ where the start or the length is negative. */
  private static Typed substring(List<Typed> arguments) {
    boolean known = arguments.size() > 1 && arguments.get(0).type() == Form.TEXT;
    for (Typed number : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
      known &= number.literal() != null && number.literal().matches("\\d{1,9}");
    }
    if (!known || arguments.size() > 3 || (arguments.size() == 2 && isZero(arguments.get(1)))) {
      throw new Untranslatable("substr() of these values");
    }
    return new Typed("substr(" + join(arguments) + ")", Form.TEXT);
  }

  private static boolean isZero(Typed number) {
    return number.literal().matches("0+");
  }

  private static Typed cast(Typed value, String type) {
    if (value.type() == Form.INTEGER && type.contains("INT")) {
      return value;
    } else if (value.type() == Form.INTEGER && (type.contains("CHAR") || type.contains("TEXT"))) {
      return new Typed(value.wrapped() + "::text", Form.TEXT);
    } else if (value.type() == Form.TEXT && type.equals("TEXT")) {
      return value;
    }
    throw new Untranslatable("CAST to " + type);
  }

  private static String join(List<Typed> arguments) {
    return arguments.stream().map(Typed::plain).collect(Collectors.joining(", "));
  }
}
