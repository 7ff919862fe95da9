package dev.godwit.sqlite.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.sql.SqlTokens;
import dev.godwit.sql.Token;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The texts of {@code sqlite_schema}, which SQLite takes in any bytes. A byte that is not UTF-8 is
 * a lone surrogate here, which no valid text has, so that it is found instead of replaced.
 */
final class SchemaText {
  // A byte that is not UTF-8, as a char: this and the byte.
  private static final char BYTE = 0xdc00;
  private static final int EXCERPT = 20;

  /** One row. {@code sql} is null for what SQLite makes by itself; the others are never null. */
  record Definition(String type, String name, String table, String sql) {
    boolean isUtf8() {
      return fault(name) < 0 && fault(table) < 0 && fault(sql) < 0;
    }

    /** With its type in small letters, as SQLite writes it and reads it in any. */
    Definition typed() {
      return new Definition(type.toLowerCase(Locale.ROOT), name, table, sql);
    }
  }

  private SchemaText() {}

  /** Hands over one row after the other; {@code utf16} is null for a database in UTF-8. */
  static void read(Connection connection, Utf16 utf16, Consumer<Definition> to)
      throws SQLException {
    Queries.list(
        connection,
        r -> {
          String name = decode(r, 2, utf16);
          String table = decode(r, 3, utf16);
          String type = r.getString(1);
          to.accept(
              new Definition(
                  type == null ? "" : type,
                  name == null ? "" : name,
                  table == null ? "" : table,
                  decode(r, 4, utf16)));
          return name;
        },
        "SELECT type, CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB)"
            + " FROM sqlite_schema ORDER BY rowid");
  }

  /**
   * SQLite reads {@code tabLe} as a table, but nothing that asks for {@code type = 'table'} finds
   * it, and so its rows would be left behind.
   */
  static void requireTypes(Path file, List<Definition> definitions) {
    for (Definition d : definitions) {
      if (!d.typed().equals(d)) {
        throw GodwitException.refused(
            "%s is damaged: its schema calls %s a \"%s\", which SQLite never writes; repair it with sqlite3's .recover, or take what is readable with --salvage"
                .formatted(file, shown(d.name()), d.type()));
      }
    }
  }

  /** What is to be thrown where some are not UTF-8. */
  static GodwitException refusal(Path file, List<Problem> faults) {
    return GodwitException.refused(
        file
            + ": its schema holds bytes that are not UTF-8, and no other database could take them"
            + " as they are. Nothing was written. In a copy of the file, rename what is named"
            + " here, or make it anew from a statement in UTF-8; --salvage leaves it out of a source:",
        faults);
  }

  /** What is not UTF-8, each with its place. */
  static List<Problem> faults(List<Definition> definitions) {
    List<Problem> result = new ArrayList<>();
    for (Definition d : definitions) {
      // The index of a key has its name from the table, which is named itself.
      if (!d.isUtf8() && !(d.sql() == null && d.type().equals("index"))) {
        result.addAll(faults(d));
      }
    }
    return result;
  }

  private static List<Problem> faults(Definition d) {
    boolean table = d.type().equals("table");
    if (fault(d.name()) >= 0) {
      return List.of(problem(table ? d.name() : owner(d), null, "the name of the " + what(d)));
    }
    if (fault(d.sql()) < 0) {
      return List.of(problem(null, null, "the name of the table of the " + what(d)));
    }
    List<Token> tokens = SqlTokens.of(d.sql());
    List<List<Token>> items = table ? TableSql.items(tokens) : List.of();
    Set<Problem> result = new LinkedHashSet<>();
    int end = 0;
    for (Token token : tokens) {
      if (fault(d.sql().substring(end, token.start())) >= 0) {
        result.add(problem(owner(d), null, "a comment in the definition of the " + what(d)));
      }
      end = token.end();
      String text = d.sql().substring(token.start(), end);
      if (fault(text) >= 0) {
        String at = ", at " + excerpt(text) + ",";
        result.add(
            table
                ? inTable(d, items, token, at)
                : problem(owner(d), null, "the definition of the " + what(d) + at));
      }
    }
    if (result.isEmpty() || fault(d.sql().substring(end)) >= 0) {
      result.add(problem(owner(d), null, "a comment in the definition of the " + what(d)));
    }
    return List.copyOf(result);
  }

  /** A long text is shown from a little before the byte in question to a little behind it. */
  private static String excerpt(String text) {
    int at = fault(text);
    return text.substring(Math.max(0, at - EXCERPT), Math.min(text.length(), at + EXCERPT));
  }

  /** The table that something belongs to, or null. */
  private static String owner(Definition d) {
    return d.type().equals("view") ? null : d.table();
  }

  private static String what(Definition d) {
    return d.type() + " " + d.name();
  }

  private static Problem inTable(Definition d, List<List<Token>> items, Token token, String at) {
    for (List<Token> item : items) {
      if (item.get(0).start() <= token.start() && token.end() <= item.get(item.size() - 1).end()) {
        String name = item.get(0).text();
        if (TableSql.isConstraint(item.get(0))) {
          return problem(d.name(), null, "a constraint" + at);
        }
        return fault(name) >= 0
            ? problem(d.name(), name, "the name of the column")
            : problem(d.name(), name, "the definition of the column" + at);
      }
    }
    return problem(d.name(), null, "the definition of the table" + at);
  }

  private static Problem problem(String table, String column, String what) {
    return Problem.of(ProblemKind.ENCODING)
        .at(shown(table), shown(column))
        .says(shown(what) + " is not UTF-8");
  }

  private static String decode(ResultSet r, int column, Utf16 utf16) throws SQLException {
    byte[] bytes = r.getBytes(column);
    if (bytes == null) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(utf16 == null ? bytes : utf16.toUtf8(bytes));
    CharBuffer out = CharBuffer.allocate(in.remaining());
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    for (CoderResult end = decoder.decode(in, out, true);
        end.isError();
        end = decoder.decode(in, out, true)) {
      for (int i = 0; i < end.length(); i++) {
        out.put((char) (BYTE + (in.get() & 0xff)));
      }
    }
    return out.flip().toString();
  }

  /** Where the first byte is that is not UTF-8, or -1; null has none. */
  private static int fault(String text) {
    for (int i = 0; text != null && i < text.length(); i++) {
      if (isByte(text, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isByte(String text, int at) {
    return Character.isLowSurrogate(text.charAt(at))
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private static String shown(String text) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; text != null && i < text.length(); i++) {
      if (isByte(text, i)) {
        result.append("\\x%02x".formatted(text.charAt(i) - BYTE));
      } else {
        result.append(text.charAt(i));
      }
    }
    return text == null ? null : result.toString();
  }
}
