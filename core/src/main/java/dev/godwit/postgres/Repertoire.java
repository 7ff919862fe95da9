package dev.godwit.postgres;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.PGConnection;

/** The characters that a database's encoding has. Not thread-safe. */
final class Repertoire {
  private static final Set<String> WHOLE = Set.of("UTF8", "SQL_ASCII");

  /** Null where it has them all. */
  private final CharsetEncoder encoder;

  private Repertoire(CharsetEncoder encoder) {
    this.encoder = encoder;
  }

  /** Of the database that is connected; asks the driver only. */
  static Repertoire of(Connection connection) throws SQLException {
    String name = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
    if (name == null || WHOLE.contains(name)) {
      return new Repertoire(null);
    }
    String java = org.postgresql.core.Encoding.getDatabaseEncoding(name).name();
    Charset charset = Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.US_ASCII;
    return new Repertoire(charset.newEncoder());
  }

  /** Whether texts may hold characters that it lacks. */
  boolean isPart() {
    return encoder != null;
  }

  /** The text with characters that the encoding lacks as JSON escapes them; null stays null. */
  String escaped(String text) {
    if (encoder == null || text == null || encoder.canEncode(text)) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    for (char c : text.toCharArray()) {
      result.append(encoder.canEncode(c) ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return result.toString();
  }
}
