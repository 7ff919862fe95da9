package dev.godwit.cases;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The SQL of a SQLite database that nobody would make, the same for the same seed. */
final class RandomDatabase {
  private static final List<String> TYPES =
      List.of(
          "",
          "INTEGER",
          "INT",
          "BIGINT",
          "TEXT",
          "VARCHAR(5)",
          "CHAR(3)",
          "REAL",
          "DOUBLE",
          "NUMERIC",
          "DECIMAL(6,2)",
          "BOOLEAN",
          "DATETIME",
          "DATE",
          "TIMESTAMP",
          "TIME",
          "BLOB",
          "JSON",
          "UUID",
          "STRING",
          "ANY");
  private static final List<String> NAMES =
      List.of("id", "Name", "order", "größe", "a b", "x\"y", "select", "oid", "v");
  private static final List<String> INTEGERS =
      List.of(
          "0",
          "1",
          "-1",
          "2",
          "127",
          "32768",
          "2147483647",
          "2147483648",
          "-2147483649",
          "9007199254740993",
          "9223372036854775807",
          "-9223372036854775808",
          "1627303906",
          "1627303906122",
          "20240131");
  private static final List<String> REALS =
      List.of(
          "0.5",
          "-0.25",
          "0.1",
          "1230.99",
          "1e300",
          "5e-324",
          "9e999",
          "-9e999",
          "2460341.25",
          "0.30000000000000004",
          "1e15",
          "123456789.125",
          "3.0");
  private static final List<String> DATES =
      List.of(
          "2024-01-31",
          "2024-02-29 12:00:00",
          "2024-01-31T12:00:00Z",
          "12:34:56",
          "2024-01-31T12:00:00.123456+02:00",
          "0000-00-00",
          "1969-12-31 23:59:59.5");
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "abc",
          "abcdef",
          "äöü",
          "日本語 \uD83D\uDC26",
          "NULL",
          "\\N",
          "tab\tline\nend\r",
          "007",
          "1e5",
          "-0",
          "1.50",
          "true",
          "f",
          "it's",
          "\"q\"",
          "{\"a\": [1, 2.50]}",
          "{\"a\":1,\"a\":2}",
          "[bad",
          "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
          "NaN",
          "Infinity",
          "\\x00",
          "\u0001\u007f\uFFFF");

  private final Random random;
  private final List<String> sql = new ArrayList<>();

  private RandomDatabase(long seed) {
    this.random = new Random(seed);
  }

  /** Statements that make it. */
  static List<String> sql(long seed) {
    RandomDatabase database = new RandomDatabase(seed);
    int tables = 1 + database.random.nextInt(3);
    for (int i = 0; i < tables; i++) {
      database.table(i);
    }
    return database.sql;
  }

  private void table(int number) {
    int columns = 1 + random.nextInt(NAMES.size());
    String name = Oracle.quote("T " + number);
    List<String> names = NAMES.subList(0, columns).stream().map(Oracle::quote).toList();
    List<String> parts = new ArrayList<>();
    List<Supplier<String>> cells = new ArrayList<>();
    boolean rowid = random.nextInt(3) == 0;
    for (int i = 0; i < columns; i++) {
      boolean key = rowid && i == 0;
      parts.add(names.get(i) + (key ? " INTEGER PRIMARY KEY" : " " + any(TYPES) + constraint()));
      cells.add(key ? () -> String.valueOf(random.nextLong()) : cells());
    }
    if (number > 0 && random.nextInt(2) == 0) {
      parts.add("FOREIGN KEY (" + any(names) + ") REFERENCES \"T 0\" (id) ON DELETE SET NULL");
    }
    boolean keyed = !rowid && columns > 1 && random.nextInt(3) == 0;
    if (keyed) {
      // Two columns: one INTEGER alone would be the rowid, and take nothing else.
      parts.add("PRIMARY KEY (" + names.get(columns - 1) + ", " + names.get(columns - 2) + ")");
    }
    String end = keyed && random.nextBoolean() ? " WITHOUT ROWID" : "";
    sql.add("CREATE TABLE " + name + " (" + String.join(", ", parts) + ")" + end);
    if (random.nextInt(3) == 0) {
      String index = random.nextInt(3) == 0 ? "UNIQUE INDEX" : "INDEX";
      sql.add("CREATE " + index + " \"i " + number + "\" ON " + name + " (" + some(names) + ")");
    }
    rows(name, cells);
  }

  private void rows(String table, List<Supplier<String>> cells) {
    for (int row = random.nextInt(25); row > 0; row--) {
      String values = cells.stream().map(Supplier::get).collect(Collectors.joining(", "));
      // What a key or NOT NULL keeps out was never there.
      sql.add("INSERT OR IGNORE INTO " + table + " VALUES (" + values + ")");
    }
  }

  private String constraint() {
    return switch (random.nextInt(12)) {
      case 0 -> " NOT NULL";
      case 1 -> " UNIQUE";
      case 2 -> " DEFAULT " + number();
      case 3 -> " DEFAULT " + text(any(TEXTS));
      case 4 -> " COLLATE NOCASE";
      case 5 -> " NOT NULL DEFAULT 0";
      default -> "";
    };
  }

  /** Half of the columns hold one kind of value, as most columns do; the others anything. */
  private Supplier<String> cells() {
    int kind = random.nextInt(14);
    return () -> random.nextInt(8) == 0 ? "NULL" : value(kind < 7 ? kind : random.nextInt(7));
  }

  private String value(int kind) {
    return switch (kind) {
      case 0 -> random.nextBoolean() ? any(INTEGERS) : String.valueOf(random.nextInt(100));
      case 1 -> number();
      case 2 -> text(any(DATES));
      case 3, 4 -> text(random.nextBoolean() ? any(TEXTS) : "t" + random.nextInt(100));
      case 5 -> bytes();
      default -> "CAST(" + bytes() + " AS TEXT)";
    };
  }

  private String number() {
    return random.nextBoolean() ? any(REALS) : String.valueOf(random.nextGaussian() * 1e6);
  }

  private String bytes() {
    byte[] bytes = new byte[random.nextInt(20) == 0 ? 3000 : random.nextInt(5)];
    random.nextBytes(bytes);
    return "x'" + HexFormat.of().formatHex(bytes) + "'";
  }

  private static String text(String text) {
    return Oracle.literal(text);
  }

  private String some(List<String> names) {
    String first = any(names);
    String second = any(names);
    return first.equals(second) ? first : first + ", " + second;
  }

  private String any(List<String> all) {
    return all.get(random.nextInt(all.size()));
  }
}
