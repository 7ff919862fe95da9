package dev.godwit.sqlite.schema;

import dev.godwit.model.Check;
import dev.godwit.model.Index;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a CREATE TABLE statement says that no PRAGMA tells. Never fails: what it does not understand
 * it leaves out.
 */
final class TableSql {
  private static final String UNIQUE = "UNIQUE";
  private static final String PRIMARY_KEY = "PRIMARY KEY";

  /** When a foreign key is checked. */
  enum Deferral {
    NO,
    DEFERRABLE,
    INITIALLY
  }

  /** A foreign key clause; {@code name} may be null. */
  record Reference(String name, List<String> columns, String target, Deferral deferral) {}

  /** What a constraint does about a row in its way, where that is not to refuse it. */
  record Conflict(String constraint, List<String> columns, String resolution) {}

  /** A name that was given to a constraint which is no CHECK and no foreign key. */
  record Given(String constraint, List<String> columns, String name) {}

  private final String sql;
  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Reference> references = new ArrayList<>();
  private final Map<String, String> collations = new HashMap<>();
  private final Map<String, String> generated = new HashMap<>();
  private boolean autoincrement;

  // Where the parser is: the column or key that clauses speak of, and the name given to the next.
  private List<String> subject = List.of();
  private String name;
  // The constraint that an ON CONFLICT would speak of, and its columns as they are written.
  private String constraint;
  private List<String> constrained = List.of();

  private TableSql(String sql) {
    this.sql = sql;
  }

  static TableSql parse(String sql) {
    TableSql result = new TableSql(sql == null ? "" : sql);
    items(SqlTokens.of(result.sql)).forEach(result::definition);
    return result;
  }

  /** The columns and constraints of a statement, each as its tokens, of which there are some. */
  static List<List<Token>> items(List<Token> tokens) {
    int open = 0;
    while (open < tokens.size() && !tokens.get(open).is("(")) {
      open++;
    }
    return open < tokens.size()
        ? SqlTokens.split(tokens.subList(open + 1, SqlTokens.closing(tokens, open)))
        : List.of();
  }

  boolean autoincrement() {
    return autoincrement;
  }

  List<Check> checks() {
    return checks;
  }

  List<Given> given() {
    return given;
  }

  /** The index with its constraint's name, where that has one. */
  Index named(Index index) {
    String what = index.origin() == Index.Origin.UNIQUE ? UNIQUE : PRIMARY_KEY;
    List<String> columns = index.columns().stream().map(SqliteKeys::fold).toList();
    return index.origin() == Index.Origin.CREATED
        ? index
        : given.stream()
            .filter(g -> g.constraint().equals(what) && g.columns().equals(columns))
            .findFirst()
            .map(g -> index.named(g.name()))
            .orElse(index);
  }

  List<Conflict> conflicts() {
    return conflicts;
  }

  /** The expression of a generated column, or null. */
  String generatedExpression(String column) {
    return generated.get(SqliteKeys.fold(column));
  }

  /** The collation a column is declared with, or null. */
  String collation(String column) {
    return collations.get(SqliteKeys.fold(column));
  }

  /** The clause that makes a foreign key of these columns, or one that says nothing. */
  Reference reference(List<String> columns, String target) {
    List<String> folded = columns.stream().map(SqliteKeys::fold).toList();
    String wanted = SqliteKeys.fold(target);
    return references.stream()
        .filter(r -> r.columns().equals(folded) && r.target().equals(wanted))
        .findFirst()
        .orElse(new Reference(null, folded, wanted, Deferral.NO));
  }

  private void definition(List<Token> item) {
    name = null;
    constraint = null;
    int i = 0;
    if (!isConstraint(item.get(0))) {
      constrained = List.of(item.get(0).text());
      subject = List.of(SqliteKeys.fold(item.get(0).text()));
      i = 1;
    } else {
      subject = List.of();
    }
    while (i < item.size()) {
      i = clause(item, i);
    }
  }

  static boolean isConstraint(Token token) {
    return List.of("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN").stream()
        .anyMatch(token::is);
  }

  /** Reads the clause at {@code i}; returns where the next one may start. */
  private int clause(List<Token> item, int i) {
    Token token = item.get(i);
    boolean hasNext = i + 1 < item.size();
    boolean group = hasNext && item.get(i + 1).is("(");
    constraint(item, i);
    if (token.is("(")) {
      return SqlTokens.closing(item, i) + 1;
    } else if (token.is("CONSTRAINT") && hasNext) {
      name = item.get(i + 1).text();
      return i + 2;
    } else if (token.is("CHECK") && group) {
      checks.add(new Check(name, inside(item, i + 1)));
      name = null;
    } else if (token.is("AS") && group && !subject.isEmpty()) {
      generated.put(subject.get(0), inside(item, i + 1));
    } else if (token.is("COLLATE") && hasNext && !subject.isEmpty()) {
      collations.put(subject.get(0), item.get(i + 1).text());
      return i + 2;
    } else if (token.is("FOREIGN")) {
      return foreignKey(item, i);
    } else if (token.is("REFERENCES") && hasNext) {
      String target = SqliteKeys.fold(item.get(i + 1).text());
      references.add(new Reference(name, subject, target, Deferral.NO));
      name = null;
      return i + 2;
    } else if (token.is("DEFERRABLE")) {
      deferrable(item, i);
    } else if (token.is("AUTOINCREMENT")) {
      autoincrement = true;
    } else if (List.of("PRIMARY", "UNIQUE", "NULL", "DEFAULT").stream().anyMatch(token::is)) {
      name = null;
    }
    return i + 1;
  }

  private void constraint(List<Token> item, int i) {
    Token token = item.get(i);
    if (token.is("UNIQUE") || token.is("PRIMARY")) {
      constraint = token.is("UNIQUE") ? UNIQUE : PRIMARY_KEY;
      int open = i + (token.is("UNIQUE") ? 1 : 2);
      if (subject.isEmpty() && open < item.size() && item.get(open).is("(")) {
        constrained =
            SqlTokens.split(item.subList(open + 1, SqlTokens.closing(item, open))).stream()
                .map(part -> part.get(0).text())
                .toList();
      }
      remember();
    } else if (token.is("NULL") && i > 0 && item.get(i - 1).is("NOT")) {
      constraint = "NOT NULL";
      remember();
    } else if (token.is("CHECK") || token.is("REFERENCES")) {
      constraint = null;
    } else if (token.is("CONFLICT") && i + 1 < item.size() && item.get(i - 1).is("ON")) {
      String resolution = item.get(i + 1).text().toUpperCase(Locale.ROOT);
      if (constraint != null && !resolution.equals("ABORT")) {
        conflicts.add(new Conflict(constraint, constrained, resolution));
      }
    }
  }

  private void remember() {
    if (name != null) {
      given.add(new Given(constraint, constrained.stream().map(SqliteKeys::fold).toList(), name));
    }
  }

  private int foreignKey(List<Token> item, int i) {
    int open = i + 2;
    if (open >= item.size() || !item.get(open).is("(")) {
      return i + 1;
    }
    int close = SqlTokens.closing(item, open);
    subject =
        SqlTokens.split(item.subList(open + 1, close)).stream()
            .map(part -> SqliteKeys.fold(part.get(0).text()))
            .toList();
    return close + 1;
  }

  private void deferrable(List<Token> item, int i) {
    if (references.isEmpty() || (i > 0 && item.get(i - 1).is("NOT"))) {
      return;
    }
    boolean initially = i + 2 < item.size() && item.get(i + 2).is("DEFERRED");
    Reference last = references.remove(references.size() - 1);
    references.add(
        new Reference(
            last.name(),
            last.columns(),
            last.target(),
            initially ? Deferral.INITIALLY : Deferral.DEFERRABLE));
  }

  /** The text between the parenthesis at {@code open} and the one that closes it. */
  private String inside(List<Token> item, int open) {
    int close = SqlTokens.closing(item, open);
    int end = close < item.size() ? item.get(close).start() : item.get(item.size() - 1).end();
    return sql.substring(item.get(open).end(), Math.max(item.get(open).end(), end)).strip();
  }
}
