package dev.godwit.csv;

import dev.godwit.format.Parameters;
import dev.godwit.model.GodwitException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How files of CSV are written, as far as that was said: see docs/csv.md. */
record Dialect(Map<String, List<String>> said) {
  private static final List<String> SINGLE =
      List.of("separator", "quote", "encoding", "null", "header", "table");
  private static final List<String> KNOWN =
      List.of("separator", "quote", "encoding", "null", "header", "table", "key");

  Dialect {
    said = Map.copyOf(said);
  }

  /** What a name says, over what rules say. */
  static Dialect of(String query, Map<String, List<String>> below) {
    Map<String, List<String>> all = new LinkedHashMap<>(below);
    all.putAll(query.isEmpty() ? Map.of() : Parameters.parse("csv:", query, KNOWN, SINGLE));
    Dialect dialect = new Dialect(all);
    for (String sign : List.of("separator", "quote")) {
      if (dialect.word(sign, ",").length() != 1 && !dialect.word(sign, "").equals("tab")) {
        throw GodwitException.usage("csv:…?" + sign + "=: write one character, or tab");
      }
    }
    String header = dialect.word("header", "yes");
    if (!List.of("yes", "no").contains(header)) {
      throw GodwitException.usage("csv:…?header=" + header + ": yes or no");
    }
    String encoding = dialect.word("encoding", "UTF-8");
    if (!encoding.matches("[\\w.:+-]+") || !Charset.isSupported(encoding)) {
      throw GodwitException.usage("csv:…?encoding=" + encoding + ": no encoding that is known");
    }
    return dialect;
  }

  /** With what was noted beside the files, where nothing else is said now. */
  Dialect over(Path notes) {
    Map<String, List<String>> all = new LinkedHashMap<>(Parameters.in(notes));
    all.putAll(said);
    return new Dialect(all);
  }

  private String word(String key, String otherwise) {
    return said.getOrDefault(key, List.of()).stream().findFirst().orElse(otherwise);
  }

  String table(Path file) {
    String stem = file.getFileName().toString().replaceFirst("(?i)\\.(csv|tsv)$", "");
    return word("table", stem);
  }

  char quote() {
    return word("quote", "\"").charAt(0);
  }

  boolean header() {
    return !word("header", "yes").equals("no");
  }

  /** The key's columns, none where none are said. */
  List<String> key() {
    return said.getOrDefault("key", List.of());
  }

  /** What stands for NULL where it is in no quotes. */
  String nullWord() {
    return word("null", "");
  }

  Charset charset() {
    return Charset.forName(word("encoding", "UTF-8"));
  }

  /** A reader that refuses bytes which are not in the encoding; marks of byte order are passed. */
  Reader open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(4);
    byte[] head = in.readNBytes(3);
    in.reset();
    int first = head.length < 2 ? 0 : (head[0] & 0xff) << 8 | head[1] & 0xff;
    if (first == 0xefbb && head.length > 2 && head[2] == (byte) 0xbf) {
      in.skipNBytes(3);
    }
    boolean wide = first == 0xfeff || first == 0xfffe;
    return new InputStreamReader(
        in,
        (wide ? StandardCharsets.UTF_16 : charset())
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  /** The separator to write with: what was said, else as the file or folder is called. */
  char separator(Path place) {
    String tab = place.toString().matches("(?i).*\\.tsv") ? "tab" : ",";
    String word = word("separator", tab);
    return word.equals("tab") ? '\t' : word.charAt(0);
  }

  /** The one to read with: what was said, else what stands most often in the first line. */
  char found(Path file) throws IOException {
    if (said.containsKey("separator")) {
      return separator(file);
    }
    String candidates = separator(file) + ",;\t|";
    int[] counts = new int[candidates.length()];
    boolean inside = false;
    try (Reader in = open(file)) {
      for (int c = in.read(); c >= 0 && (inside || c != '\n' && c != '\r'); c = in.read()) {
        inside ^= c == quote();
        int at = inside ? -1 : candidates.indexOf(c);
        counts[Math.max(at, 0)] += at < 0 ? 0 : 1;
      }
    }
    int most = 0;
    for (int i = 1; i < counts.length; i++) {
      most = counts[i] > counts[most] ? i : most;
    }
    return candidates.charAt(most);
  }
}
