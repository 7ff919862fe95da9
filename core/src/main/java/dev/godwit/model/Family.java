package dev.godwit.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The types of PostgreSQL that are of {@link Kind#NATIVE}, by what their values look like. */
public enum Family {
  /** None of these: the kind says it all. */
  NONE,
  /** An array; the first part is its element's type. */
  ARRAY,
  /** One of the type's labels. */
  ENUM,
  /** A range; the first part is its bounds' type. */
  RANGE,
  /** Ranges in order; the first part is their bounds' type. */
  MULTIRANGE,
  /** A row of the type's parts. */
  COMPOSITE,
  INTERVAL("interval"),
  TIMETZ("timetz", "time with time zone"),
  INET("inet"),
  CIDR("cidr"),
  MACADDR("macaddr"),
  MACADDR8("macaddr8"),
  BIT("bit"),
  VARBIT("varbit", "bit varying"),
  MONEY("money"),
  NAME("name"),
  /** A single byte, spelled with the quotes: {@code "char"}. */
  BYTE("\"char\""),
  OID("oid", "xid", "cid"),
  XID8("xid8"),
  TID("tid"),
  LSN("pg_lsn"),
  POINT("point"),
  LINE("line"),
  SEGMENT("lseg"),
  BOX("box"),
  PATH("path"),
  POLYGON("polygon"),
  CIRCLE("circle"),
  TSVECTOR("tsvector"),
  /** Numbers with blanks between. */
  NUMBERS("int2vector", "oidvector"),
  HSTORE("hstore"),
  /** Any text, kept to the letter. */
  TEXT("refcursor", "citext"),
  /**
   * The server reads it, and its input can neither round nor cut: what it spells is the value,
   * provided that it spells it the same when that is sent again.
   */
  LISTED(
      "xml",
      "jsonpath",
      "tsquery",
      "lquery",
      "ltxtquery",
      "regclass",
      "regcollation",
      "regconfig",
      "regdictionary",
      "regnamespace",
      "regoper",
      "regoperator",
      "regproc",
      "regprocedure",
      "regrole",
      "regtype",
      "aclitem",
      "pg_snapshot",
      "txid_snapshot"),
  /** The server reads it, and nobody knows how: it must give back what was sent, to the letter. */
  OPAQUE;

  /** The extensions whose types are known, by the type's name. */
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "hstore", "hstore",
          "lquery", "ltree",
          "ltxtquery", "ltree",
          "citext", "citext");

  private static final Map<String, Family> NAMED = new HashMap<>();

  static {
    for (Family family : values()) {
      family.names.forEach(name -> NAMED.put(name, family));
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // Made by List.of.
  private final List<String> names;

  Family(String... names) {
    this.names = List.of(names);
  }

  /**
   * The family of a type of this name that belongs to PostgreSQL, or to the extension named; {@link
   * #OPAQUE} where it is not known.
   */
  public static Family of(String type, String extension) {
    boolean known = extension == null || extension.equals(EXTENSIONS.get(type));
    return known && (extension != null || !EXTENSIONS.containsKey(type)) ? named(type) : OPAQUE;
  }

  /** The family of a type that goes by this name, whoever made it. */
  public static Family named(String type) {
    return NAMED.getOrDefault(type, OPAQUE);
  }

  /** What the server has to say of each value before it is written. */
  public boolean isJudged() {
    return this == LISTED || this == OPAQUE;
  }
}
