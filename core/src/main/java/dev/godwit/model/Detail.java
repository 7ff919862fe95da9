package dev.godwit.model;

import java.util.List;
import java.util.Objects;

/**
 * Something that a source's catalog holds beside tables, columns, keys and indexes, such as a
 * comment, a policy or a conflict clause: carried, or named with what is lost. {@code table} and
 * {@code column} are those it belongs to and may be null. {@code name} is its own, or null. {@code
 * lost} is a sentence for whoever will not find it in the target. {@code sql} is the statement of
 * the source's own engine that makes it, null where it cannot be carried; in it, U+0001 stands for
 * the table, U+0003 for the same as a text, and U+0002 for the column. It needs the {@code roles}.
 */
public record Detail(
    Kind kind,
    String table,
    String column,
    String name,
    String lost,
    String sql,
    When when,
    List<String> roles) {

  /** What part of a table is meant, where another part of the plan has to know. */
  public enum Kind {
    /** A default that is a sequence of its own, or that cannot be carried. */
    DEFAULT,
    /** An expression that computes a column and cannot be carried. */
    GENERATED,
    CHECK,
    INDEX,
    /** A type that cannot be carried: there is no such column in the target. */
    TYPE,
    COMMENT,
    SECURITY,
    /** A sequence that belongs to no column. */
    SEQUENCE,
    /** On which nodes rows of the table lie. */
    DISTRIBUTION,
    OTHER;

    /** What the problem of such a detail is called. */
    public ProblemKind problem() {
      return this == OTHER ? ProblemKind.LEFT_BEHIND : ProblemKind.valueOf(name());
    }
  }

  /** When its statement has to run. */
  public enum When {
    /** Before there are tables. */
    FIRST,
    /** With the tables, before there are rows. */
    TABLES,
    /** Once all rows are there and compared. */
    LAST
  }

  public Detail {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(lost);
    Objects.requireNonNull(when);
    roles = List.copyOf(roles);
  }

  /** One that is only named. */
  public static Detail named(Kind kind, String table, String column, String name, String lost) {
    return new Detail(kind, table, column, name, lost, null, When.LAST, List.of());
  }

  public boolean isCarried() {
    return sql != null;
  }

  /** The same, only named, for this reason. */
  public Detail left(String why) {
    return new Detail(kind, table, column, name, lost + ": " + why, null, when, roles);
  }

  /** The same with its statement for a table and a column of these names, quoted. */
  public Detail about(String quotedTable, String quotedColumn) {
    String literal = "'" + quotedTable.replace("'", "''") + "'";
    String made = put(put(sql, '\u0001', quotedTable), '\u0002', quotedColumn);
    made = put(made, '\u0003', literal);
    return new Detail(kind, table, column, name, lost, made, when, roles);
  }

  /** Texts behind the place may hold the same character. */
  private static String put(String sql, char place, String name) {
    int at = sql.indexOf(place);
    return at < 0 || name == null ? sql : sql.substring(0, at) + name + sql.substring(at + 1);
  }
}
