package dev.godwit.sqlite.schema;

import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.List;

/**
 * What a CREATE INDEX statement says that no PRAGMA tells. {@code where} is null for an index of
 * all rows. Never fails: what it does not understand it leaves out.
 */
record IndexSql(List<String> parts, String where) {
  private static final IndexSql NOTHING = new IndexSql(List.of(), null);

  static IndexSql parse(String sql) {
    if (sql == null) {
      return NOTHING;
    }
    List<Token> tokens = SqlTokens.of(sql);
    int open = 0;
    while (open < tokens.size() && !(tokens.get(open).is("(") && isAfterOn(tokens, open))) {
      open++;
    }
    if (open == tokens.size()) {
      return NOTHING;
    }
    int close = SqlTokens.closing(tokens, open);
    List<String> parts =
        SqlTokens.split(tokens.subList(open + 1, close)).stream().map(p -> part(sql, p)).toList();
    return new IndexSql(parts, where(sql, tokens, close));
  }

  /** The expression of the part at this place, or null. */
  String expression(int part) {
    return part < parts.size() ? parts.get(part) : null;
  }

  private static boolean isAfterOn(List<Token> tokens, int open) {
    return open >= 2 && tokens.get(open - 2).is("ON");
  }

  private static String part(String sql, List<Token> part) {
    int end = part.size();
    if (end > 1 && (part.get(end - 1).is("ASC") || part.get(end - 1).is("DESC"))) {
      end--;
    }
    if (end > 2 && part.get(end - 2).is("COLLATE")) {
      end -= 2;
    }
    return sql.substring(part.get(0).start(), part.get(end - 1).end());
  }

  private static String where(String sql, List<Token> tokens, int close) {
    if (close + 2 >= tokens.size() || !tokens.get(close + 1).is("WHERE")) {
      return null;
    }
    Token last = tokens.get(tokens.size() - 1);
    return sql.substring(tokens.get(close + 2).start(), last.is(";") ? last.start() : last.end())
        .strip();
  }
}
