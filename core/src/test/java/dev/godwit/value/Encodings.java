package dev.godwit.value;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.Row;
import dev.godwit.model.TypeNames;
import dev.godwit.value.Conversions.Spelled;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.text.ServerText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What programs write into SQLite, as their sources say, and what PostgreSQL's types make of it.
 */
public final class Encodings {
  /**
   * {@code rule} and {@code ruled} are empty where no rule would change the outcome; {@code source}
   * is where the form was looked up.
   */
  public record Line(
      String writer,
      String written,
      String type,
      String outcome,
      String rule,
      String ruled,
      String source) {}

  private static final Map<String, CoercionRules> RULES =
      Map.of(
          "unit: us", by(TimeRules.DEFAULT.withUnit(Unit.MICROS)),
          "unit: ns", by(TimeRules.DEFAULT.withUnit(Unit.NANOS)),
          "unit: ms", by(TimeRules.DEFAULT.withUnit(Unit.MILLIS)),
          "unit: days", by(TimeRules.DEFAULT.withUnit(Unit.DAYS)),
          "unit: ticks", by(TimeRules.DEFAULT.withUnit(Unit.TICKS)),
          "unit: since_epoch", by(TimeRules.DEFAULT.withUnit(Unit.SINCE_EPOCH)),
          "precision: cut", by(TimeRules.DEFAULT.withPrecision(Precision.CUT)),
          "time: ignore-date", by(TimeRules.DEFAULT.ignoringDate()),
          "bytes: base64", by(Spelled.BASE64),
          "bytes: hex", by(Spelled.HEX));

  private static CoercionRules by(TimeRules rules) {
    return CoercionRules.DEFAULT.with(rules);
  }

  private static CoercionRules by(Spelled bytes) {
    return CoercionRules.DEFAULT.with(Conversions.NONE.spelling(bytes));
  }

  private static final List<Line> ALL = new ArrayList<>();

  private Encodings() {}

  public static List<Line> all() {
    return ALL;
  }

  static {
    try (InputStream in = Encodings.class.getResourceAsStream("/encodings.tsv")) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(cells -> add(cells[0], cells[1], cells[2], cells[3].split("; ")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void add(String source, String writer, String written, String... types) {
    Row cell = new Row(1);
    for (String each : types) {
      String[] parts = each.split(" by ");
      ColumnType type = type(parts[0]);
      set(cell, written);
      String outcome = outcome(cell, type, CoercionRules.DEFAULT);
      String rule = parts.length > 1 ? parts[1] : "";
      String ruled = rule.isEmpty() ? "" : outcome(cell, type, RULES.get(rule));
      ALL.add(new Line(writer, written, parts[0], outcome, rule, ruled, source));
    }
  }

  private static ColumnType type(String name) {
    return name.equals("mood")
        ? new ColumnType(
            Kind.NATIVE,
            0,
            0,
            "mood",
            new Nature(Family.ENUM, "mood", List.of("SAD", "OK"), List.of(), false))
        : TypeNames.parse(name);
  }

  private static void set(Row cell, String literal) {
    String inside = literal.replaceFirst("^x?['\"](.*)['\"]$", "$1");
    if (literal.startsWith("x'")) {
      cell.setBlob(0, HexFormat.of().parseHex(inside));
    } else if (!inside.equals(literal) || literal.length() == 2 && literal.startsWith("'")) {
      String text = inside.replace("\\n", "\n").replace("\\\\", "\\");
      cell.setText(0, text.getBytes(StandardCharsets.UTF_8));
    } else if (literal.contains(".")) {
      cell.setReal(0, Double.parseDouble(literal));
    } else {
      cell.setInteger(0, Long.parseLong(literal));
    }
  }

  /** As the server prints it, or why not. */
  private static String outcome(Row cell, ColumnType type, CoercionRules rules) {
    Row to = new Row(1);
    Outcome outcome = Coercions.of(ColumnType.of(Kind.ANY, ""), type, rules).apply(cell, 0, to, 0);
    return outcome.isMisfit()
        ? "a misfit: " + outcome.reason()
        : "`" + ServerText.of(type, to, 0) + "`";
  }
}
