package dev.godwit.postgres.session;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.PGConnection;

/** The characters that a database's encoding has. Not thread-safe. */
public final class Repertoire {
  private static final Set<String> WHOLE = Set.of("UTF8", "SQL_ASCII");

  /** Null where it has them all. */
  private final CharsetEncoder encoder;

  private Repertoire(CharsetEncoder encoder) {
    this.encoder = encoder;
  }

  /** Of the database that is connected; asks the driver only. */
  public static Repertoire of(Connection connection) throws SQLException {
    String name = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (name == null || WHOLE.contains(name)) {
      return new Repertoire(null);
    }
    String java = java(name);
    Charset charset = Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.US_ASCII;
    return new Repertoire(charset.newEncoder());
  }

  /** What Java calls it; those of several bytes, which it maps otherwise, count as ASCII. */
  private static String java(String name) {
    if (name.startsWith("EUC_") || name.startsWith("MULE") || name.startsWith("JOHAB")) {
      return "US-ASCII";
    }
    return switch (name) {
      case "LATIN7" -> "ISO-8859-13";
      case "WIN866" -> "IBM866";
      case "WIN874" -> "x-windows-874";
      case "KOI8R", "KOI8U" -> "KOI8-" + name.charAt(4);
      default ->
          name.startsWith("WIN")
              ? "windows-" + name.substring(3)
              : name.startsWith("ISO") ? name.replace('_', '-') : name;
    };
  }

  /** Whether texts may hold characters that it lacks. */
  public boolean isPart() {
    return encoder != null;
  }

  /** The text with characters that the encoding lacks as JSON escapes them; null stays null. */
  String escaped(String text) {
    if (encoder == null || text == null || encoder.canEncode(text)) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(encoder.canEncode(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return result.toString();
  }
}
