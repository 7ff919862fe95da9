package dev.godwit.postgres.schema;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Family;
import dev.godwit.model.Kind;
import dev.godwit.model.Nature;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The types that a schema's columns use, as common kinds: a domain is what it is over, arrays and
 * ranges know their elements, enums their labels. What has no binary codec here is {@link
 * Kind#NATIVE}.
 */
final class PostgresTypes {
  private static final String OF_COLUMNS =
      """
      SELECT a.atttypid FROM pg_catalog.pg_attribute a
          JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped""";

  /** A type is of other types in one way at most, but for the elements of what is like an array. */
  private static final String AND_PARTS =
      """
      WITH RECURSIVE ranges(oid, range, subtype, canonical) AS MATERIALIZED (
        SELECT u.oid, r.rngtypid, r.rngsubtype, r.rngcanonical::oid <> 0::oid FROM pg_catalog.pg_range r
         CROSS JOIN LATERAL (VALUES (r.rngtypid), (r.rngmultitypid)) u(oid)),
      used(oid) AS (
        %s
        UNION
        SELECT u.next FROM used
          JOIN pg_catalog.pg_type t ON t.oid = used.oid
          LEFT JOIN ranges r ON r.oid = t.oid
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.typrelid AND t.typtype = 'c'
                                             AND a.attnum > 0 AND NOT a.attisdropped
         CROSS JOIN LATERAL (VALUES (t.typelem), (r.range),
                                    (coalesce(a.atttypid, r.subtype, t.typbasetype))) u(next)
         WHERE u.next >= %d::oid)
      """;

  /**
   * {@code used}: the types of columns of a schema, the elements of arrays, what domains are over,
   * what composite types and ranges are of; and {@code ranges}.
   */
  static final String USED = used(OF_COLUMNS, 1);

  /**
   * As an array they are few in the planner's eyes; joined, they were so many that the server
   * compiled the query, for most of a second.
   */
  private static final String TYPES =
      USED
          + """
      SELECT t.oid, t.typname, tn.nspname = 'pg_catalog',
             (SELECT x.extname FROM pg_catalog.pg_depend d
                JOIN pg_catalog.pg_extension x ON x.oid = d.refobjid
               WHERE d.classid = 'pg_catalog.pg_type'::regclass::oid AND d.objid = t.oid
                 AND d.deptype = 'e'),
             t.typtype, t.typbasetype, t.typtypmod,
             t.typnotnull OR EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k
                                      WHERE k.contypid = t.oid AND k.contype = 'c'),
             CASE WHEN t.typinput::oid = 'pg_catalog.array_in'::regproc::oid THEN t.typelem END,
             ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e
                    WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder),
             r.subtype, r.canonical,
             ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0
                      AND NOT a.attisdropped ORDER BY a.attnum),
             ARRAY(SELECT a.atttypid::bigint FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0
                      AND NOT a.attisdropped ORDER BY a.attnum),
             ARRAY(SELECT a.atttypmod FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = t.typrelid AND t.typtype = 'c' AND a.attnum > 0
                      AND NOT a.attisdropped ORDER BY a.attnum),
             t.typnotnull
        FROM pg_catalog.pg_type t
        JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
        LEFT JOIN ranges r ON r.oid = t.oid
       WHERE t.oid = ANY (ARRAY(SELECT used.oid FROM used))""";

  /** The first version of the server whose intervals may be infinite. */
  private static final int ENDLESS_SINCE = 17;

  private static final Map<Integer, String> FIELDS =
      new TreeMap<>(
          Map.of(1, "month", 2, "year", 3, "day", 10, "hour", 11, "minute", 12, "second"));

  /** A row of pg_type and what belongs to it. */
  private record Entry(
      String name,
      boolean builtin,
      String extension,
      String type,
      long base,
      int modifier,
      boolean checked,
      long element,
      List<String> labels,
      long bounds,
      boolean canonical,
      List<String> fields,
      List<Long> fieldTypes,
      List<Integer> fieldModifiers,
      boolean notNull) {
    static Entry of(ResultSet r) throws SQLException {
      return new Entry(
          r.getString(2),
          r.getBoolean(3),
          r.getString(4),
          r.getString(5),
          r.getLong(6),
          r.getInt(7),
          r.getBoolean(8),
          r.getLong(9),
          Queries.array(r, 10),
          r.getLong(11),
          r.getBoolean(12),
          Queries.array(r, 13),
          Queries.array(r, 14),
          Queries.array(r, 15),
          r.getBoolean(16));
    }

    boolean isDomain() {
      return type.equals("d");
    }
  }

  private final Map<Long, Entry> entries = new HashMap<>();

  private final boolean endless;

  private PostgresTypes(boolean endless) {
    this.endless = endless;
  }

  /**
   * {@link #USED}, but those that a query gives, and only parts with such a number or a greater.
   */
  static String used(String first, int least) {
    return AND_PARTS.formatted(first, least);
  }

  static PostgresTypes read(Connection connection, String schema) throws SQLException {
    PostgresTypes types =
        new PostgresTypes(connection.getMetaData().getDatabaseMajorVersion() >= ENDLESS_SINCE);
    Queries.list(connection, r -> types.entries.put(r.getLong(1), Entry.of(r)), TYPES, schema);
    return types;
  }

  /**
   * The type of a column.
   *
   * @param oid {@code pg_attribute.atttypid}
   * @param modifier {@code pg_attribute.atttypmod}
   * @param spelling what {@code format_type} gives for both
   */
  ColumnType of(long oid, int modifier, String spelling) {
    Entry entry = entries.get(oid);
    if (!entry.isDomain()) {
      return plain(entry, modifier, spelling);
    }
    ColumnType base = of(entry.base(), entry.modifier() < 0 ? modifier : entry.modifier(), "");
    Nature nature = entry.checked() ? base.nature().checkedToo() : base.nature();
    return new ColumnType(base.kind(), base.length(), base.scale(), spelling, nature);
  }

  /** Whether a domain that the type is keeps NULL out. */
  boolean isNotNull(long oid) {
    Entry entry = entries.get(oid);
    return entry.isDomain() && (entry.notNull() || isNotNull(entry.base()));
  }

  /** By the name in the catalog, where {@code char} is a byte. */
  private static Kind kind(String name) {
    Kind kind = name.equals("char") ? null : Kind.named(name);
    return name.equals("bpchar") ? Kind.CHAR : kind == null ? Kind.NATIVE : kind;
  }

  private ColumnType plain(Entry entry, int modifier, String spelling) {
    Kind kind = entry.builtin() ? kind(entry.name()) : Kind.NATIVE;
    return switch (kind) {
      case NATIVE -> composed(entry, modifier, spelling);
      // Without a length, blanks at the end stay what they are.
      case CHAR ->
          modifier < 0
              ? limited(Kind.TEXT, 0, 0, spelling)
              : limited(kind, modifier - 4, 0, spelling);
      case VARCHAR -> limited(kind, Math.max(0, modifier - 4), 0, spelling);
      case NUMERIC -> {
        int packed = modifier - 4;
        int scale = ((packed & 0x7ff) ^ 1024) - 1024;
        yield modifier < 0
            ? limited(kind, 0, 0, spelling)
            : limited(kind, packed >> 16 & 0xffff, scale, spelling);
      }
      // A limited time counts its fractional digits as scale; see Coercions.
      case TIME, TIMESTAMP, TIMESTAMPTZ ->
          modifier < 0 || modifier >= 6
              ? limited(kind, 0, 0, spelling)
              : limited(kind, 1, modifier, spelling);
      default -> limited(kind, 0, 0, spelling);
    };
  }

  private static ColumnType limited(Kind kind, int length, int scale, String spelling) {
    return new ColumnType(kind, length, scale, spelling, Nature.PLAIN);
  }

  private ColumnType composed(Entry entry, int modifier, String spelling) {
    List<Nature.Part> parts = new ArrayList<>();
    Family family;
    if (entry.element() != 0) {
      family = Family.ARRAY;
      parts.add(part("", entry.element(), modifier));
    } else if (entry.bounds() != 0) {
      parts.add(part("", entry.bounds(), -1));
      family = range(entry, parts.get(0).type().kind());
    } else if (entry.type().equals("c")) {
      family = Family.COMPOSITE;
      for (int i = 0; i < entry.fields().size(); i++) {
        parts.add(
            part(entry.fields().get(i), entry.fieldTypes().get(i), entry.fieldModifiers().get(i)));
      }
    } else if (entry.type().equals("e")) {
      family = Family.ENUM;
    } else {
      family = entry.builtin() || entry.extension() != null ? family(entry) : Family.OPAQUE;
    }
    boolean checked = parts.stream().anyMatch(p -> p.type().nature().checked());
    List<String> labels = family == Family.INTERVAL ? fields(modifier) : entry.labels();
    Nature nature = new Nature(family, entry.name(), labels, parts, checked);
    return switch (family) {
      case BIT, VARBIT -> new ColumnType(Kind.NATIVE, Math.max(0, modifier), 0, spelling, nature);
      case TIMETZ ->
          new ColumnType(
              Kind.NATIVE, modifier < 0 ? 0 : 1, Math.max(0, modifier), spelling, nature);
      case INTERVAL -> interval(modifier, spelling, nature);
      default -> new ColumnType(Kind.NATIVE, 0, 0, spelling, nature);
    };
  }

  /** What people's own ranges make of their bounds is known where they have no say about it. */
  private static Family range(Entry entry, Kind bounds) {
    boolean known =
        entry.builtin() || !entry.canonical() && (bounds.isNumeric() || bounds.isTemporal());
    return !known ? Family.OPAQUE : entry.type().equals("m") ? Family.MULTIRANGE : Family.RANGE;
  }

  private static Family family(Entry entry) {
    String name = entry.name().equals("char") ? "\"char\"" : entry.name();
    return Family.of(name, entry.builtin() ? null : entry.extension());
  }

  /** The greatest modifier says that no digits are left off. */
  private static ColumnType interval(int modifier, String spelling, Nature nature) {
    int digits = modifier & 0xffff;
    boolean limited = modifier >= 0 && digits < 6;
    return new ColumnType(Kind.NATIVE, limited ? 1 : 0, limited ? digits : 0, spelling, nature);
  }

  /** What an interval keeps, where that is not all; see {@code INTERVAL_MASK} of PostgreSQL. */
  private List<String> fields(int modifier) {
    int mask = modifier < 0 ? 0x7fff : modifier >> 16 & 0x7fff;
    if (endless && mask == 0x7fff) {
      return List.of();
    }
    List<String> result = new ArrayList<>();
    FIELDS.forEach(
        (bit, name) -> {
          if ((mask & 1 << bit) != 0) {
            result.add(name);
          }
        });
    if (endless) {
      result.add("infinity");
    }
    return result;
  }

  private Nature.Part part(String name, long oid, int modifier) {
    return new Nature.Part(name, of(oid, modifier, entries.get(oid).name()));
  }
}
