package dev.godwit.value.server;

import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.Coercion;
import dev.godwit.value.Misfit;
import dev.godwit.value.Outcome;
import dev.godwit.value.plain.FloatCoercion;
import dev.godwit.value.text.FloatText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Points, lines and shapes: numbers that double precision holds exactly, in brackets. */
final class GeometryForm implements ServerForm {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|[+-]?(?i:infinity|nan)");
  private static final String P = "\\(n,n\\)";
  private static final String MANY = P + "(?:," + P + ")*";

  private final Family family;
  private final Pattern shape;
  private final Misfit misfit;
  private final Coercion number = new FloatCoercion(Kind.DOUBLE);
  private final Row text = new Row(1);
  private final Row cell = new Row(1);

  GeometryForm(Family family) {
    this.family = family;
    this.shape = Pattern.compile(shape(family));
    this.misfit = new Misfit("text that is not a " + name(family));
  }

  private static String name(Family family) {
    return family == Family.SEGMENT
        ? "line segment"
        : family.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String shape(Family family) {
    return switch (family) {
      case POINT -> P + "|n,n";
      case LINE -> "\\{n,n,n\\}";
      case SEGMENT ->
          "\\[" + P + "," + P + "\\]|\\(" + P + "," + P + "\\)|" + P + "," + P + "|n,n,n,n";
      case BOX -> "\\(" + P + "," + P + "\\)|" + P + "," + P + "|n,n,n,n";
      case PATH -> "\\[" + MANY + "\\]|\\(" + MANY + "\\)|" + MANY;
      case POLYGON -> "\\(" + MANY + "\\)|" + MANY;
      default -> "<" + P + ",n>|\\(" + P + ",n\\)|" + P + ",n|n,n,n";
    };
  }

  @Override
  public String of(String value) throws Misfit {
    List<Double> numbers = new ArrayList<>();
    Matcher m = NUMBER.matcher(value);
    StringBuilder plan = new StringBuilder();
    int at = 0;
    while (m.find()) {
      plan.append(value, at, m.start()).append('n');
      numbers.add(number(m.group()));
      at = m.end();
    }
    String skeleton =
        plan.append(value, at, value.length()).toString().replaceAll("[ \\t\\n\\r\\f\\x0b]+", "");
    // What was an n before is none of ours.
    if (value.replaceAll("(?i)nan|infinity", "").indexOf('n') >= 0
        || !shape.matcher(skeleton).matches()) {
      throw misfit;
    }
    return spelled(numbers, skeleton.startsWith("["));
  }

  private double number(String digits) throws Misfit {
    text.setText(0, digits);
    Outcome outcome = number.apply(text, 0, cell, 0);
    if (outcome.isMisfit()) {
      throw new Misfit(outcome);
    }
    return cell.real(0);
  }

  private String spelled(List<Double> n, boolean open) throws Misfit {
    return switch (family) {
      case POINT -> points(n, "", "");
      case LINE -> {
        if (n.get(0) == 0 && n.get(1) == 0) {
          throw misfit;
        }
        yield "{"
            + FloatText.of(n.get(0))
            + ","
            + FloatText.of(n.get(1))
            + ","
            + FloatText.of(n.get(2))
            + "}";
      }
      case SEGMENT -> points(n, "[", "]");
      case BOX -> points(corners(n), "", "");
      case PATH -> points(n, open ? "[" : "(", open ? "]" : ")");
      case POLYGON -> points(n, "(", ")");
      default -> {
        if (n.get(2) < 0) {
          throw misfit;
        }
        yield "<" + points(n.subList(0, 2), "", "") + "," + FloatText.of(n.get(2)) + ">";
      }
    };
  }

  private static String points(List<Double> n, String before, String after) {
    StringBuilder out = new StringBuilder(before);
    for (int i = 0; i < n.size(); i += 2) {
      out.append(i == 0 ? "(" : ",(").append(FloatText.of(n.get(i))).append(',');
      out.append(FloatText.of(n.get(i + 1))).append(')');
    }
    return out.append(after).toString();
  }

  /** The upper right one first; NaN is greater than any number. */
  private static List<Double> corners(List<Double> n) {
    List<Double> result = new ArrayList<>(n);
    for (int i = 0; i < 2; i++) {
      if (Double.compare(n.get(i) + 0.0, n.get(i + 2)) < 0) {
        result.set(i, n.get(i + 2));
        result.set(i + 2, n.get(i));
      }
    }
    return result;
  }
}
