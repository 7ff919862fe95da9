package dev.godwit.sqlite.schema;

import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a CREATE VIRTUAL TABLE statement says. Never fails: what it does not understand it leaves
 * out.
 */
public record VirtualSql(String module, List<List<Token>> arguments) {

  private static final String GAP = "(?:\\s++|--[^\\n]*+|/\\*.*?\\*/)";

  /** Each definition is asked, and taking long ones apart takes its time. */
  private static final Pattern VIRTUAL =
      Pattern.compile("(?is)" + GAP + "*+create" + GAP + "++virtual\\b");

  public static boolean isVirtual(String sql) {
    return sql != null && VIRTUAL.matcher(sql).lookingAt();
  }

  public static VirtualSql parse(String sql) {
    List<Token> tokens = SqlTokens.of(sql);
    int using = 0;
    while (using < tokens.size() && !tokens.get(using).is("USING")) {
      using++;
    }
    if (using + 1 >= tokens.size()) {
      return new VirtualSql("", List.of());
    }
    int open = using + 2;
    List<List<Token>> arguments =
        open < tokens.size() && tokens.get(open).is("(")
            ? SqlTokens.split(tokens.subList(open + 1, SqlTokens.closing(tokens, open)))
            : List.of();
    return new VirtualSql(SqliteKeys.fold(tokens.get(using + 1).text()), arguments);
  }

  /** The first word of an option's value, empty where it has none; null without the option. */
  public String option(String key) {
    List<String> values = options(key);
    return values.isEmpty() ? null : values.get(0);
  }

  /** The columns of a full-text table, in their order. */
  List<String> columns() {
    return arguments.stream().filter(a -> !isOption(a)).map(a -> a.get(0).text()).toList();
  }

  /** The columns that a full-text table finds words in. */
  List<String> indexed() {
    List<String> left = new ArrayList<>(options("notindexed"));
    for (List<Token> argument : arguments) {
      if (!isOption(argument) && isUnindexed(argument)) {
        left.add(argument.get(0).text());
      }
    }
    return columns().stream().filter(c -> left.stream().noneMatch(c::equalsIgnoreCase)).toList();
  }

  private List<String> options(String key) {
    return arguments.stream()
        .filter(a -> isOption(a) && a.get(0).is(key))
        .map(a -> a.get(1).is("=") ? (a.size() > 2 ? a.get(2).text() : "") : a.get(1).text())
        .toList();
  }

  private static boolean isUnindexed(List<Token> argument) {
    return argument.stream().skip(1).anyMatch(t -> t.is("UNINDEXED"));
  }

  private static boolean isOption(List<Token> argument) {
    // FTS3 has one option, written without a sign: tokenize porter.
    return argument.size() > 1 && (argument.get(1).is("=") || argument.get(0).is("tokenize"));
  }
}
