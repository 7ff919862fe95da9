package dev.godwit.postgres.session;

import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.postgresql.PGConnection;

/** The characters that a database's encoding has. Not thread-safe. */
public final class Repertoire {
  private static final Set<String> WHOLE = Set.of("UTF8", "SQL_ASCII");

  /** Java's names where they are others; what it has no name for counts as ASCII. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("LATIN1", "ISO-8859-1"),
          Map.entry("LATIN2", "ISO-8859-2"),
          Map.entry("LATIN3", "ISO-8859-3"),
          Map.entry("LATIN4", "ISO-8859-4"),
          Map.entry("LATIN5", "ISO-8859-9"),
          Map.entry("LATIN7", "ISO-8859-13"),
          Map.entry("LATIN9", "ISO-8859-15"),
          Map.entry("LATIN10", "ISO-8859-16"),
          Map.entry("ISO_8859_5", "ISO-8859-5"),
          Map.entry("ISO_8859_6", "ISO-8859-6"),
          Map.entry("ISO_8859_7", "ISO-8859-7"),
          Map.entry("ISO_8859_8", "ISO-8859-8"),
          Map.entry("WIN866", "IBM866"),
          Map.entry("WIN874", "x-windows-874"),
          Map.entry("WIN1250", "windows-1250"),
          Map.entry("WIN1251", "windows-1251"),
          Map.entry("WIN1252", "windows-1252"),
          Map.entry("WIN1253", "windows-1253"),
          Map.entry("WIN1254", "windows-1254"),
          Map.entry("WIN1255", "windows-1255"),
          Map.entry("WIN1256", "windows-1256"),
          Map.entry("WIN1257", "windows-1257"),
          Map.entry("WIN1258", "windows-1258"),
          Map.entry("KOI8R", "KOI8-R"),
          Map.entry("KOI8U", "KOI8-U"),
          Map.entry("EUC_JP", "EUC-JP"),
          Map.entry("EUC_KR", "EUC-KR"),
          Map.entry("EUC_CN", "GB2312"),
          Map.entry("EUC_TW", "x-EUC-TW"),
          Map.entry("JOHAB", "x-Johab"));

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
    String java = NAMES.getOrDefault(name, name);
    Charset charset = Charset.isSupported(java) ? Charset.forName(java) : StandardCharsets.US_ASCII;
    return new Repertoire(charset.newEncoder());
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
