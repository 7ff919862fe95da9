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

  private static final Map<String, TimeRules> RULES =
      Map.of(
          "unit: us", TimeRules.DEFAULT.withUnit(Unit.MICROS),
          "unit: ns", TimeRules.DEFAULT.withUnit(Unit.NANOS),
          "unit: ms", TimeRules.DEFAULT.withUnit(Unit.MILLIS),
          "unit: days", TimeRules.DEFAULT.withUnit(Unit.DAYS),
          "unit: ticks", TimeRules.DEFAULT.withUnit(Unit.TICKS),
          "unit: since_epoch", TimeRules.DEFAULT.withUnit(Unit.SINCE_EPOCH),
          "precision: cut", TimeRules.DEFAULT.withPrecision(Precision.CUT),
          "time: ignore-date", TimeRules.DEFAULT.ignoringDate());

  private static final List<Line> ALL = new ArrayList<>();

  private Encodings() {}

  public static List<Line> all() {
    return ALL;
  }

  private static void add(String source, String writer, Object value, String... types) {
    Row cell = new Row(1);
    for (String each : types) {
      String[] parts = each.split(" by ");
      ColumnType type = type(parts[0]);
      set(cell, value);
      String outcome = outcome(cell, type, TimeRules.DEFAULT);
      String rule = parts.length > 1 ? parts[1] : "";
      String ruled = rule.isEmpty() ? "" : outcome(cell, type, RULES.get(rule));
      ALL.add(new Line(writer, show(value), parts[0], outcome, rule, ruled, source));
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
        : value instanceof String text
            ? "'" + text.replace("\n", "\\n") + "'"
            : String.valueOf(value);
  }

  /** As the server prints it, or why not. */
  private static String outcome(Row cell, ColumnType type, TimeRules rules) {
    Row to = new Row(1);
    Outcome outcome =
        Coercions.of(ColumnType.of(Kind.ANY, ""), type, CoercionRules.DEFAULT.with(rules))
            .apply(cell, 0, to, 0);
    return outcome.isMisfit()
        ? "a misfit: " + outcome.reason()
        : "`" + ServerText.of(type, to, 0) + "`";
  }

  static {
    byte[] uuid = HexFormat.of().parseHex("a0eebc999c0b4ef8bb6d6bb9bd380a11");
    byte[] net = HexFormat.of().parseHex("99bceea00b9cf84ebb6d6bb9bd380a11");
    add(
        "Django 3.2.25, `db/backends/sqlite3/operations.py`",
        "Django `DateTimeField`",
        "2024-01-31 12:00:00.123456",
        "timestamptz",
        "timestamp");
    add(
        "Django 3.2.25, `db/backends/sqlite3/operations.py`",
        "Django `TimeField`",
        "12:30:00.123456",
        "time",
        "timetz");
    add(
        "Django 3.2.25, `db/models/fields/__init__.py`",
        "Django `DurationField`",
        3_600_000_000L,
        "interval by unit: us",
        "bigint");
    add(
        "Django 3.2.25, `db/backends/sqlite3/base.py`",
        "Django `DecimalField`",
        19.99,
        "numeric(7,2)",
        "money");
    add(
        "Django 3.2.25, `db/models/fields/__init__.py`",
        "Django `UUIDField`, peewee `UUIDField`",
        "a0eebc999c0b4ef8bb6d6bb9bd380a11",
        "uuid");
    add("Django 3.2.25, `db/backends/sqlite3/base.py`", "Django `BooleanField`", 1L, "boolean");
    add(
        "Django 3.2.25, `db/models/fields/__init__.py`",
        "Django `GenericIPAddressField`",
        "2001:db8::1",
        "inet");
    add(
        "Django 3.2.25, `db/models/fields/json.py`",
        "Django `JSONField`",
        "{\"b\": [1, null]}",
        "jsonb",
        "json");
    add(
        "Django 3.2.25, `db/models/fields/__init__.py`",
        "Django `BinaryField`",
        new byte[] {0, (byte) 255},
        "bytea",
        "text");
    add(
        "Rails 6.1.7, `abstract/quoting.rb`",
        "Rails `datetime`",
        "2024-01-31 12:00:00.123456",
        "timestamp",
        "timestamptz(3) by precision: cut");
    add(
        "Rails 6.1.7, `sqlite3/quoting.rb`",
        "Rails `time`",
        "2000-01-01 12:30:00",
        "time by time: ignore-date");
    add("Rails 6.1.7, `sqlite3/quoting.rb`", "Rails `decimal`", 19.99, "numeric(7,2)");
    add("Rails 6.1.7, `sqlite3/quoting.rb`", "Rails `boolean`", 1L, "boolean");
    add(
        "Rails 5.2, `new_framework_defaults_5_2.rb`",
        "Rails before 5.2, `boolean`",
        "t",
        "boolean");
    add(
        "Rails 6.1.7, `coders/yaml_column.rb`",
        "Rails `serialize`",
        "---\n- a\n",
        "text[]",
        "jsonb");
    add(
        "SQLAlchemy 1.4.46, `dialects/sqlite/base.py`",
        "SQLAlchemy `DateTime`",
        "2024-01-31 12:00:00.000000",
        "timestamp",
        "timestamptz",
        "date");
    add(
        "SQLAlchemy 1.4.46, `dialects/sqlite/base.py`",
        "SQLAlchemy `DateTime(truncate_microseconds)`",
        "2024-01-31 12:00:00",
        "timestamp");
    add(
        "SQLAlchemy 1.4.46, `dialects/sqlite/base.py`",
        "SQLAlchemy `Time`",
        "12:30:00.000000",
        "time",
        "timetz");
    add(
        "SQLAlchemy 1.4.46, `sql/sqltypes.py`",
        "SQLAlchemy `Interval`",
        "1970-01-01 01:00:00.000000",
        "interval by unit: since_epoch");
    add("SQLAlchemy 1.4.46, `sql/sqltypes.py`", "SQLAlchemy `Enum`", "OK", "mood");
    add("as it is known", "SQLAlchemy 2 `Uuid`", "a0eebc999c0b4ef8bb6d6bb9bd380a11", "uuid");
    add(
        "SQLAlchemy 1.4.46, `sql/sqltypes.py`",
        "SQLAlchemy `JSON`",
        "[\"a\", \"b\"]",
        "text[]",
        "jsonb");
    add("as it is known", "Hibernate `UUID`", uuid, "uuid", "text");
    add(
        "Hibernate 6.6.5, `DurationJavaType.java`",
        "Hibernate `Duration`",
        3_600_000_000_000L,
        "interval by unit: ns");
    add(
        "sqlite-jdbc 3.47.1, `CorePreparedStatement.java`",
        "Hibernate `Instant`, JDBC `Timestamp`",
        1_706_702_400_000L,
        "timestamptz",
        "timestamp by unit: ms",
        "bigint");
    add(
        "sqlite-jdbc 3.47.1, `CorePreparedStatement.java`",
        "JDBC `Timestamp`, `date_class=REAL`",
        2460341.0,
        "timestamptz",
        "timestamp");
    add(
        "sqlite-jdbc 3.47.1, `CorePreparedStatement.java`",
        "JDBC `Timestamp`, `date_class=TEXT`",
        "2024-01-31 12:00:00.123",
        "timestamptz",
        "timestamp");
    add(
        "sqlite-jdbc 3.47.1, `JDBC3PreparedStatement.java`",
        "JDBC `BigDecimal`",
        "19.90",
        "numeric(7,2)",
        "numeric",
        "money");
    add("as it is known", "Hibernate, EF Core, Rails: enums by number", 1L, "mood", "smallint");
    add(
        "prisma-engines 074e622, `quaint/…/conversion.rs`",
        "Prisma `DateTime`",
        1_706_702_400_000L,
        "timestamptz",
        "timestamp by unit: ms");
    add(
        "prisma-engines 0cf9b4a, `driver-adapters/…/sqlite.rs`",
        "Prisma `DateTime` by a driver adapter",
        "2024-01-31T12:00:00.000+00:00",
        "timestamptz",
        "timestamp");
    add(
        "@prisma/adapter-better-sqlite3 6.10.0, `dist/index.js`",
        "Prisma `Date` by better-sqlite3",
        "2024-01-31 12:00:00",
        "timestamptz",
        "timestamp");
    add("prisma-engines 074e622, `quaint/…/conversion.rs`", "quaint `Time`", 45_000_000L, "time");
    add(
        "prisma-engines 074e622, `quaint/…/conversion.rs`",
        "Prisma `Decimal`",
        19.9,
        "numeric(7,2)",
        "numeric",
        "money");
    add("prisma-engines 074e622, `quaint/…/conversion.rs`", "Prisma `Boolean`", 1L, "boolean");
    add(
        "prisma-engines 074e622, `quaint/…/conversion.rs`",
        "Prisma `Bytes`",
        new byte[] {0, (byte) 255},
        "bytea");
    add(
        "prisma-engines 074e622, `quaint/…/conversion.rs`",
        "Prisma `Json`",
        "{\"b\":[1,null]}",
        "jsonb",
        "json");
    add(
        "prisma-engines 074e622, `quaint/…/conversion.rs`",
        "Prisma `Uuid`",
        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
        "uuid");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `DateTime`",
        "2024-01-31 12:00:00.1234567",
        "timestamp by precision: cut",
        "timestamptz by precision: cut");
    add("efcore, `SqliteValueBinder.cs`", "EF Core `DateTime` as a real", 2460341.0, "timestamp");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `DateTimeOffset`",
        "2024-01-31 12:00:00+02:00",
        "timestamptz",
        "timestamp");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `TimeSpan`",
        "1.02:03:04.5000000",
        "interval",
        "time");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `TimeSpan` as a real",
        1.5,
        "interval by unit: days");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `TimeOnly`",
        "12:30:00.1234567",
        "time by precision: cut");
    add("as it is known", "EF Core `DateOnly`", "2024-01-31", "date", "timestamp");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `decimal`",
        "19.9",
        "numeric(7,2)",
        "numeric",
        "money");
    add("efcore, `SqliteValueBinder.cs`", "EF Core `byte[]`", new byte[] {0, (byte) 255}, "bytea");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `Guid`",
        "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11",
        "uuid",
        "text");
    add(
        "efcore, `SqliteValueBinder.cs`",
        "EF Core `Guid` as a blob: its first three parts are turned round",
        net,
        "uuid");
    add(
        "as it is known",
        ".NET `DateTime.Ticks`",
        638_423_136_000_000_000L,
        "timestamp by unit: ticks");
    add(
        "go-sqlite3 1.14.16, `sqlite3.go`",
        "GORM, go-sqlite3 `time.Time`",
        "2024-01-31 12:00:00.123456789+02:00",
        "timestamptz by precision: cut",
        "timestamp by precision: cut");
    add("go-sqlite3 1.14.16, `sqlite3.go`", "GORM, go-sqlite3 `bool`", 1L, "boolean");
    add("as it is known", "Go `time.Duration`", 1_500_000_000L, "interval by unit: ns");
    add(
        "TypeORM 0.3.20, `util/DateUtils.js`",
        "TypeORM `datetime`",
        "2024-01-31 12:00:00.123",
        "timestamp",
        "timestamptz");
    add("TypeORM 0.3.20, `util/DateUtils.js`", "TypeORM `date`", "2024-01-31", "date");
    add("TypeORM 0.3.20, `util/DateUtils.js`", "TypeORM `time`", "12:30:00", "time", "timetz");
    add("TypeORM 0.3.20, `util/DateUtils.js`", "TypeORM `simple-array`", "a,b", "text[]", "text");
    add(
        "TypeORM 0.3.20, `util/DateUtils.js`",
        "TypeORM `simple-json`",
        "{\"b\":[1,null]}",
        "jsonb",
        "json");
    add("TypeORM 0.3.20, `AbstractSqliteDriver.js`", "TypeORM `boolean`", 1L, "boolean");
    add(
        "sqlx 42079d1, `types/chrono.rs`",
        "sqlx `chrono::DateTime<FixedOffset>`",
        "2024-01-31 14:00:00.123456+02:00",
        "timestamptz",
        "timestamp");
    add(
        "sqlx 42079d1, `types/chrono.rs`",
        "sqlx `chrono::DateTime<Utc>`",
        "2024-01-31 12:00:00.123456",
        "timestamptz",
        "timestamp");
    add(
        "as it is known",
        "sqlx to 0.8 `chrono::DateTime`",
        "2024-01-31T12:00:00.123456+00:00",
        "timestamptz",
        "timestamp");
    add(
        "sqlx 42079d1, `types/chrono.rs`",
        "sqlx `chrono::NaiveDateTime`",
        "2024-01-31 12:00:00.123456789",
        "timestamp by precision: cut");
    add("sqlx 1d7cf2d, `types/uuid.rs`", "sqlx `Uuid`", uuid, "uuid", "text");
    add(
        "rusqlite 0.28.0, `types/chrono.rs`",
        "rusqlite `DateTime<Utc>`",
        "2024-01-31 12:00:00.123456+00:00",
        "timestamptz",
        "timestamp");
    add(
        "rusqlite 0.28.0, `types/chrono.rs`",
        "rusqlite `NaiveTime`",
        "12:30:00.123456789",
        "time by precision: cut");
    add(
        "Sequelize 6.37.5, `data-types.js`",
        "Sequelize `DATE`",
        "2024-01-31 12:00:00.123 +00:00",
        "timestamptz",
        "timestamp");
    add(
        "Knex 3.1.0, `better-sqlite3/index.js`",
        "Knex `Date`",
        1_706_702_400_123L,
        "timestamptz",
        "timestamp");
    add(
        "sqlite3 5.1.7, `src/statement.cc`",
        "node-sqlite3 `Date` in a text column",
        "1706702400000.0",
        "timestamptz",
        "timestamp");
    add(
        "Drizzle 0.38.3, `columns/integer.js`",
        "Drizzle `integer({mode: \"timestamp\"})`",
        1_706_702_400L,
        "timestamptz",
        "timestamp");
    add(
        "Drizzle 0.38.3, `columns/blob.js`",
        "Drizzle `blob({mode: \"json\"})`",
        "{}".getBytes(StandardCharsets.UTF_8),
        "jsonb",
        "bytea");
    add(
        "Drizzle 0.38.3, `columns/blob.js`",
        "Drizzle `blob({mode: \"bigint\"})`",
        "12".getBytes(StandardCharsets.UTF_8),
        "bigint");
    add("peewee 3.14.10, `peewee.py`", "peewee `TimestampField`", 1_706_702_400L, "timestamptz");
    add("as people do it", "Base64 in a text column", "AP8=", "bytea");
    add("as people do it", "flags as digits", "0101", "bit(4)", "varbit", "boolean");
    add(
        "as people do it",
        "JavaScript `Number` in a money column",
        0.1 + 0.2,
        "numeric(7,2)",
        "money",
        "double precision");
  }
}
