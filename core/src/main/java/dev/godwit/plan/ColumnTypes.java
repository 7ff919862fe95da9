package dev.godwit.plan;

import dev.godwit.inspect.ColumnProfile;
import dev.godwit.inspect.Declared;
import dev.godwit.inspect.Mark;
import dev.godwit.model.Affinity;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Chooses PostgreSQL's type of a SQLite column. The declared type decides; what the column holds
 * may only widen it, so that every value arrives.
 */
public final class ColumnTypes {
  public static final ColumnType BIGINT = ColumnType.of(Kind.BIGINT, "bigint");
  public static final ColumnType DOUBLE = ColumnType.of(Kind.DOUBLE, "double precision");
  public static final ColumnType TEXT = ColumnType.of(Kind.TEXT, "text");
  public static final ColumnType BYTES = ColumnType.of(Kind.BYTES, "bytea");
  public static final ColumnType NUMERIC = ColumnType.of(Kind.NUMERIC, "numeric");
  public static final ColumnType BOOLEAN = ColumnType.of(Kind.BOOLEAN, "boolean");
  public static final ColumnType UUID = ColumnType.of(Kind.UUID, "uuid");
  static final ColumnType JSON = ColumnType.of(Kind.JSON, "json");
  public static final ColumnType JSONB = ColumnType.of(Kind.JSONB, "jsonb");
  public static final ColumnType DATE = ColumnType.of(Kind.DATE, "date");
  public static final ColumnType TIME = ColumnType.of(Kind.TIME, "time");
  public static final ColumnType TIMESTAMP = ColumnType.of(Kind.TIMESTAMP, "timestamp");
  public static final ColumnType INTERVAL = ColumnType.of(Kind.NATIVE, "interval");
  public static final ColumnType TIMESTAMPTZ = ColumnType.of(Kind.TIMESTAMPTZ, "timestamptz");

  private static final int LONGEST_VARCHAR = 10_485_760;
  private static final int MOST_DIGITS = 1000;
  private static final Pattern NUMBERS =
      Pattern.compile(".*(DEC|NUM|MONEY|CURRENCY|UNSIGNED|LONG|BYTE|SHORT|BIT|YEAR).*");
  private static final Pattern FLAG = Pattern.compile("(?i)\\s*tinyint\\s*\\(\\s*1\\s*\\)\\s*");
  private static final List<Mark> UNITS = List.of(Mark.EPOCH_S, Mark.EPOCH_MS, Mark.EPOCH_US);

  /**
   * The type the declaration alone asks for, the type chosen, and how dates are spelled, or null.
   */
  public record Choice(ColumnType declared, ColumnType type, Mark encoding) {}

  private ColumnTypes() {}

  public static Choice choose(ColumnProfile column) {
    Declared declared = column.declared();
    if (column.values() == 0) {
      return plain(empty(declared));
    }
    return switch (declared.family()) {
      case INTEGER -> choice(BIGINT, column.all(Mark.INTEGER), column);
      case BOOLEAN -> choice(BOOLEAN, column.all(Mark.BOOLEAN), column);
      case TEMPORAL -> temporal(column);
      case REAL -> choice(DOUBLE, isDouble(column), column);
      case DECIMAL -> decimal(column);
      case NUMERIC -> numeric(column);
      case CHARACTER, TEXT -> text(column);
      case JSON -> json(column);
      case UUID -> choice(UUID, column.all(Mark.UUID), column);
      case BLOB -> choice(BYTES, column.all(Mark.BLOB), column);
      case NONE -> plain(untyped(column));
    };
  }

  /** The type that a declaration alone speaks of, where its values have many spellings, or null. */
  public static ColumnType said(ColumnType declared) {
    String name = declared.name().toUpperCase(Locale.ROOT);
    return switch (Declared.of(name, false).family()) {
      case BOOLEAN -> BOOLEAN;
      case UUID -> UUID;
      case JSON -> JSONB;
      case DECIMAL, NUMERIC -> NUMERIC;
      case TEMPORAL ->
          name.contains("DATETIME") || name.contains("TIMESTAMP")
              ? TIMESTAMPTZ
              : name.contains("DATE") ? DATE : TIME;
      default -> null;
    };
  }

  /** The type that the declaration asks for, where rules see to what does not fit it. */
  public static ColumnType meant(ColumnProfile column) {
    if (column.declared().family() != Declared.Family.TEMPORAL) {
      return choose(column).declared();
    }
    long zoned = column.count(Mark.DATETIME_ZONED) + column.count(Mark.FINE_DATETIME_ZONED);
    long local = column.count(Mark.DATETIME) + column.count(Mark.FINE_DATETIME);
    long numbers = UNITS.stream().mapToLong(column::count).sum();
    if (zoned > 0 || numbers > 0) {
      return TIMESTAMPTZ;
    } else if (local > 0) {
      return TIMESTAMP;
    } else if (column.count(Mark.DATE) > 0) {
      return DATE;
    }
    boolean clock = column.count(Mark.TIME) + column.count(Mark.FINE_TIME) > 0;
    return clock ? TIME : empty(column.declared());
  }

  /** Whether it is what ORMs declare for a boolean, and holds 0 and 1 only. */
  public static boolean isFlag(ColumnProfile column) {
    return FLAG.matcher(column.declared().text()).matches()
        && column.all(Mark.INTEGER)
        && column.minInteger() >= 0
        && column.maxInteger() <= 1;
  }

  /** Whether a column of this type holds everything that the column does. */
  public static boolean fits(ColumnProfile column, ColumnType type) {
    return column.values() == 0
        || switch (type.kind()) {
          case BIGINT -> column.all(Mark.INTEGER, Mark.INTEGER_TEXT);
          case INTEGER -> isWithin(column, Integer.MIN_VALUE, Integer.MAX_VALUE);
          case SMALLINT -> isWithin(column, Short.MIN_VALUE, Short.MAX_VALUE);
          case UUID -> column.all(Mark.UUID, Mark.UUID_DIGITS);
          case DOUBLE -> isDouble(column);
          case NUMERIC -> type.length() == 0 && column.all(Mark.INTEGER, Mark.REAL);
          case TEXT, VARCHAR -> isText(column);
          case BYTES -> true;
          default -> false;
        };
  }

  private static boolean isWithin(ColumnProfile column, long least, long most) {
    return column.all(Mark.INTEGER) && column.minInteger() >= least && column.maxInteger() <= most;
  }

  private static Choice plain(ColumnType type) {
    return new Choice(type, type, null);
  }

  private static Choice choice(ColumnType type, boolean fits, ColumnProfile column) {
    return new Choice(type, fits ? type : wide(column), null);
  }

  /** What holds anything: numbers where there is nothing else, text, or bytes. */
  private static ColumnType wide(ColumnProfile column) {
    Affinity affinity = column.declared().affinity();
    if (affinity == Affinity.NUMERIC && column.all(Mark.INTEGER)) {
      return BIGINT;
    } else if (affinity == Affinity.NUMERIC && isDouble(column)) {
      return DOUBLE;
    }
    return isText(column) ? TEXT : BYTES;
  }

  private static boolean isText(ColumnProfile column) {
    return column.count(Mark.BLOB) + column.count(Mark.BAD_UTF8) + column.count(Mark.NUL) == 0;
  }

  private static boolean isDouble(ColumnProfile column) {
    return column.all(Mark.INTEGER, Mark.REAL) && column.count(Mark.NOT_A_DOUBLE) == 0;
  }

  private static ColumnType untyped(ColumnProfile column) {
    if (column.all(Mark.INTEGER)) {
      return BIGINT;
    } else if (column.all(Mark.REAL)) {
      return DOUBLE;
    }
    return column.declared().family() == Declared.Family.NUMERIC ? wide(column) : narrow(column);
  }

  private static ColumnType narrow(ColumnProfile column) {
    return isText(column) ? TEXT : BYTES;
  }

  private static Choice numeric(ColumnProfile column) {
    if (column.declared().text().strip().equalsIgnoreCase("decimal")) {
      return choice(NUMERIC, column.all(Mark.INTEGER, Mark.REAL), column);
    } else if (!NUMBERS.matcher(column.declared().text().toUpperCase(Locale.ROOT)).matches()) {
      // A name that nobody knows promises nothing: STRING has this affinity too.
      return plain(untyped(column));
    } else if (column.count(Mark.INTEGER) + column.count(Mark.REAL) == 0) {
      return new Choice(NUMERIC, wide(column), null);
    }
    ColumnType type = column.all(Mark.INTEGER) ? BIGINT : DOUBLE;
    return choice(type, isDouble(column) || column.all(Mark.INTEGER), column);
  }

  private static Choice decimal(ColumnProfile column) {
    Declared declared = column.declared();
    ColumnType type = decimal(declared);
    if (column.count(Mark.NOT_DECIMAL) + column.count(Mark.BLOB) == 0) {
      return plain(type);
    }
    boolean numbers = column.all(Mark.INTEGER, Mark.REAL);
    return new Choice(type, numbers ? NUMERIC : isText(column) ? TEXT : BYTES, null);
  }

  private static ColumnType decimal(Declared declared) {
    int scale = declared.digitsAfterPoint();
    return declared.length() <= 0 || declared.length() > MOST_DIGITS || scale > declared.length()
        ? NUMERIC
        : new ColumnType(
            Kind.NUMERIC,
            declared.length(),
            scale,
            "numeric(" + declared.length() + "," + scale + ")");
  }

  private static Choice text(ColumnProfile column) {
    ColumnType type = character(column.declared());
    boolean sound = isText(column) && column.count(Mark.TOO_LONG) == 0;
    return choice(type, sound, column);
  }

  private static ColumnType character(Declared declared) {
    int length = declared.characters();
    return length == 0 || length > LONGEST_VARCHAR
        ? TEXT
        : new ColumnType(Kind.VARCHAR, length, 0, "varchar(" + length + ")");
  }

  private static Choice json(ColumnProfile column) {
    if (column.all(Mark.JSON)) {
      return plain(JSONB);
    }
    ColumnType type = column.all(Mark.JSON, Mark.LOOSE_JSON) ? JSON : isText(column) ? TEXT : BYTES;
    return new Choice(JSONB, type, null);
  }

  private static Choice temporal(ColumnProfile column) {
    if (column.all(Mark.DATETIME)) {
      return new Choice(TIMESTAMP, TIMESTAMP, Mark.DATETIME);
    } else if (column.all(Mark.DATETIME_ZONED)) {
      return new Choice(TIMESTAMPTZ, TIMESTAMPTZ, Mark.DATETIME_ZONED);
    } else if (column.all(Mark.DATE)) {
      return new Choice(DATE, DATE, Mark.DATE);
    } else if (column.all(Mark.TIME)) {
      return new Choice(TIME, TIME, Mark.TIME);
    }
    for (Mark unit : UNITS) {
      // 0 is the start of every epoch.
      boolean numbers = column.all(unit, Mark.ZERO) && column.count(Mark.TEXT) == 0;
      if (numbers && column.count(unit) > 0) {
        return new Choice(TIMESTAMPTZ, TIMESTAMPTZ, unit);
      }
    }
    return new Choice(empty(column.declared()), wide(column), null);
  }

  /** The type of a column that holds nothing. */
  private static ColumnType empty(Declared declared) {
    String text = declared.text().toUpperCase(Locale.ROOT);
    return switch (declared.family()) {
      case INTEGER -> BIGINT;
      case BOOLEAN -> BOOLEAN;
      case TEMPORAL -> {
        if (text.contains("TIMESTAMPTZ") || text.contains("WITH TIME ZONE")) {
          yield TIMESTAMPTZ;
        } else if (text.contains("STAMP") || text.contains("DATETIME")) {
          yield TIMESTAMP;
        }
        yield text.contains("DATE") ? DATE : TIME;
      }
      case REAL -> DOUBLE;
      case DECIMAL -> decimal(declared);
      case NUMERIC -> NUMBERS.matcher(text).matches() ? NUMERIC : TEXT;
      case JSON -> JSONB;
      case UUID -> UUID;
      case CHARACTER, TEXT -> character(declared);
      case BLOB -> BYTES;
      case NONE -> TEXT;
    };
  }
}
