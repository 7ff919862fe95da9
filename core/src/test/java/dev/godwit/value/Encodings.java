package dev.godwit.value;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import dev.godwit.model.Row;
import dev.godwit.model.TypeNames;
import dev.godwit.value.coerce.Coercions;
import dev.godwit.value.text.ServerText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What programs write into SQLite, as their sources say, and what PostgreSQL's types make of it.
 */
public final class Encodings {
  /** {@code rule} and {@code ruled} are empty where no rule would change the outcome. */
  public record Line(
      String writer, String written, String type, String outcome, String rule, String ruled) {}

  private static final Map<String, TimeRules> RULES =
      Map.of(
          "unit: us", TimeRules.DEFAULT.withUnit(Unit.MICROS),
          "unit: ns", TimeRules.DEFAULT.withUnit(Unit.NANOS),
          "unit: ms", TimeRules.DEFAULT.withUnit(Unit.MILLIS),
          "unit: ticks", TimeRules.DEFAULT.withUnit(Unit.TICKS),
          "unit: since_epoch", TimeRules.DEFAULT.withUnit(Unit.SINCE_EPOCH),
          "precision: cut", TimeRules.DEFAULT.withPrecision(Precision.CUT),
          "time: ignore-date", TimeRules.DEFAULT.ignoringDate());

  private static final List<Line> ALL = new ArrayList<>();

  private Encodings() {}

  public static List<Line> all() {
    return ALL;
  }

  private static void add(String writer, Object value, String... types) {
    Row cell = new Row(1);
    for (String each : types) {
      String[] parts = each.split(" by ");
      ColumnType type = type(parts[0]);
      set(cell, value);
      String outcome = outcome(cell, type, TimeRules.DEFAULT);
      String rule = parts.length > 1 ? parts[1] : "";
      String ruled = rule.isEmpty() ? "" : outcome(cell, type, RULES.get(rule));
      ALL.add(new Line(writer, show(value), parts[0], outcome, rule, ruled));
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

  private static void set(Row cell, Object value) {
    if (value instanceof Long number) {
      cell.setInteger(0, number);
    } else if (value instanceof Double number) {
      cell.setReal(0, number);
    } else if (value instanceof byte[] bytes) {
      cell.setBlob(0, bytes);
    } else {
      cell.setText(0, value.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String show(Object value) {
    return value instanceof byte[] bytes
        ? "x'" + HexFormat.of().formatHex(bytes) + "'"
        : value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  /** As the server prints it, or why not. */
  private static String outcome(Row cell, ColumnType type, TimeRules rules) {
    Row to = new Row(1);
    Outcome outcome =
        Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.of(rules))
            .apply(cell, 0, to, 0);
    return outcome.isMisfit()
        ? "a misfit: " + outcome.reason()
        : "`" + ServerText.of(type, to, 0) + "`";
  }

  static {
    byte[] uuid = HexFormat.of().parseHex("a0eebc999c0b4ef8bb6d6bb9bd380a11");
    add("Django `DateTimeField`", "2024-01-31 12:00:00.123456", "timestamptz", "timestamp");
    add("Django `DurationField`", 3_600_000_000L, "interval by unit: us", "bigint");
    add("Django `DecimalField`", 19.99, "numeric(7,2)", "money");
    add("Django `UUIDField`", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "uuid");
    add("Django `BooleanField`, GORM, TypeORM, sqlx, Prisma", 1L, "boolean");
    add("Django `GenericIPAddressField`", "2001:db8::1", "inet");
    add("Django `JSONField`, TypeORM `simple-json`", "{\"b\": [1, null]}", "jsonb", "json");
    add(
        "Django `BinaryField`, EF Core `byte[]`, Prisma `Bytes`",
        new byte[] {0, (byte) 255},
        "bytea",
        "text");
    add(
        "Rails `datetime`",
        "2024-01-31 12:00:00.123456",
        "timestamp",
        "timestamptz(3) by precision: cut");
    add("Rails `time`", "2000-01-01 12:30:00", "time by time: ignore-date");
    add("Rails before 5.2, `boolean`", "t", "boolean");
    add("Rails `serialize`", "--- - a", "text[]", "jsonb");
    add("SQLAlchemy `DateTime`", "2024-01-31 12:00:00.000000", "timestamp", "timestamptz", "date");
    add("SQLAlchemy `Time`", "12:30:00.000000", "time", "timetz");
    add("SQLAlchemy `Interval`", "1970-01-01 01:00:00.000000", "interval by unit: since_epoch");
    add("SQLAlchemy `Enum`, Hibernate `@Enumerated(STRING)`", "OK", "mood");
    add("SQLAlchemy `Uuid`", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "uuid");
    add("SQLAlchemy `JSON`, Prisma `Json`", "[\"a\", \"b\"]", "text[]", "jsonb");
    add("Hibernate `UUID`, sqlx `Uuid`", uuid, "uuid", "text");
    add("Hibernate `Duration`", 3_600_000_000_000L, "interval by unit: ns");
    add(
        "Hibernate `Instant`, Prisma `DateTime`, node-sqlite3 `Date`",
        1_706_702_400_000L,
        "timestamptz",
        "timestamp by unit: ms",
        "bigint");
    add("Hibernate, EF Core: enums by number", 1L, "mood", "smallint");
    add(
        "Prisma `DateTime` by a driver adapter",
        "2024-01-31T12:00:00.000+00:00",
        "timestamptz",
        "timestamp");
    add("Prisma `Decimal`, EF Core `decimal`", "19.90", "numeric(7,2)", "numeric", "money");
    add(
        "EF Core `DateTime`",
        "2024-01-31 12:00:00.1234567",
        "timestamp by precision: cut",
        "timestamptz by precision: cut");
    add("EF Core `DateTimeOffset`", "2024-01-31 12:00:00+02:00", "timestamptz", "timestamp");
    add("EF Core `TimeSpan`", "1.02:03:04.5000000", "interval", "time");
    add("EF Core `TimeOnly`", "12:30:00.1234567", "time by precision: cut");
    add("EF Core `DateOnly`, TypeORM `date`", "2024-01-31", "date", "timestamp");
    add("EF Core `Guid`", "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "uuid", "text");
    add(".NET `DateTime.Ticks`", 638_423_136_000_000_000L, "timestamp by unit: ticks");
    add(
        "GORM, go-sqlite3 `time.Time`",
        "2024-01-31 12:00:00.123456789+02:00",
        "timestamptz by precision: cut",
        "timestamp by precision: cut");
    add("Go `time.Duration`", 1_500_000_000L, "interval by unit: ns");
    add("TypeORM `datetime`", "2024-01-31 12:00:00.123", "timestamp", "timestamptz");
    add("TypeORM `simple-array`", "a,b", "text[]", "text");
    add("sqlx `chrono::DateTime`", "2024-01-31T12:00:00.123456+00:00", "timestamptz", "timestamp");
    add(
        "sqlx `chrono::NaiveDateTime`",
        "2024-01-31 12:00:00.123456789",
        "timestamp by precision: cut");
    add("flags as digits", "0101", "bit(4)", "varbit", "boolean");
    add(
        "JavaScript `Number` in a money column",
        0.1 + 0.2,
        "numeric(7,2)",
        "money",
        "double precision");
  }
}
